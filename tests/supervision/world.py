"""A place with running cases at their deadlines."""

from datetime import timedelta

from feedback.models import Assignment
from organizations.models import Role
from proposals.models import Handling
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
