"""The lists of supervision as tables."""

from supervision.scoring import cell, shown
from supervision.statistics import DIMENSIONS
from tables import Column, Table, as_of

DUTY_COLUMNS = (
    Column("kind", "类别", 10),
    Column("subject", "事项", 40),
    Column("unit", "承办单位", 16),
    Column("whom", "由谁办", 18),
    Column("due_on", "截止日期", 12, "date"),
    Column("left", "剩余", 12),
    Column("light", "亮灯", 8),
)
REMINDER_COLUMNS = (
    Column("on", "提醒日期", 12, "date"),
    Column("person", "收件人", 10),
    Column("unit", "承办单位", 16),
    Column("kind", "类别", 10),
    Column("subject", "事项", 36),
    Column("due_on", "截止日期", 12, "date"),
    Column("occasion", "时点", 12),
    Column("text", "催办内容或暂缓理由", 24),
    Column("by", "催办人或暂缓人", 12),
)
CARD_COLUMNS = (
    Column("number", "编号", 16),
    Column("colour", "种类", 12),
    Column("unit", "承办单位", 16),
    Column("subject", "事项", 36),
    Column("reason", "事由", 30),
    Column("issued_on", "发出日期", 12, "date"),
    Column("due_on", "答复期限", 12, "date"),
    Column("state", "状态", 10),
    Column("answer", "整改情况", 30),
    Column("points", "扣分", 8, "number"),
)
KEY_COLUMNS = (
    Column("session", "届次", 12),
    Column("case_no", "案号", 8),
    Column("title", "案由", 40),
    Column("state", "状态", 10),
    Column("mode", "督办方式", 16),
    Column("lead", "领衔领导和督办部门", 18),
    Column("plan_item", "计划事项", 24),
    Column("approved", "批准会议", 20),
    Column("approved_on", "批准日期", 12, "date"),
    Column("former", "转自", 12),
    Column("activities", "督办活动", 9, "number"),
    Column("tasks", "任务", 8, "number"),
    Column("done", "已完成任务", 10, "number"),
    Column("report", "督办报告", 40),
)
TASK_COLUMNS = (
    Column("case_no", "案号", 8),
    Column("title", "重点提案", 36),
    Column("unit", "责任单位", 16),
    Column("text", "任务", 40),
    Column("due_on", "完成期限", 12, "date"),
    Column("state", "状态", 10),
    Column("report", "完成情况", 40),
    Column("done_on", "完成日期", 12, "date"),
)
CASE_COLUMNS = (
    Column("campaign", "督查", 24),
    Column("case_no", "案号", 8),
    Column("title", "案由", 40),
    Column("unit", "承办单位", 16),
    Column("result_class", "原分类", 8),
    Column("state", "状态", 10),
    Column("verdict", "核查结论", 10),
    Column("finding", "核查情况", 40),
    Column("checked_on", "核查日期", 12, "date"),
    Column("measure", "整改要求", 30),
    Column("due_on", "整改期限", 12, "date"),
    Column("class_demanded", "应改为", 8),
    Column("report", "整改情况", 40),
    Column("class_after", "现分类", 8),
    Column("settled_on", "核结日期", 12, "date"),
)
GRID_COLUMNS = (
    Column("name", "名称", 20),
    Column("total", "交办", 8, "number"),
    Column("in_time", "按期答复", 10, "number"),
    Column("late", "逾期答复", 10, "number"),
    Column("open", "在办未到期", 11, "number"),
    Column("overdue", "在办已逾期", 11, "number"),
    Column("share", "按期率", 8),
)


def duty_table(found):
    """The board (a list of `Lit`) as a table."""
    return Table("督办事项", DUTY_COLUMNS, map(_duty, found), as_of())


def _duty(each):
    duty = each.duty
    facts = {"kind": duty.label, "subject": duty.subject, "unit": duty.unit_name, "due_on": duty.due_on}
    return facts | {"whom": each.whom, "left": each.left, "light": each.words}


def reminder_table(reminders):
    """Reminders (a queryset) as a table."""
    rows = reminders.select_related("person", "unit", "by").order_by("-pk")
    return Table("提醒和催办台账", REMINDER_COLUMNS, map(_reminder, rows.iterator(2000)), as_of())


def _reminder(row):
    return {
        "on": row.on,
        "person": row.person.name,
        "unit": row.unit.name if row.unit else "",
        "kind": row.get_kind_display(),
        "subject": row.subject,
        "due_on": row.due_on,
        "occasion": f"暂缓（{row.occasion}）" if row.is_held else row.occasion,
        "text": row.text,
        "by": row.by.name if row.by else "",
    }


