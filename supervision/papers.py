"""The official papers of supervision, with the text used where a jurisdiction has no template of its own."""

from documents.kinds import register
from supervision.permissions import is_supervisor

CARD_NOTICE = "card_notice"
NAMES = ("承办单位", "事项", "来源", "截止日期", "牌单", "事由", "督办要求", "答复期限", "申诉期限")


def card_names(place):
    """What the notice of a card may name, as `supervision.letters.card_notice` fills it."""
    return NAMES


register(CARD_NOTICE, "督办通知书", by=is_supervisor, names=card_names)

DEFAULTS = {
    CARD_NOTICE: {
        "format": "letter",
        "word": "督办",
        "body": """你单位承办的“${事项}”（${来源}），办理期限为${截止日期}。${事由}按照督办工作规则，现向你单位发出${牌单}。
${督办要求}
请于${答复期限}前在系统中填报整改情况。如有异议，由单位负责人于${申诉期限}前提出申诉。""",
    },
}
