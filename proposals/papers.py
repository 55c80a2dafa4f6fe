"""The official papers this room prints, with the text used where a jurisdiction has no template of its own."""

from documents.kinds import register
from feedback.permissions import is_secretary, of_unit
from proposals.permissions import is_coordinator

REPLY_LETTER = "reply_letter"
ASSIGNMENT_NOTICE = "assignment_notice"
NAMES = ("案由", "案号", "届次", "承办单位", "答复正文")


def reply_names(place):
    """What the reply letter may name, as `proposals.letters.reply_letter` fills it."""
    return NAMES


def may_print(person, reply):
    """Whether the person may have the letter of a reply printed: the unit that answers, or a secretary."""
    return of_unit(person, reply) or is_secretary(person, reply)


def assignment_names(place):
    """What the notice of an assignment may name, as `proposals.letters.assignment_notice` fills it."""
    return ("届次", "件数", "单位数", "交办日期", "答复期限", "退回期限")


register(ASSIGNMENT_NOTICE, "提案交办通知", by=is_coordinator, names=assignment_names)
register(REPLY_LETTER, "提案答复函", by=may_print, names=reply_names)

DEFAULTS = {
    REPLY_LETTER: {
        "format": "letter",
        "body": """您（们）提出的《${案由}》（第${案号}号）提案收悉，感谢您（们）对本单位工作的关心和支持。现答复如下：
${答复正文}
以上答复，请填写征询意见表反馈意见。""",
        "copies_to": "提案委员会，政府督查室",
    },
    ASSIGNMENT_NOTICE: {
        "format": "document",
        "addressees": "各承办单位",
        "body": """${届次}的 ${件数} 件提案经审查立案、会商分办，现交 ${单位数} 个单位办理。请按下列要求办理。
一、及时签收。收到本通知后尽快在系统中签收。认为不属于本单位职责的，由单位负责人签批，于${退回期限}前提出退回申请，写明理由和应由哪个单位承办；不得自行转交。
二、加强沟通。办理之前、办理过程中和答复之后都应当与提案人沟通，重点提案应当当面商办。
三、按期答复。主办、独办和分办单位于${答复期限}前书面答复提案人；会办单位按期向主办单位提出会办意见。
四、接受评价。答复后由提案人填写征询意见表，提案人不满意的，应当重新办理。""",
    },
}
