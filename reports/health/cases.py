"""Checks of proposals: what examination, replies and opinions left open."""

from django.db.models import F

from proposals.models import Handling, Proposal, Proposer, Receipt, Reply
from proposals.models.handling import LEFT, REPLYING
from proposals.models.proposals import RUNNING_STATES
from proposals.models.replies import ReceiptState, ReplyState
from reports.health.checks import BACKWARDS, check, none_of
from supervision.models import KeyProposal
from supervision.models.key import UNDECIDED

CASES, OPEN = "提案", "提案页"
ANSWERED = ("replied", "concluded")


def cases(look):
    return look.of(Proposal)


def current(look):
    """Cases of the years that are worked on; of closed history nothing more is entered."""
    return cases(look).filter(is_history=False)


def answering():
    """What owes a reply and was not taken back."""
    return Handling.objects.filter(part__in=REPLYING).exclude(state=LEFT).order_by()


@check(CASES, "立案而没有类别", "按类别的统计里列为“未分类”。", "提案页“修改”类别；立案以后由政协秘书修改")
def filed_without_category(look):
    return cases(look).filed().exclude(state="draft").filter(category="")


@check(CASES, "类别不在本次会议的类别表里", "按类别的统计里列为“未分类”。", "提案页改类别，或在规则里补上这个类别")
def category_unknown(look):
    return cases(look).filed().exclude(category="").filter(look.not_of_scheme("session", "category", lambda rules: rules.categories))


@check(CASES, "没有提案者", "征询意见表无处可发，满意率算不到。", "提案页联名、提案者")
def without_proposer(look):
    signed = Proposer.objects.filter(answer="accepted").order_by()
    return cases(look).exclude(state="draft").filter(none_of(signed, proposal="pk"))


@check(CASES, "日期前后颠倒", "立案早于提交、交办早于立案或办结早于交办，按月、按期的统计不对。", "核对日期；导入的资料改表后重新导入")
def dates_backwards(look):
    return cases(look).filter(BACKWARDS)


@check(CASES, "立案而没有逐条的建议", "采纳落实台账里没有这件提案，采纳率算不到。", "提案页补写编号的建议")
def without_suggestions(look):
    return current(look).filed().filter(suggestions__len=0)


@check(CASES, "办理中而没有独办、主办或分办单位", "没有单位负责答复，到期也不亮灯。", "提案页“交办”，或裁定退回、改派")
def without_lead(look):
    return current(look).filter(state__in=RUNNING_STATES).filter(none_of(answering(), proposal="pk"))


@check(CASES, "已答复、已办结而没有答复函", "办复率、结果分类里缺这一件。", "提案页补录答复")
def replied_without_reply(look):
    silent = none_of(Reply.objects.filter(state=ReplyState.ISSUED).order_by(), round__handling="pk")
    return current(look).filter(state__in=ANSWERED, pk__in=answering().filter(silent).values("proposal"))


@check(
    CASES,
    "答复的结果分类不在本次会议的分类办法里",
    "列为“未分类”，各类之和小于已答复件数。",
    "“补充答复”改分类，或在规则里补上这一类",
)
def class_unknown(look):
    path = "round__handling__proposal__session"
    unknown = look.not_of_scheme(path, "result_class", lambda rules: [code for code, _ in rules.classes])
    issued = look.of(Reply).filter(state=ReplyState.ISSUED, round__is_supplementary=False)
    return issued.filter(unknown).select_related("round__handling__proposal")


@check(CASES, "已办结而没有征询意见表", "回执和满意率里缺这一件。", "提案页录入纸质意见表，或重新征询")
def concluded_without_receipt(look):
    told = Receipt.objects.exclude(state=ReceiptState.WAITING).order_by()
    return current(look).filter(state="concluded").filter(none_of(told, reply__round__handling__proposal="pk"))


@check(CASES, "有评价而答复未印发，或评价早于答复", "没有答复就有了回执，满意率的分母多出一件。", "核对纸质意见表的日期和所评的答复")
def receipt_without_reply(look):
    told = look.of(Receipt).filter(state=ReceiptState.ANSWERED).select_related("proposer", "reply__round__handling__proposal")
    return told.exclude(reply__state=ReplyState.ISSUED, reply__issued_on__lte=F("answered_on"))


@check(CASES, "已办结而没有办结日期", "按月的办结统计里没有这一件。", "导入的资料补上办结日期后重新导入")
def concluded_undated(look):
    return cases(look).filter(state="concluded", concluded_on=None)


@check(CASES, "标为重点而不在重点提案名单里", "重点提案的督办任务和领衔领导都没有登记。", "督办“重点提案”里推荐并报批")
def key_unlisted(look):
    listed = KeyProposal.objects.exclude(state__in=UNDECIDED).order_by()
    return current(look).filter(is_key=True).filter(none_of(listed, proposal="pk"))


@check(CASES, "重点提案没有领衔领导和督办部门", "没有人督办，到期无人提醒。", "督办“重点提案”页")
def key_without_lead(look):
    found = look.of(KeyProposal).filter(state="supervising", leader=None, committee=None)
    return found.select_related("proposal")
