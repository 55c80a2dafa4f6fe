"""Every move of cases, handlings, replies and receipts for every role and state."""

import pytest

from organizations.models import Role
from proposals import actions
from tests.moves import check_rights
from tests.proposals.world import DAY

pytestmark = pytest.mark.django_db
SECRETARY, AUTHOR, UNIT, HEAD = {Role.SECRETARY}, {Role.MEMBER}, {Role.UNIT_HEAD, Role.UNIT_HANDLER}, {Role.UNIT_HEAD}
COORDINATORS = {Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR}
IN_REVIEW, RUNNING = {"submitted", "under_review"}, {"assigned", "replied", "rehandling"}
HANDED_IN = IN_REVIEW | {"filed"} | RUNNING
TAKEN = {"acknowledged", "under_way"}


@pytest.fixture
def people(world):
    known = {
        Role.SECRETARY: world.secretary,
        Role.MEMBER: world.member,
        Role.UNIT_HEAD: world.head,
        Role.UNIT_HANDLER: world.handler,
        Role.SUPERVISOR: world.supervisor,
        Role.GOVERNMENT_LEADER: world.leader,
    }
    return {role: known.get(role) or world.somebody(role) for role in Role.values}


def test_cases(world, people):
    case, proposal = world.filed(title="关于另一件事情的建议"), world.assigned()
    table = {
        "edit": ({"draft", "returned"}, None, AUTHOR),
        "submit": ({"draft", "returned"}, "submitted", AUTHOR),
        "review": (IN_REVIEW, "under_review", SECRETARY),
        "file": ({"under_review"}, "filed", SECRETARY),
        "return": (IN_REVIEW, "returned", SECRETARY),
        "undo_review": ({"under_review"}, None, SECRETARY),
        "unfile": ({"filed"}, "under_review", SECRETARY),
        "undo_return": ({"returned"}, "under_review", SECRETARY),
        "reject": ({"under_review"}, "not_filed", SECRETARY),
        "merge": (IN_REVIEW | {"filed"}, "merged", SECRETARY),
        "unmerge": ({"merged"}, "under_review", SECRETARY),
        "request_withdrawal": (HANDED_IN, None, AUTHOR),
        "withdraw": (HANDED_IN, "withdrawn", SECRETARY),
        "refuse_withdrawal": (HANDED_IN, None, SECRETARY),
        "assign": ({"filed"}, "assigned", COORDINATORS),
        "add_unit": ({"assigned", "rehandling"}, None, COORDINATORS),
        "mark_key": ({"filed"} | RUNNING, None, SECRETARY),
        "decide_publication": ({"replied", "concluded"}, None, SECRETARY),
        "change_publication": (RUNNING | {"concluded"}, None, SECRETARY),
        "relabel": (HANDED_IN | {"merged", "concluded"}, None, SECRETARY),
        "reply": ({"assigned", "rehandling"}, "replied", "driven"),
        "rehandle": ({"replied", "assigned"}, "rehandling", "driven"),
        "conclude": ({"replied"}, "concluded", "driven"),
    }
    changes = {"merge": {"merged_into": case}, "unmerge": {"merged_into": None}}
    check_rights(actions.FLOW, proposal, people, table, fields={"merged": {"merged_into": case}}, changes=changes)


def test_handlings(world, people):
    table = {
        "accept": ({"assigned"}, "acknowledged", UNIT),
        "request_return": ({"assigned"} | TAKEN, "return_requested", HEAD),
        "agree_return": ({"return_requested"}, "withdrawn", COORDINATORS),
        "coordinate": ({"return_requested"}, None, COORDINATORS),
        "refuse_return": ({"return_requested"}, "acknowledged", COORDINATORS),
        "add_contact": (TAKEN, "under_way", UNIT),
        "follow_up": ({"replied", "concluded"}, None, UNIT),
        "give_opinion": (TAKEN, "concluded", UNIT),
        "request_extension": (TAKEN, None, UNIT),
        "grant_extension": (TAKEN, None, COORDINATORS),
        "refuse_extension": (TAKEN, None, COORDINATORS),
        "draft_reply": (TAKEN, "under_way", UNIT),
        "draft_supplement": ({"concluded"}, None, UNIT),
        "release": ({"assigned", "return_requested"} | TAKEN, "withdrawn", "driven"),
        "reply": ({"under_way"}, "replied", "driven"),
        "rehandle": ({"replied"}, "under_way", "driven"),
        "conclude": ({"replied"}, "concluded", "driven"),
    }
    check_rights(actions.HANDLING_FLOW, world.assigned().handlings.get(), people, table)


def test_replies(world, people):
    reply = actions.submit_reply(world.drafted(), by=world.handler, on=DAY)
    table = {
        "edit": ({"drafting", "signing"}, "drafting", UNIT),
        "submit": ({"drafting"}, "signing", UNIT),
        "sign": ({"signing"}, None, HEAD),
        "send_back": ({"signing"}, "drafting", HEAD),
        "reroute": ({"signing"}, None, COORDINATORS),
        "issue": ({"signing"}, "issued", UNIT),
    }
    issued = {"number": "测财函〔2026〕9号", "issued_on": DAY}
    check_rights(actions.REPLY_FLOW, reply, people, table, fields={"issued": issued}, changes={"issue": issued})


def test_receipts(world, people):
    given = {"overall": "satisfied", "channel": "own"}
    table = {
        "answer": ({"waiting"}, "answered", AUTHOR),
        "record_slip": ({"waiting"}, "answered", SECRETARY),
        "make_link": ({"waiting"}, None, SECRETARY),
        "answer_by_link": ({"waiting"}, "answered", "driven"),
        "lapse": ({"waiting"}, "silent", "driven"),
    }
    receipt = world.issued().receipts.get()
    changes = dict.fromkeys(("answer", "record_slip", "answer_by_link"), given)
    check_rights(actions.RECEIPT_FLOW, receipt, people, table, fields={"answered": given}, changes=changes)
