"""A place with running cases at their deadlines."""

from datetime import timedelta

from feedback.models import Assignment
from organizations.models import Body, Meeting, Role
from proposals.models import Handling
from supervision import actions
from tests.proposals.world import DAY, ProposalWorld
from tests.world import person

DUE = DAY + timedelta(92)  # 2026-06-02, three months after the assignment


class SupervisedWorld(ProposalWorld):
    """One case in the hands of the finance bureau, due on `DUE`."""

    def __init__(self, **names):
        super().__init__(**names)
        self.cppcc_leader = person(self.place, Role.CPPCC_LEADER)
        self.proposal, self.handling = self.under_way()

    def due(self, day, **fields):
        """The handling with another deadline."""
        Assignment.objects.filter(pk=self.handling.pk).update(due_on=day, **fields)
        return Handling.objects.get(pk=self.handling.pk)


def key_proposal(world, **fields):
    """A case of the finance bureau, approved as a key proposal that the proposal committee supervises."""
    facts = {"jurisdiction": world.place, "term": world.term, "body": Body.CHAIRPERSONS_COUNCIL}
    council, _ = Meeting.objects.get_or_create(**facts, number=21, defaults={"held_on": DAY - timedelta(1)})
    case, by = world.assigned(**fields), world.secretary
    (key,) = actions.nominate(world.session, [case.case_no], by=by, reason="事关民生", on=DAY).keys
    key = actions.circulate(key, by=by, on=DAY)
    key = actions.arrange(key, by=by, mode="committee", committee=world.committee, on=DAY)
    return actions.approve(key, by=by, meeting=council, on=DAY)


def look_back_case(world):
    """A case that was answered, in a look-back that has begun."""
    world.issued(title="关于增加社区食堂的建议")
    facts = {"kind": "look_back", "title": "提案回头看", "demands": "逐件核查", "ends_on": DAY + timedelta(20), "conditions": {}}
    campaign = actions.begin_campaign(world.session, by=world.secretary, on=DAY, **facts)
    return actions.start_campaign(campaign, by=world.secretary, on=DAY).cases.get(handling__proposal__title="关于增加社区食堂的建议")
