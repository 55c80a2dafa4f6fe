"""Reports 通报: begun from a draft, edited, handed in for signing with their figures frozen, signed, issued as a paper."""

from django.db import transaction
from django.utils import timezone

from documents.templates import next_number
from organizations.models import Person
from reports.checker import check
from reports.drafting import draft, filled
from reports.drafting.keeping import counted, kept, named, tables_as_data, values_of
from reports.figures import measure, scope_of
from reports.letters import print_report
from reports.models import Report
from reports.models import ReportState as State
from reports.papers import REPORT
from reports.permissions import KEEPERS, SIGNERS, is_keeper, is_signer
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record


def _no_text(report):
    """正文不是空的。"""
    return "" if report.text.strip() else "请先写正文。"


THAWED = {"figures": {}, "tables": [], "waiver": ""}
REPORT_FLOW = Flow(
    Report,
    [
        Move("edit", "修改", (State.DRAFT,), None, is_keeper),
        Move("redraft", "重新取数起草", (State.DRAFT,), None, is_keeper),
        Move("submit", "送签", (State.DRAFT,), State.SIGNING, is_keeper, _no_text),
        Move("send_back", "退回修改", (State.SIGNING,), State.DRAFT, is_signer, reason=True, danger=True),
        Move("sign", "签批同意", (State.SIGNING,), State.SIGNED, is_signer),
        Move("take_back", "撤回修改", (State.SIGNING, State.SIGNED), State.DRAFT, is_keeper, reason=True, danger=True),
        Move("issue", "印发", (State.SIGNED,), State.ISSUED, is_keeper, closing=True),
    ],
)


@transaction.atomic
def begin(session, kind, *, by, as_of=None, occasion="", speaker="", on=None):
    """起草: a report of a kind, drafted from the figures of the cut-off; returns it. Raises Forbidden, or Refused for a cut-off."""
    place = session.term.jurisdiction
    report = Report(jurisdiction=place, session=session, kind=kind, occasion=occasion, speaker=speaker)
    if not is_keeper(by, report):
        raise Forbidden("您没有权限起草通报。")
    for name, value in _drafted(report, as_of).items():
        setattr(report, name, value)
    report.full_clean()
    report.save()
    record(report, "begin", "起草通报", by=by, on=on, to_state=report.state)
    return report


def _drafted(report, as_of):
    """The fields that a draft at a cut-off fills."""
    made = draft(report.kind, scope_of(report.session, as_of=as_of))
    text = "\n".join(f"{chapter.heading}\n{chapter.text}" for chapter in made.chapters)
    return {"as_of": made.scope.as_of, "title": made.title, "text": text}


def redraft(report, *, by, as_of=None, on=None, version=None):
    """重新取数起草 at another cut-off; the text is written anew, the former one stays in the history."""
    return REPORT_FLOW.apply(report, "redraft", by=by, on=on, version=version, **_drafted(report, as_of))


def edit(report, *, by, on=None, version=None, **fields):
    """修改 title, occasion, speaker or text. Raises Refused for a text that names a figure there is none of."""
    text_of(report, fields.get("text", report.text))
    return REPORT_FLOW.apply(report, "edit", by=by, on=on, version=version, **fields)


def scope(report):
    """What its figures are counted over."""
    return scope_of(report.session, as_of=report.as_of)


def text_of(report, text=None):
    """The text with its fields filled, from what was frozen, else from the figures as they are now."""
    return filled(report.text if text is None else text, values_of(figures_of(report)))


def figures_of(report):
    """Its figures as data: those frozen at sign-off, else all of the catalogue as they are at the cut-off, without their rows."""
    return report.figures or {name: counted(found) for name, found in measure(scope(report)).items()}


def contradictions(report):
    """What of its numbers is certainly wrong, as sentences."""
    return [finding.message for finding in check(text_of(report)).findings if finding.severity == "wrong"]


@transaction.atomic
def submit(report, *, by, waiver="", on=None, version=None):
    """送签: the figures are frozen. Raises Refused where the numbers of the text contradict each other and no reason is given."""
    on = on or timezone.localdate()
    if not waiver.strip() and (found := contradictions(report)):
        raise Refused(f"正文里的数字有矛盾，请改正，或者写明理由：{'；'.join(found[:5])}")
    frozen = {"waiver": waiver.strip(), **_frozen(report)}
    report = REPORT_FLOW.apply(report, "submit", by=by, on=on, version=version, **frozen)
    people = Person.objects.holding(*SIGNERS, jurisdiction=report.jurisdiction, on=on)
    _tell(report, people, "sign", f"请签批通报：{report.title}")
    return report


def _frozen(report):
    """What its text and tables use, as it is now."""
    made = draft(report.kind, scope(report))
    wanted = named(report.text) | set(made.kind.tabled(made.scope))
    figures = {name: kept(found) for name, found in made.figures.items() if name in wanted}
    return {"figures": figures, "tables": tables_as_data(made.tables)}


def _tell(report, people, word, title, text=""):
    tell(people, report.jurisdiction, f"report-{word}:{report.pk}:{report.version}", title, text=text,
         link=report.get_absolute_url(), about=report)  # fmt: skip


def _tell_keepers(report, word, title, text=""):
    _tell(report, Person.objects.holding(*KEEPERS, jurisdiction=report.jurisdiction, on=timezone.localdate()), word, title, text)


@transaction.atomic
def sign(report, *, by, opinion="", on=None, version=None):
    """签批同意 by a leader; the keepers are told."""
    on = on or timezone.localdate()
    facts = {"signed_by": by, "signed_on": on, "signer": by.name}
    report = REPORT_FLOW.apply(report, "sign", by=by, on=on, version=version, reason=opinion, **facts)
    _tell_keepers(report, "signed", f"通报已签批，请印发：{report.title}", opinion)
    return report


@transaction.atomic
def send_back(report, *, by, reason, on=None, version=None):
    """退回修改 by a leader with what to change; the figures are live again."""
    report = REPORT_FLOW.apply(report, "send_back", by=by, on=on, version=version, reason=reason, **THAWED)
    _tell_keepers(report, "back", f"通报退回修改：{report.title}", reason)
    return report


def take_back(report, *, by, reason, on=None, version=None):
    """撤回修改 before it is issued; it must be signed anew."""
    cleared = {**THAWED, "signed_by": None, "signed_on": None, "signer": ""}
    return REPORT_FLOW.apply(report, "take_back", by=by, on=on, version=version, reason=reason, **cleared)


@transaction.atomic
def issue(report, *, by, number="", on=None, version=None):
    """印发 with its document number (the next of the series where the place's template names one), printed with tables and proof."""
    on = on or timezone.localdate()
    number = number.strip() or next_number(report.jurisdiction, on, REPORT)
    report = REPORT_FLOW.apply(report, "issue", by=by, on=on, version=version, number=number, issued_on=on)
    print_report(report, by=by)
    return report
