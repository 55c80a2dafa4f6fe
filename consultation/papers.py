"""The official papers this room prints."""

PLAN_NOTICE = "plan_notice"
AMENDMENT_NOTICE = "amendment_notice"
KINDS = {PLAN_NOTICE: "计划印发通知", AMENDMENT_NOTICE: "计划调整通知"}
