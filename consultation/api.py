"""The endpoints of annual plans and their items."""

from django.db.models import OuterRef
from django.urls import path
from rest_framework.response import Response

from consultation import actions
from consultation.filters import PlanFilter, PlanItemFilter
from consultation.forms import ITEM_FORMS, PLAN_FORMS, RemoveItemForm
from consultation.models import AnnualPlan, ItemPerson, ItemUnit, OfficeOpinion, PlanAmendment, PlanIssuer, PlanItem
from feedback.models import Assignment
from organizations.endpoints import ListEndpoint, plain
from organizations.inputs import checked, complete
from organizations.models import Meeting
from organizations.schema import Operation
from organizations.shapes import Many, Shape, Texts
from workflow.api import IF_MATCH, ONCE, ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, once

PLANS, ITEMS = "年度计划", "计划事项"
PLAN_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code year title document_number state version approved_by approved_on issued_on
    evaluated_on amendment is_history created_at
"""
ITEM_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code plan=plan__public_id plan_year=plan__year kind section number title form
    is_supervisory time_text precision window_start window_end state version held_on
"""
UNITS = ItemUnit.objects.filter(item=OuterRef("pk")).order_by("order", "pk")
PLAN_ROWS = Shape(
    AnnualPlan,
    PLAN_COLUMNS,
    issuers=Texts(PlanIssuer.objects.filter(plan=OuterRef("pk")).order_by("order"), "name"),
)
PLAN = Shape(
    AnnualPlan,
    PLAN_COLUMNS + "addressees attendance evaluation adopted_at=adopted_at__public_id",
    issuers=Many(PlanIssuer.objects.filter(plan=OuterRef("pk")).order_by("order"), "name unit=unit__public_id"),
    opinions=Many(
        OfficeOpinion.objects.filter(plan=OuterRef("pk")).order_by("on", "pk"),
        "office=office__public_id office_name=office__name agrees text on entered_by=by__name",
    ),
    amendments=Many(
        PlanAmendment.objects.filter(plan=OuterRef("pk")).order_by("number"), "number on reason approved_by changes entered_by=by__name"
    ),
    items=Many(
        PlanItem.objects.filter(plan=OuterRef("pk")).order_by("order", "pk"),
        "id=public_id kind section number title form time_text precision window_start window_end state",
    ),
)
DUTIES = Shape(Assignment, "id=public_id unit=unit__public_id unit_name role state due_on")
ITEM_ROWS = Shape(PlanItem, ITEM_COLUMNS, units=Texts(UNITS, "name"))
ITEM = Shape(
    PlanItem,
    ITEM_COLUMNS + "contents notes attendance contact=contact__public_id contact_name=contact__name created_at",
    units=Many(UNITS, "name role unit=unit__public_id lead_assumed"),
    meetings=Many(
        Meeting.objects.filter(plan_items=OuterRef("pk")).order_by("held_on", "pk"),
        "id=public_id body term=term__number number held_on place",
    ),
    people=Many(
        ItemPerson.objects.filter(item=OuterRef("pk")).order_by("pk"), "id=person__public_id name=person__name title=person__title capacity"
    ),
)


class PlanList(ListEndpoint):
    tag, label, shape, filters = PLANS, "年度计划列表", PLAN_ROWS, PlanFilter


class OfPlan(MovedEndpoint):
    tag, base, flow, forms = PLANS, "plans", actions.FLOW, PLAN_FORMS


class PlanDetail(OfPlan, MovedDetail):
    label, shape = "一份年度计划，连同事项、会商意见和历次调整", PLAN


class PlanAct(OfPlan, ActEndpoint):
    pass


class PlanHistory(HistoryEndpoint):
    tag, label, model = PLANS, "一份年度计划的办理过程", AnnualPlan


class ItemList(ListEndpoint):
    tag, label, shape, filters = ITEMS, "计划事项列表", ITEM_ROWS, PlanItemFilter


class OfItem(MovedEndpoint):
    tag, base, flow, forms, related = ITEMS, "plan-items", actions.ITEM_FLOW, ITEM_FORMS, ("plan__jurisdiction", "jurisdiction")


class ItemDetail(OfItem, MovedDetail):
    label, shape = "一个计划事项，连同您能看到的交办件", ITEM
    more = {"assignments": {"type": "array", "items": DUTIES.document}}

    def extend(self, row, obj):
        seen = Assignment.objects.visible_to(self.request.user).filter(item_unit__item=obj)
        row["assignments"] = plain(DUTIES.rows(seen.order_by("item_unit__order", "pk")))

    def delete(self, request, public_id):
        """Take the item out of a plan being drafted; 204."""
        self.query()
        return once(request, lambda: self.remove(request, public_id))

    def remove(self, request, public_id):
        form = complete(RemoveItemForm(obj=self.find(public_id), by=request.user), request)
        form.run()
        checked(form)
        return Response(None, status=204)

    def operation(self, method):
        if method == "GET":
            return super().operation(method)
        return Operation("从拟定中的计划删除事项", {204: None}, [ONCE, IF_MATCH], refusals=(400, 401, 403, 404, 409, 412, 422))


class ItemAct(OfItem, ActEndpoint):
    pass


class ItemHistory(HistoryEndpoint):
    tag, label, model = ITEMS, "一个计划事项的办理过程", PlanItem


urlpatterns = [
    path("plans/", PlanList.as_view()),
    path("plans/<uuid:public_id>/", PlanDetail.as_view()),
    path("plans/<uuid:public_id>/history/", PlanHistory.as_view()),
    *(path(f"plans/<uuid:public_id>/act/{name}/", PlanAct.as_view(move=name)) for name in PLAN_FORMS),
    path("plan-items/", ItemList.as_view()),
    path("plan-items/<uuid:public_id>/", ItemDetail.as_view()),
    path("plan-items/<uuid:public_id>/history/", ItemHistory.as_view()),
    *(path(f"plan-items/<uuid:public_id>/act/{name}/", ItemAct.as_view(move=name)) for name in ITEM_FORMS),
]
