"""Handling: units, replies and their classes, what is in time, meetings with proposers, supervision."""

from reports.figures.catalogue import Figure, catalogued
from supervision.models.cards import Colour

REPLY, CONTACT = "提案页“答复”", "提案页“登记沟通”"
OF_ASSIGNED = {"relation": "cases", "whole": "c.is_assigned", "basis": "交办的提案"}
OF_REPLIED = {"relation": "cases", "whole": "c.is_replied", "basis": "已答复的提案", "dated": "c.replied_on", "page": REPLY}
BY_UNIT = "应答复的办理件（每件提案的每个独办、主办、分办单位各一件）"
OF_PARTS = {"relation": "handlings", "whole": "h.replies", "basis": BY_UNIT, "page": REPLY}


@catalogued("办理")
def units(book):
    unit, page = ("h.unit_id", "units"), "提案页“交办”"
    text = "截止日有提案在办或办过的单位，含会办单位，一个单位计一次。"
    yield Figure("handling_units", "承办单位", "handlings", "true", text, of=unit, page=page)
    text = "独办、主办或分办提案的单位，一个单位计一次。"
    yield Figure("replying_units", "独办、主办和分办单位", "handlings", "h.replies", text, of=unit, page=page)
    text = "每件提案的每个承办单位各计一件，含会办，不含已撤回的。"
    yield Figure("handlings", "办理件", "handlings", "true", text, page=page, dated="h.assigned_on")
    text = "会办单位已提出书面意见的会办件。"
    given = "NOT h.replies AND h.opinion_on <= %(as_of)s"
    yield Figure("co_opinions", "已提会办意见", "handlings", given, text, whole="NOT h.replies", basis="会办件", page="提案页“会办意见”")


@catalogued("办理")
def replied(book):
    text = "每个独办、主办、分办单位都已印发答复的提案。"
    dated = {"dated": "c.replied_on", "page": REPLY}
    yield Figure("replied", "已答复", part="c.is_replied", definition=text, **OF_ASSIGNED, **dated)
    text = "已答复件数除以交办件数。"
    yield Figure("reply_rate", "办复率", part="c.is_replied", definition=text, rate=True, **OF_ASSIGNED, dated="c.assigned_on", page=REPLY)
    text = "答复后征询意见结束、没有不满意而办结的提案；办结是程序，问题是否解决看结果分类。"
    over = {"part": "c.state = 'concluded'", "dated": "c.concluded_on", "page": "征询意见表"}
    yield Figure("concluded", "办结", definition=text, **OF_ASSIGNED, **over)
    yield Figure("conclusion_rate", "办结率", definition="办结件数除以交办件数。", rate=True, **OF_ASSIGNED, **over)
    text = "因提案者不满意而答复过两轮以上，或者正在重新办理的提案。"
    again = "c.is_replied AND (c.rounds > 1 OR c.state = 'rehandling')"
    yield Figure("rehandled", "重新办理", part=again, definition=text, **OF_REPLIED)
    text = "截止日以前印发的答复函，含各轮和补充答复。"
    yield Figure("letters", "答复函", "letters", "true", text, dated="l.issued_on", page=REPLY)