def card_table(cards):
    """Cards and slips (a queryset) as a table."""
    rows = cards.select_related("assignment", "unit").order_by("-pk")
    return Table("督办牌单", CARD_COLUMNS, map(_card, rows.iterator(2000)), as_of())


def _card(row):
    facts = {name: getattr(row, name) for name in ("number", "reason", "issued_on", "due_on", "answer", "points")}
    named = {"colour": row.get_colour_display(), "state": row.get_state_display()}
    return facts | named | {"unit": row.assignment.unit_name, "subject": row.assignment.subject}


def grid_table(session, dimension, rows):
    """One grid of the workbench as a table."""
    return Table(f"{session}按期答复情况（按{DIMENSIONS[dimension]}）", GRID_COLUMNS, map(_timing, rows), as_of())


def _timing(row):
    facts = {name: getattr(row, name) for name in ("name", "total", "in_time", "late", "open", "overdue")}
    return facts | {"share": "" if row.share is None else f"{row.share}%"}


def key_table(keys):
    """Key proposals (a queryset) as a table."""
    related = ("proposal", "session__term", "leader", "committee", "plan_item", "meeting__term", "former__session__term")
    rows = keys.with_progress().select_related(*related).order_by("-pk")
    return Table("重点提案", KEY_COLUMNS, map(_key, rows.iterator(2000)), as_of())


def _key(row):
    facts = {name: getattr(row, name) for name in ("approved_on", "activities_count", "tasks_count", "done_count", "report", "lead")}
    facts |= {name: facts.pop(f"{name}_count") for name in ("activities", "tasks", "done")}
    return facts | {
        "session": row.session.short_name,
        "case_no": row.proposal.case_no,
        "title": row.proposal.title,
        "state": row.get_state_display(),
        "mode": row.mode_name,
        "plan_item": row.plan_item.title if row.plan_item else "",
        "approved": str(row.meeting) if row.meeting else "",
        "former": row.former.session.short_name if row.former else "",
    }


def task_table(tasks):
    """Tasks of key proposals (a queryset) as a table."""
    rows = tasks.select_related("key__proposal").order_by("-pk")
    return Table("重点提案任务", TASK_COLUMNS, map(_task, rows.iterator(2000)), as_of())


def _task(row):
    facts = {name: getattr(row, name) for name in ("text", "due_on", "report", "done_on")}
    case = row.key.proposal
    return facts | {"case_no": case.case_no, "title": case.title, "unit": row.unit_name, "state": row.get_state_display()}


def case_table(cases):
    """The cases of campaigns (a queryset) as a table."""
    rows = cases.select_related("campaign", "handling__proposal").order_by("-pk")
    return Table("督查的提案", CASE_COLUMNS, map(_case, rows.iterator(2000)), as_of())


def _case(row):
    same = ("result_class", "finding", "checked_on", "measure", "due_on", "class_demanded", "report", "class_after", "settled_on")
    proposal = row.handling.proposal
    named = {"campaign": row.campaign.title, "case_no": proposal.case_no, "title": proposal.title, "unit": row.unit_name}
    return {name: getattr(row, name) for name in same} | named | {"state": row.get_state_display(), "verdict": row.get_verdict_display()}


def score_table(session, found, rules):
    """The scores of a session ([Score]) as a table, a column for each term."""
    terms = [Column(f"t{number}", term[1], 12) for number, term in enumerate(rules.terms)]
    columns = [Column("rank", "名次", 8, "number"), Column("unit", "承办单位", 18), Column("cases", "提案", 8, "number"), *terms]
    rows = [_score(rank, each) for rank, each in enumerate(found, 1)]
    return Table(f"{session}提案办理年终考核", (*columns, Column("total", "得分", 10)), rows, as_of())


def _score(rank, score):
    points = {f"t{number}": shown(part.points) for number, part in enumerate(score.parts)}
    return {"rank": rank, "unit": score.name, "cases": len(score.cases), "total": shown(score.total)} | points


def score_case_table(session, score, rules):
    """The cases of one unit's score as a table, a column for the figure of each term."""
    terms = [Column(f"t{number}", term[1], 12) for number, term in enumerate(rules.terms)]
    columns = (Column("case_no", "案号", 8), Column("title", "案由", 40), Column("letter", "结果分类", 10), *terms)
    rows = [
        {"case_no": each.case_no, "title": each.title, "letter": each.letter}
        | {f"t{number}": cell(each, term) for number, term in enumerate(rules.terms)}
        for each in score.cases
    ]
    return Table(f"{session}{score.name}年终考核（{shown(score.total)} 分）", columns, rows, as_of())
