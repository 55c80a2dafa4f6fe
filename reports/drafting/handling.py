"""提案办理情况通报: how the proposals of a session were handled, as the government tells the committee."""

from documents.official.model import Table, chinese_date
from proposals.models import Proposal
from reports.drafting.examples import examples
from reports.drafting.grids import MANY_UNITS, NUMERALS, grid, listed
from reports.drafting.stories import stories
from reports.figures import largest_remainder
from reports.kinds import Chapter, Kind, register


def title(scope):
    return f"关于{scope.place}政协{scope.session.short_name}提案办理情况的通报"


def chapters(scope, figures):
    """总体情况, 办理成效 by class with examples, 主要做法, 存在的问题和下一步打算."""
    yield Chapter("一、总体情况", "\n".join(_overview(scope, figures)))
    yield Chapter("二、办理成效", "\n".join(by_class(scope, figures)))
    yield Chapter("三、主要做法", "\n".join(_measures(scope, figures)))
    yield Chapter("四、存在的问题和下一步打算", "\n".join(_problems(scope, figures)))


def _overview(scope, figures):
    yield (
        f"{scope.session.short_name}交办的政协提案共${{assigned}}件，由${{handling_units}}个单位承办，其中重点提案${{key}}件。"
        f"截至{chinese_date(scope.as_of)}，已答复${{replied}}件，办复率${{reply_rate}}；已办结${{concluded}}件。"
    )
    if figures["replied"].part:
        yield f"已答复的提案中，{_listed_classes(scope, figures)}。"
    if figures["receipts"].part:
        yield f"收到提案回执${{receipts}}件，其中{_listed_opinions(scope, figures)}。满意率${{satisfaction}}（{_basis(figures)}）。"
        yield from _first_round(scope, figures)
    yield from stories(figures["rehandled"].rows, scope.as_of)


def _listed_classes(scope, figures):
    parts = [f"{meaning}的{code}类提案${{class_{code}}}件，占${{class_{code}_share}}" for code, meaning in scope.case_rules.classes]
    if figures["class_other"].part:
        parts.append("未分类的${class_other}件，占${class_other_share}")
    return "；".join(parts)


def _listed_opinions(scope, figures):
    parts = [f"{label}${{final_{code}}}件" for code, label in scope.case_rules.scale]
    return "、".join([*parts, *(["评价未归类${final_other}件"] if figures["final_other"].part else [])])


def _basis(figures):
    return f"满意件数除以{figures['satisfaction'].figure.basis}"


def _first_round(scope, figures):
    if figures["first_dissatisfied"].part:
        yield "首次答复时，提案者表示不满意的${first_dissatisfied}件，已重新办理或正在重新办理。"


def by_class(scope, figures):
    """One section for each class: its number, its share, examples."""
    order = zip(NUMERALS, scope.case_rules.classes, strict=False)
    for numeral, (code, meaning) in order:
        name = f"class_{code}"
        yield f"（{numeral}）{meaning}的{code}类提案${{{name}}}件，占${{{name}_share}}。"
        yield from examples(figures[name].rows, scope)
    if figures["class_other"].part:
        yield "此外，已答复而未按上述办法分类的提案${class_other}件，占${class_other_share}。"


def _measures(scope, figures):
    units = "由${handling_units}个单位承办，每件都有独办、主办或分办单位负责答复"
    yield f"（一）及时交办，明确责任。立案提案${{filed}}件，已交办${{assigned}}件，{units}。"
    met = (
        "历史资料没有载明沟通情况。"
        if _is_history(scope)
        else "办理中当面商办${met}件，其中重点提案${met_key}件、一般提案${met_ordinary}件，"
        "面商率分别为${met_key_rate}和${met_ordinary_rate}。"
    )
    yield f"（二）加强沟通，当面商办。{met}"
    in_time = "按期答复${in_time}件、逾期答复${late}件，按期率${on_time_rate}"
    yield f"（三）严格审签，按期答复。印发答复函${{letters}}份；应答复的办理件中，{in_time}。"
    cards = [f"{figures[name].figure.label}${{{name}}}张" for name in ("card_yellow", "card_red") if figures[name].part]
    yield f"（四）督查督办，跟踪问效。{'发出' + '、'.join(cards) + '。' if cards else ''}重点提案${{key}}件逐件跟踪，不满意的重新办理。"


