"""The endpoints of plan items."""

from rest_framework.response import Response

from consultation import actions, importing_lists
from consultation.api.shapes import DUTIES, ITEM, ITEM_ROWS, ITEMS
from consultation.filters import PlanItemFilter
from consultation.forms import ITEM_FORMS, RemoveItemForm
from consultation.history import seen_history
from consultation.models import PlanItem
from consultation.permissions import is_secretary, sees_phones
from consultation.tables import item_list_table
from documents.api import OwnedFiles
from feedback.models import Assignment
from organizations.endpoints import ListEndpoint, plain
from organizations.exports import Export, Import
from organizations.inputs import checked, complete
from organizations.models import Role
from organizations.schema import Operation
from workflow.api import IF_MATCH, ONCE, ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, once
from workflow.refusals import Forbidden


class ItemList(ListEndpoint):
    tag, label, shape, filters = ITEMS, "计划事项列表", ITEM_ROWS, PlanItemFilter


class OfItem(MovedEndpoint):
    tag, base, flow, forms, related = ITEMS, "plan-items", actions.ITEM_FLOW, ITEM_FORMS, ("plan__jurisdiction", "jurisdiction")


class ItemDetail(OfItem, MovedDetail):
    label, shape = "一个计划事项，连同您能看到的交办件", ITEM
    more = {"assignments": {"type": "array", "items": DUTIES.document}}

    def extend(self, row, obj):
        if not sees_phones(self.request.user, obj):
            row["contacts"] = [{"unit": each.unit_name, "name": each.name, "phone": ""} for each in obj.contacts.all()]
        seen = Assignment.objects.visible_to(self.request.user).filter(item_unit__item=obj)
        row["assignments"] = plain(DUTIES.rows(seen.order_by("item_unit__order", "pk")))

    def delete(self, request, public_id):
        """Take the item out of a plan being drafted; 204."""
        self.query()
        return once(request, lambda: self.remove(request, public_id))

    def remove(self, request, public_id):
        item = self.find(public_id)
        if not is_secretary(request.user, item):
            raise Forbidden("您没有权限修改这份计划。")
        form = complete(RemoveItemForm(obj=item, by=request.user), request)
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

    def events(self, subject):
        return seen_history(subject, self.request.user)


class ItemExport(Export):
    tag, label, shape, filters, table = ITEMS, "计划事项表", ITEM_ROWS, PlanItemFilter, item_list_table


class ItemImport(Import):
    tag, label, once = ITEMS, "从 XLSX 或 CSV 导入各计划的事项：先试算，再应用", staticmethod(once)

    def may(self, person):
        return bool(person.access.where(Role.SECRETARY))

    def take(self, data, name, apply):
        plan = importing_lists.check(data, name, by=self.request.user)
        return importing_lists.apply(plan, by=self.request.user) if apply else plan


class ItemFiles(OwnedFiles):
    label, model, may = "一个计划事项的材料", PlanItem, is_secretary
