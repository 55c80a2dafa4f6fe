"""Print the states and moves of every flow as docs/moves.md; no database is asked."""

from types import SimpleNamespace

from django.core.management.base import BaseCommand

from consultation.actions import FLOW as PLAN_FLOW
from consultation.actions import ITEM_FLOW
from feedback.actions import COMMITMENT_FLOW, WORK_PLAN_FLOW
from feedback.actions import FLOW as ASSIGNMENT_FLOW
from organizations.access import Access, Grant
from organizations.models import Role
from proposals.actions import ALLOCATION_FLOW, CALL_FLOW, EDITION_FLOW, HANDLING_FLOW, RECEIPT_FLOW, REPLY_FLOW
from proposals.actions import FLOW as PROPOSAL_FLOW
from reports.actions import MATERIAL_FLOW, REPORT_FLOW
from supervision.actions import (
    APPRAISAL_FLOW,
    AWARD_FLOW,
    CAMPAIGN_FLOW,
    CANDIDATE_FLOW,
    CARD_FLOW,
    CASE_FLOW,
    FAULT_FLOW,
    KEY_FLOW,
    OBJECTION_FLOW,
    RATED_FLOW,
    SHEET_FLOW,
    TASK_FLOW,
    VOTE_FLOW,
)

OF_PLANS = (PLAN_FLOW, ITEM_FLOW)
OF_PROPOSALS = (CALL_FLOW, EDITION_FLOW, PROPOSAL_FLOW, ALLOCATION_FLOW, HANDLING_FLOW, REPLY_FLOW, RECEIPT_FLOW)
OF_APPRAISALS = (APPRAISAL_FLOW, SHEET_FLOW, RATED_FLOW, FAULT_FLOW)
OF_AWARDS = (AWARD_FLOW, CANDIDATE_FLOW, VOTE_FLOW, OBJECTION_FLOW)
OF_SUPERVISION = (CARD_FLOW, KEY_FLOW, TASK_FLOW, CAMPAIGN_FLOW, CASE_FLOW, *OF_APPRAISALS, *OF_AWARDS)
FLOWS = (*OF_PLANS, *OF_PROPOSALS, ASSIGNMENT_FLOW, WORK_PLAN_FLOW, COMMITMENT_FLOW, *OF_SUPERVISION, REPORT_FLOW, MATERIAL_FLOW)
COLUMNS = ("操作", "代码", "从", "到", "谁办", "办理前须", "要写理由")
INTRO = """# 状态和操作

本文由 `manage.py document_moves` 从程序里的操作表生成，请勿手工修改。

- 每个操作只能从“从”一栏的状态开始；“不变”表示办完以后状态不变。
- “谁办”是在本地区（责任单位的人员：在本单位）担任该角色的人。
- “办理前须”没有满足的，系统不办理，并说明原因。
- 新建计划、在草案里增删事项、印发时交办，都不改变已有记录的状态，不在表中。"""
PLACE = 1  # the jurisdiction and the unit of an imagined person and row


class Command(BaseCommand):
    help = "Prints docs/moves.md: manage.py document_moves > docs/moves.md"
    requires_system_checks = ()

    def handle(self, *args, **options):
        self.stdout.write("\n\n".join([INTRO, *map(chapter, FLOWS)]))


def chapter(flow):
    """One flow in Markdown: its states, the first marked, and its moves."""
    field = flow.model._meta.get_field("state")
    states = dict(field.choices)
    listed = "、".join(f"{label}（`{state}`{'，最初' if state == field.default else ''}）" for state, label in states.items())
    rows = [COLUMNS, ["---"] * len(COLUMNS), *(cells(move, states) for move in flow.moves.values())]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"## {flow.model._meta.verbose_name}（`{flow.model.__name__}`）\n\n状态：{listed}。\n\n{table}"


def cells(move, states):
    """One move as the cells of a row."""
    return (
        move.label,
        f"`{move.name}`",
        "、".join(states[state] for state in move.sources),
        states[move.target] if move.target else "不变",
        who(move),
        "".join(filter(None, map(condition, (move.unfit, move.missing)))),
        "是" if move.reason else "",
    )


def who(move):
    """Who may make the move: what its `by` says of itself, or the roles it asks for; nobody makes a driven one by himself."""
    if move.driven:
        return "（随其他操作）"
    return getattr(move.by, "who", "") or "、".join(role.label for role in roles_of(move))


def roles_of(move):
    """The roles that may make the move, found by asking its `by` for one imagined person of each role."""
    row = SimpleNamespace(jurisdiction_id=PLACE, unit_id=PLACE)
    return [role for role in Role if move.by(SimpleNamespace(access=Access([Grant(role, PLACE, frozenset({PLACE}))])), row)]


def condition(function):
    """What `unfit` or `missing` asks for, in the Chinese sentence that is its docstring; "" where it asks for nothing."""
    return "" if function.__name__ == "nothing" else function.__doc__.partition("\n")[0]