@catalogued("结果分类")
def classes(book):
    for rank, (code, meaning) in enumerate(book.cases.classes, 1):
        text = f"{meaning}：各承办单位最后一轮答复（补充答复除外）的分类为{code}；分办的以分类靠后的为准。"
        yield Figure(f"class_{code}", f"{code}类", part=f"c.class_rank = {rank}", definition=text, **OF_REPLIED)
    text = "已答复而分类不在本次会议分类办法里的提案；各类与本项之和等于已答复件数。"
    yield Figure("class_other", "结果未分类", part="c.is_replied AND c.class_rank IS NULL", definition=text, **OF_REPLIED)
    codes = [code for code, _ in book.cases.classes]
    for name, label, ranks, text in (
        ("solved_now", "目前已解决", _ranks(codes, book.reports.solved), "按补充答复后的目前分类算作已解决的提案。"),
        ("followed", "需跟踪转化", _ranks(codes, book.reports.followed), "办结时的分类需要跟踪转化的提案。"),
    ):
        column = "c.class_rank_now" if name == "solved_now" else "c.class_rank"
        yield Figure(name, label, part=f"{column} IN ({ranks})", definition=text, **OF_REPLIED)
    begun, solved = _ranks(codes, book.reports.followed), _ranks(codes, book.reports.solved)
    facts = OF_REPLIED | {"whole": f"c.class_rank IN ({begun})", "basis": "办结时需跟踪转化的提案", "page": "提案页“补充答复”"}
    text = "办结时需跟踪、后经补充答复转为已解决的提案（B类转A类）。"
    turned = f"c.class_rank IN ({begun}) AND c.class_rank_now IN ({solved})"
    yield Figure("turned", "转为已解决", part=turned, definition=text, **facts)
    yield Figure("turned_rate", "转化率", part=turned, definition="转为已解决的件数除以办结时需跟踪转化的件数。", rate=True, **facts)


def _ranks(codes, wanted):
    """The ranks of some classes of the scheme as a list of SQL, none where it has none of them."""
    return ", ".join(str(rank) for rank, code in enumerate(codes, 1) if code in wanted) or "NULL"


@catalogued("按期办理")
def in_time(book):
    answered, due = "h.replies AND h.replied_on IS NOT NULL", "h.due_on"
    unanswered = "h.replies AND h.replied_on IS NULL"
    overdue = f"{unanswered} AND NOT h.is_history AND {due} < %(as_of)s"
    for name, label, part, text in (
        ("in_time", "按期答复", f"{answered} AND h.replied_on <= {due}", "首次答复不晚于期限（含经同意的延期）的办理件。"),
        ("late", "逾期答复", f"{answered} AND h.replied_on > {due}", "首次答复晚于期限的办理件。"),
        ("overdue", "逾期未答复", overdue, "期限已过还没有答复的办理件。"),
        ("open", "未到期", f"{unanswered} AND NOT ({overdue})", "还没有答复、期限未过或未定的办理件。"),
    ):
        yield Figure(name, label, part=part, definition=text, dated=due, **OF_PARTS)
    text = "按期答复除以应当答复的（按期答复、逾期答复和逾期未答复之和）。"
    owed = f"({answered} AND {due} IS NOT NULL OR {overdue})"
    facts = OF_PARTS | {"whole": owed, "basis": "已答复或已到期的办理件", "rate": True}
    yield Figure("on_time_rate", "按期率", part=f"{answered} AND h.replied_on <= {due}", definition=text, dated=due, **facts)
    behind = f"{answered} AND h.replied_on > {due} OR {overdue}"
    text = "有逾期答复或逾期未答复的单位，一个单位计一次。"
    yield Figure("late_units", "逾期单位", "handlings", behind, text, of=("h.unit_id", "units"), page=REPLY)


@catalogued("沟通")
def face_to_face(book):
    text = "办理中至少当面商办过一次的提案；哪些方式算面商由规则规定。"
    for name, label, which, basis in (
        ("met", "面商", "c.is_assigned", "交办的提案"),
        ("met_key", "重点提案面商", "c.is_assigned AND c.is_key", "交办的重点提案"),
        ("met_ordinary", "一般提案面商", "c.is_assigned AND NOT c.is_key", "交办的一般提案"),
    ):
        facts = {"relation": "cases", "part": f"{which} AND c.is_met", "whole": which, "basis": basis, "page": CONTACT}
        yield Figure(name, label, definition=text, dated="c.assigned_on", **facts)
        yield Figure(f"{name}_rate", f"{label}率", definition=f"{label}件数除以{basis}件数。", rate=True, dated="c.assigned_on", **facts)


@catalogued("督办")
def cards(book):
    for colour in Colour:
        text = f"截止日以前发出、没有撤销的{colour.label}。"
        yield Figure(f"card_{colour}", colour.label, "cards", f"d.colour = '{colour}'", text, dated="d.issued_on", page="督办“牌单”")
