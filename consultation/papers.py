"""The official papers this room prints, with the text used where a jurisdiction has no template of its own."""

from consultation.rules import rules_today
from documents.kinds import register
from feedback.permissions import is_secretary

PLAN_NOTICE = "plan_notice"
AMENDMENT_NOTICE = "amendment_notice"
AMENDMENT_NAMES = ("调整理由", "调整批准", "调整次数", "调整项数")


def plan_names(place):
    """What the notice of a plan may name in a place, as `consultation.letters.values_of` fills it."""
    return ("年度", "标题", "类别", "事项数", "各类数", "批准机关", *(f"{name}数" for _, name in rules_today(place).kinds))


def amendment_names(place):
    return (*plan_names(place), *AMENDMENT_NAMES)


register(PLAN_NOTICE, "计划印发通知", by=is_secretary, names=plan_names)
register(AMENDMENT_NOTICE, "计划调整通知", by=is_secretary, names=amendment_names)

DEFAULTS = {
    PLAN_NOTICE: {
        "format": "document",
        "addressees": "各有关单位",
        "body": """${年度}年度重点${类别}计划已经批准，共${事项数}项。现将计划安排印发给你们，并就有关事项通知如下。
一、明确责任。各责任单位主要负责人为第一责任人，请于收到本通知后确定分管负责人、承办处室和经办人，并在系统中填报。
二、制定方案。各责任单位应当按期报送工作方案，写明目标、任务、时限和联系人，并与政协承办部门做好衔接。
三、做好保障。各责任单位应当按要求准备材料，协助开展调研，按时派负责同志参加活动。
四、反馈落实。对政协提出的意见建议，应当认真研究办理，并以书面函复、上门走访或者会议通报等方式反馈采纳、落实情况。""",
    },
    AMENDMENT_NOTICE: {
        "format": "document",
        "addressees": "各有关单位",
        "body": """经${调整批准}批准，现对${年度}年度协商计划作第${调整次数}次调整，涉及${调整项数}处。调整理由：${调整理由}
调整内容见附件。未作调整的事项仍按原计划执行。""",
    },
}
