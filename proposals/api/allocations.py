"""The endpoints of allocations 分办意见."""

from django.db.models import OuterRef
from django.urls import path

from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint
from organizations.models import Unit
from organizations.pages import own
from organizations.shapes import Shape, Texts
from proposals import actions
from proposals.forms import ALLOCATION_FORMS, NewAllocationForm
from proposals.models import Allocation, AllocationRow
from proposals.models.allocations import WATCHERS
from proposals.permissions import COORDINATORS
from workflow.api import ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, moved, once
from workflow.models import Event

ALLOCATIONS = "提案分办"
ALLOCATION_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code session=session__number term=session__term__number title state version opinions_until
    consulted_on assigned_on number
"""
OTHERS = AllocationRow.others.through.objects


class AllocationList(ListEndpoint):
    tag, label, shape = ALLOCATIONS, "分办意见列表", Shape(Allocation, ALLOCATION_COLUMNS)


class Allocations(Adding, AllocationList):
    form, keepers, add_label = NewAllocationForm, COORDINATORS, "拟定一份分办意见，收入待交办提案"
    made = {"id": ("public_id", UUID), "state": ("state", {"type": "string"}), "version": ("version", {"type": "integer"})}


class OfAllocation(MovedEndpoint):
    tag, base, flow, forms = ALLOCATIONS, "allocations", actions.ALLOCATION_FLOW, ALLOCATION_FORMS
    related = ("session__term__jurisdiction", "session__ruleset", "jurisdiction")


class AllocationDetail(OfAllocation, MovedDetail):
    label = "一份分办意见"
    shape = Shape(Allocation, ALLOCATION_COLUMNS)


class AllocationAct(OfAllocation, ActEndpoint):
    pass


class AllocationRows(ListEndpoint):
    tag, label = ALLOCATIONS, "一份分办意见里的提案，只含与本人有关的"
    shape = Shape(
        AllocationRow,
        "id=public_id proposal=proposal__public_id case_no=proposal__case_no title=proposal__title track mode first=first__public_id basis",
        others=Texts(Unit.objects.filter(pk__in=OTHERS.filter(allocationrow=OuterRef("pk")).values("unit")).order_by("pk"), "name"),
    )

    def queryset(self):
        allocation = own(Allocation.objects, self.request.user, self.kwargs["public_id"])
        return super().queryset().filter(allocation=allocation)


class AllocationHistory(HistoryEndpoint):
    tag, label, model = ALLOCATIONS, "一份分办意见的办理记录，给交办、领导和审计人员", Allocation

    def events(self, subject):
        """The trail, for those who assign, lead or audit; empty for the units that are named."""
        seen = self.request.user.access.holds(subject.jurisdiction_id, *WATCHERS)
        return super().events(subject) if seen else Event.objects.none()


urlpatterns = [
    *moved("allocations", Allocations, AllocationDetail, AllocationAct, ALLOCATION_FORMS, once=once),
    path("allocations/<uuid:public_id>/rows/", AllocationRows.as_view()),
    path("allocations/<uuid:public_id>/history/", AllocationHistory.as_view()),
]
