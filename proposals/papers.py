"""The official papers this room prints, with the text used where a jurisdiction has no template of its own."""

from documents.kinds import register
from feedback.permissions import is_secretary, of_unit

REPLY_LETTER = "reply_letter"
NAMES = ("案由", "案号", "届次", "承办单位", "答复正文")


def reply_names(place):
    """What the reply letter may name, as `proposals.letters.reply_letter` fills it."""
    return NAMES


def may_print(person, reply):
    """Whether the person may have the letter of a reply printed: the unit that answers, or a secretary."""
    return of_unit(person, reply) or is_secretary(person, reply)


register(REPLY_LETTER, "提案答复函", by=may_print, names=reply_names)

DEFAULTS = {
    REPLY_LETTER: {
        "format": "letter",
        "body": """您（们）提出的《${案由}》（第${案号}号）提案收悉，感谢您（们）对本单位工作的关心和支持。现答复如下：
${答复正文}
以上答复，请填写征询意见表反馈意见。""",
        "copies_to": "提案委员会，政府督查室",
    }
}
