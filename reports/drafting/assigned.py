"""交办清单: the cases of a session as they were handed to units, each with who answers it and until when."""

from documents.models import Sensitivity
from documents.official.model import Table, chinese_date
from proposals.models import Handling, Part, Proposal
from proposals.models.handling import LEFT
from reports.drafting.grids import MANY_UNITS, grid
from reports.kinds import Chapter, Kind, register, to_units

COLUMNS = {"assigned": "交办", "key": "重点"}


def title(scope):
    return f"{scope.place}政协{scope.session.short_name}提案交办清单"


def chapters(scope, figures):
    """One chapter; the cases stand in the table."""
    tracks = "，".join(f"由{name}交办${{track_{code}}}件" for code, name in scope.case_rules.tracks if figures[f"track_{code}"].part)
    yield Chapter(
        "一、交办情况",
        f"截至{chinese_date(scope.as_of)}，{scope.session.short_name}立案提案${{filed}}件，已交办${{assigned}}件，"
        f"由${{handling_units}}个单位承办，其中重点提案${{key}}件。{f'{tracks}。' if tracks else ''}"
        "独办${mode_sole}件，主办会办${mode_lead_co}件，分办${mode_separate}件。",
    )
    yield Chapter("二、办理要求", "请各承办单位按清单所列期限办理并答复提案者；对交办有异议的，在规定的期限内书面提出。")


def tables(scope, figures):
    """The cases, and how many each unit answers."""
    cases = Proposal.objects.filter(pk__in=figures["assigned"].rows).prefetch_related("proposers").order_by("case_no", "pk")
    handlings = Handling.objects.filter(proposal__in=figures["assigned"].rows, assigned_on__lte=scope.as_of).exclude(state=LEFT)
    given = {}
    for each in handlings.order_by("pk"):
        given.setdefault(each.proposal_id, []).append(each)
    rows = tuple(_row(case, given.get(case.pk, ())) for case in cases)
    if rows:
        header = ("案号", "案由", "提案者", "承办单位", "会办单位", "答复期限")
        yield "提案交办清单", Table(header, rows, (8, 32, 16, 16, 14, 14)), "承办单位一栏为独办、主办或分办单位；案号后加*的为重点提案。"
        yield grid(scope, "unit", COLUMNS, "各单位交办件数", note=MANY_UNITS)


def _row(case, handlings):
    replying = [each for each in handlings if each.part != Part.CO]
    due = sorted({f"{each.due_on}" for each in replying if each.due_on})
    co = "、".join(each.unit_name for each in handlings if each.part == Part.CO)
    names, is_closed = case.signer_names, case.sensitivity == Sensitivity.CLOSED
    by = "、".join(names[:3]) + ("等" if len(names) > 3 else "")
    title, by = ("（不公开）", "") if is_closed else (case.title, by)
    units = "、".join(each.unit_name for each in replying)
    return f"{case.case_no}{'*' if case.is_key else ''}", title, by, units, co, "、".join(due)


def tabled(scope):
    """The figures that the tables hold."""
    return list(COLUMNS)


register(Kind("assigned", "交办清单", title, chapters, tables, tabled, addressees=to_units))
