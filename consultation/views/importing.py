"""Items from a table: those of one plan, or of several from the table of all items."""

from django.urls import reverse

from consultation import importing, importing_lists
from consultation.actions.items import DRAFT_STATES
from consultation.models import AnnualPlan
from consultation.permissions import is_secretary
from consultation.views.forms import drafting_places
from consultation.views.plans import plan_crumbs
from organizations.views.importing import Import, import_page
from workflow import pages
from workflow.refusals import Forbidden, Refused

LIST_HINT = (
    "年度、类别、所在部分、序号都相同的视为同一事项。只改仍在拟定、会商的计划；已印发计划的事项请用“调整计划”。"
    "联系人、状态、举行日期不能用表格改。"
)
HINT = "类别、所在部分、序号三项都相同的视为同一事项，其余的新增。"


def plan_import(request, public_id):
    """Upload, see what would happen, confirm; into a plan that is being drafted."""
    plan = pages.own(AnnualPlan.objects.select_related("jurisdiction"), request.user, public_id)
    if not is_secretary(request.user, plan):
        raise Forbidden("您没有权限修改这份计划。")
    if plan.state not in DRAFT_STATES:
        raise Refused("计划已经报批或印发，不能再导入事项。")
    back = reverse("consultation:plan-detail", args=[plan.public_id])
    return import_page(
        request,
        Import(
            title="导入事项",
            noun="事项",
            measure="项",
            hint=HINT,
            tables=((f"{back}?format=xlsx", "导出事项表"),),
            back=back,
            check=lambda data, name: importing.check(plan, data, name),
            apply=lambda data, name: importing.apply(plan, importing.check(plan, data, name), by=request.user),
            crumbs=tuple(plan_crumbs(plan)),
        ),
    )


def list_import(request):
    """As `plan_import`, for the table of the list of all items."""
    if not drafting_places(request.user):
        raise Forbidden("只有政协秘书可以导入事项。")
    back = reverse("consultation:item-list")
    return import_page(
        request,
        Import(
            title="导入事项",
            noun="事项",
            measure="项",
            hint=LIST_HINT,
            tables=((f"{back}?format=xlsx", "导出事项表"),),
            back=back,
            check=lambda data, name: importing_lists.check(data, name, by=request.user),
            apply=lambda data, name: importing_lists.apply(importing_lists.check(data, name, by=request.user), by=request.user),
            crumbs=((reverse("consultation:plan-list"), "年度计划"), (back, "全部事项")),
        ),
    )
