"""The endpoints of annual plans."""

from dataclasses import replace

from rest_framework.response import Response

import tables
from consultation import actions
from consultation.api.drafting import ImportForm, PlanDraftForm, draft_document, item_drafts, place_for
from consultation.api.shapes import PLAN, PLAN_ROWS, PLANS
from consultation.drafts import PlanDraft
from consultation.filters import PlanFilter
from consultation.forms import PLAN_FORMS, AddItemForm
from consultation.history import seen_history
from consultation.models import AnnualPlan
from consultation.permissions import is_secretary, sees_inside
from consultation.rules import rules_of_year
from consultation.tables import item_table
from documents.api import OwnedPapers
from organizations.endpoints import ListEndpoint
from organizations.exports import FORMAT, IMPORTED, TABLES, format_of, imported
from organizations.inputs import checked, complete, filled
from organizations.models import Role
from organizations.schema import Operation
from workflow.api import ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, once, posting
from workflow.refusals import Forbidden


class PlanList(ListEndpoint):
    tag, label, shape, filters = PLANS, "年度计划列表", PLAN_ROWS, PlanFilter


CREATED = {
    "type": "object",
    "properties": {"id": {"type": "string", "format": "uuid"}, "state": {"type": "string"}, "version": {"type": "integer"}},
    "required": ["id", "state", "version"],
}


def created(row):
    """The answer on a new plan or item."""
    return Response({"id": row.public_id, "state": row.state, "version": row.version}, status=201)


class OfPlan(MovedEndpoint):
    tag, base, flow, forms = PLANS, "plans", actions.FLOW, PLAN_FORMS

    def secretarys(self, public_id):
        """The plan, for a secretary of its committee. Raises Forbidden for others who see it."""
        plan = self.find(public_id)
        if not is_secretary(self.request.user, plan):
            raise Forbidden("只有政协秘书可以修改这份计划。")
        return plan


class PlanDetail(OfPlan, MovedDetail):
    label, shape = "一份年度计划，连同事项、会商意见（只给本地区政协、三办和督查人员）和历次调整", PLAN

    def extend(self, row, obj):
        if not sees_inside(self.request.user, obj):
            row["opinions"] = []


class PlanAct(OfPlan, ActEndpoint):
    pass


class PlanHistory(HistoryEndpoint):
    tag, label, model = PLANS, "一份年度计划的办理过程", AnnualPlan

    def events(self, subject):
        return seen_history(subject, self.request.user)


class PlanCreate(PlanList):
    """The list of plans; POST stores a whole plan as a draft, or nothing."""

    def post(self, request):
        self.query()
        return once(request, lambda: self.create(request))

    def create(self, request):
        if Role.SECRETARY not in request.user.access.roles:
            raise Forbidden("只有政协秘书可以拟定协商计划。")
        data = request.data
        head = {name: data[name] for name in data if name != "items"}
        values = dict(filled(PlanDraftForm(), head).cleaned_data)
        place, is_history = place_for(request.user, values.pop("jurisdiction")), values.pop("is_history")
        items = item_drafts(data.get("items", []), values["year"], rules_of_year(place, values["year"]))
        draft = PlanDraft(items=items, **values | {"issuers": tuple(values["issuers"])})
        plan = actions.create_plan(place, draft, by=request.user, is_history=is_history)
        return created(plan)

    def operation(self, method):
        if method == "GET":
            return super().operation(method)
        made = posting("拟定一份计划，连同全部事项", {201: CREATED}, {}, media=("application/json",))
        return replace(made, bodies={"application/json": draft_document()})


class ItemCreate(OfPlan):
    """Add an item to a plan being drafted."""

    def post(self, request, public_id):
        self.query()
        return once(request, lambda: self.create(request, public_id))

    def create(self, request, public_id):
        plan = self.secretarys(public_id)
        form = complete(AddItemForm(obj=plan, by=request.user), request)
        item = form.run()
        checked(form)
        return created(item)

    def operation(self, method):
        return posting("给拟定中的计划增加一个事项", {201: CREATED}, AddItemForm.base_fields)


class PlanTable(OfPlan):
    """The items of one plan as a file: GET exports it (`?format=`), POST imports it, as a trial unless `apply` is true."""

    def get(self, request, public_id):
        kind = format_of(self.query("format"))
        plan = self.find(public_id)
        return tables.response(item_table(plan.items.order_by("order", "pk"), plan.title), kind)

    def post(self, request, public_id):
        self.query()
        return once(request, lambda: self.imported(request, public_id))

    def imported(self, request, public_id):
        form = complete(ImportForm(obj=self.secretarys(public_id), by=request.user), request)
        found = form.run()
        checked(form)
        return Response(imported(found, form.cleaned_data["apply"]))

    def operation(self, method):
        if method == "GET":
            return Operation("一份计划的事项表，可再导入", {200: TABLES}, [FORMAT], refusals=(400, 401, 404, 409))
        return posting("从 XLSX 或 CSV 导入事项：先试算，再应用", {200: IMPORTED}, ImportForm.base_fields, media=("multipart/form-data",))


class PlanPapers(OwnedPapers):
    label, model = "一份计划的公文", AnnualPlan
