"""The official papers of supervision, with the text used where a jurisdiction has no template of its own."""

from documents.kinds import register
from supervision.permissions import is_supervisor, is_verifier

CARD_NOTICE, APPRAISAL_RESULT, AWARD_DECISION = "card_notice", "appraisal_result", "award_decision"
NAMES = ("承办单位", "事项", "来源", "截止日期", "牌单", "事由", "督办要求", "答复期限", "申诉期限")


def card_names(place):
    """What the notice of a card may name, as `supervision.letters.card_notice` fills it."""
    return NAMES


RESULT_NAMES = ("承办单位", "评议名称", "届次", "抽查件数", "评分份数", "得分", "等次", "离散度", "各项得分", "评议意见", "整改清单")


def result_names(place):
    """What the letter of a result may name, as `supervision.letters.appraisal_result` fills it."""
    return RESULT_NAMES


DECISION_NAMES = ("评选名称", "届次", "类别", "数量", "量词", "审定会议", "决定内容", "名单")


def decision_names(place):
    """What a decision of award may name, as `supervision.letters.award_decision` fills it."""
    return DECISION_NAMES


register(CARD_NOTICE, "督办通知书", by=is_supervisor, names=card_names)
register(APPRAISAL_RESULT, "民主评议结果函", by=is_verifier, names=result_names)
register(AWARD_DECISION, "表彰决定", by=is_verifier, names=decision_names)

DEFAULTS = {
    CARD_NOTICE: {
        "format": "letter",
        "word": "督办",
        "body": """你单位承办的“${事项}”（${来源}），办理期限为${截止日期}。${事由}按照督办工作规则，现向你单位发出${牌单}。
${督办要求}
请于${答复期限}前在系统中填报整改情况。如有异议，由单位负责人于${申诉期限}前提出申诉。""",
    },
    APPRAISAL_RESULT: {
        "format": "letter",
        "word": "评议函",
        "body": """${届次}提案办理民主评议（${评议名称}）已经结束。从你单位答复的提案中随机抽取${抽查件数}件，收回评分表${评分份数}份。
现将结果函告如下。
一、评议结果
得分${得分}分，等次为“${等次}”，各份评分的离散度（标准差）为${离散度}。${各项得分}
二、评议意见
${评议意见}
三、整改要求
${整改清单}""",
    },
    AWARD_DECISION: {
        "format": "document",
        "word": "政协发",
        "body": """${决定内容}
经评选、公示，${审定会议}审定，决定对下列${数量}${量词}${类别}予以表彰：
${名单}""",
    },
}