def _is_history(scope):
    """Whether all cases are of a closed year, whose tables do not tell who was spoken with."""
    return not Proposal.objects.filter(session__in=scope.sessions, is_history=False).exists()


def _problems(scope, figures):
    yield "办理工作还存在一些问题："
    found = []
    if figures["overdue"].part + figures["late"].part:
        found.append("有${late_units}个单位出现逾期，其中逾期答复${late}件、逾期未答复${overdue}件")
    if figures["followed"].part:
        found.append("办结时需要继续跟踪转化的提案有${followed}件，其中已转为解决的${turned}件")
    if figures["met_ordinary"].whole and not _is_history(scope):
        found.append("一般提案的面商率为${met_ordinary_rate}，与提案者当面沟通还不够")
    if scope.case_rules.classes and figures[f"class_{scope.case_rules.classes[-1][0]}"].part:
        code = scope.case_rules.classes[-1][0]
        found.append(f"受条件限制等原因暂未解决的{code}类提案有${{class_{code}}}件")
    yield listed(found or ["办理质量和时效还需进一步提高"])
    yield "下一步，一是对需要跟踪的提案逐件建立台账，条件成熟的及时落实并告知提案者；二是加强办前、办中、办后的沟通，提高当面商办的比例；"\
        "三是完善督查通报和考核，对逾期的单位及时提醒；四是对承诺事项开展回头看，确保兑现。"  # fmt: skip


def tables(scope, figures):
    """Appendix tables: the classes with shares that make a hundred, the units, the categories."""
    yield _classes(scope, figures)
    for name, wording in (("unit", "各承办单位办理情况"), ("category", "各类别提案办理情况")):
        yield _by(scope, name, wording)


def _classes(scope, figures):
    listed = [(f"{code}类", figures[f"class_{code}"], meaning) for code, meaning in scope.case_rules.classes]
    listed.append(("未分类", figures["class_other"], "分类不在本次会议分类办法里"))
    parts, whole, digits = [each.part for _, each, _ in listed], figures["replied"].part, scope.rules.digits
    exact = largest_remainder(parts, whole, digits)
    rows = [(label, meaning, str(each.part), _percent(share)) for (label, each, meaning), share in zip(listed, exact, strict=True)]
    rows.append(("合计", "", str(sum(parts)), _percent(100 if whole else None)))
    moved = [label for (label, each, _), share in zip(listed, exact, strict=True) if whole and share != each.ratio.percent]
    note = f"各项占比按最大余额法取舍，使合计为100%，其中{'、'.join(moved)}与正文四舍五入的数不同。" if moved else ""
    return "提案办理结果分类", Table(("分类", "含义", "件数", "占比"), tuple(rows), (12, 56, 14, 18)), note


def _percent(share):
    return "无" if share is None else f"{share}%"


def tabled(scope):
    """The figures that the tables hold."""
    classes = [f"class_{code}" for code, _ in scope.case_rules.classes]
    return ["assigned", *classes, "class_other", "met", *(f"final_{code}" for code, _ in scope.case_rules.scale[:1]), "receipts"]


def _by(scope, dimension, wording):
    classes = {f"class_{code}": f"{code}类" for code, _ in scope.case_rules.classes}
    best = {f"final_{code}": label for code, label in scope.case_rules.scale[:1]}
    headings = {"assigned": "件数", **classes, "class_other": "未分类", "met": "面商", **best, "receipts": "回执"}
    return grid(scope, dimension, headings, wording, note=MANY_UNITS if dimension == "unit" else "")


register(Kind("handling", "提案办理情况通报", title, chapters, tables, tabled, tells_examples=True))
