"""Plan items."""

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone

from consultation import actions
from consultation.actions.items import DRAFT_STATES
from consultation.forms import ITEM_FORMS, AddItemForm, RemoveItemForm
from consultation.models import AnnualPlan, ItemContact, ItemPerson, ItemUnit, PlanItem
from consultation.permissions import is_secretary
from consultation.rules import kinds_and_forms
from consultation.statistics import reaches_nobody
from organizations.admin.acting import Act, address
from organizations.admin.base import ReadOnlyInline
from organizations.admin.filters import own, own_values
from organizations.models import Unit
from organizations.permissions import SECRETARIES
from workflow.admin.moved import MovedAdmin

REMOVE = "remove"


class ItemGapFilter(SimpleListFilter):
    """Items with something left open, or late."""

    title = "需要关注"
    parameter_name = "gap"

    def lookups(self, request, model_admin):
        gaps = {
            "undated": "未定时间",
            "unitless": "无单位",
            "unknown": "单位未对应名录",
            "formless": "未写方式",
            "unreached": "群体未指明单位",
            "overdue": "已超期",
        }
        return list(gaps.items())

    def queryset(self, request, queryset):
        units = ItemUnit.objects.filter(item=OuterRef("pk"))
        match self.value():
            case "undated":
                return queryset.undated()
            case "unitless":
                return queryset.exclude(Exists(units))
            case "unknown":
                return queryset.filter(Exists(units.filter(unit__isnull=True)))
            case "formless":
                return queryset.filter(form="")
            case "unreached":
                return queryset.filter(reaches_nobody())
            case "overdue":
                return queryset.overdue(timezone.localdate())
        return queryset


class UnitFilter(SimpleListFilter):
    """Items of one unit, among the units that have any."""

    title = "单位"
    parameter_name = "unit"
    template = "admin/folded_filter.html"

    def lookups(self, request, model_admin):
        named = ItemUnit.reached.filter(item__in=model_admin.get_queryset(request).order_by().values("pk"))
        return list(Unit.objects.filter(pk__in=named.values("unit")).values_list("pk", "name"))

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        if chosen.isdecimal() and len(chosen) < 19:
            return queryset.filter(pk__in=ItemUnit.reached.filter(unit=int(chosen)).values("item"))
        return queryset


class KindFilter(SimpleListFilter):
    """Items of one kind, among the kinds of the places one sees."""

    title = "类别"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return kinds_and_forms(request.user.access)[0]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() in dict(self.lookup_choices) else queryset


class FormFilter(SimpleListFilter):
    """Items of one form, among the forms in use."""

    title = "方式"
    parameter_name = "way"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).exclude(form="").order_by("form").values_list("form", flat=True).distinct()
        return [(form, form) for form in rows]

    def queryset(self, request, queryset):
        return queryset.filter(form=self.value()) if self.value() in dict(self.lookup_choices) else queryset


class UnitInline(ReadOnlyInline):
    model = ItemUnit
    fields = ("order", "role", "name", "unit", "group", "lead_assumed", "assignment")
    readonly_fields = fields

    def get_queryset(self, request):
        return ItemUnit.reached.select_related("unit", "group", "assignment")


class PersonInline(ReadOnlyInline):
    model = ItemPerson
    fields = ("person", "capacity")


class ContactInline(ReadOnlyInline):
    model = ItemContact
    fields = ("unit_name", "name", "phone")


@admin.register(PlanItem)
class PlanItemAdmin(MovedAdmin):
    rank = 2
    flow, forms = actions.ITEM_FLOW, ITEM_FORMS
    bulk = ("confirm_work_plans", "notify", "send_materials", "start", "hold", "conclude", "postpone", "cancel")
    view_page = "consultation:item-detail"
    list_display = ("number", "kind_name", "title", "unit_names", "form", "time", "is_supervisory", "state", "year")
    list_display_links = ("number", "title")
    list_filter = (
        *(own_values("plan__year"), KindFilter, "state", ItemGapFilter, "is_supervisory", FormFilter, UnitFilter),
        own("jurisdiction"),
    )
    list_select_related = ("plan",)
    search_fields = ("title", "contents", "notes", "units__name")
    inlines = (UnitInline, PersonInline, ContactInline)
    fields = (
        *("plan", "kind_name", "section", "number", "title", "contents", "notes", "form", "is_supervisory", "time_text", "precision"),
        *("window_start", "window_end", "attendance", "contact", "meeting_names", "notified_on", "materials_on", "state", "held_on"),
        *("jurisdiction", "version"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("units")

    @admin.display(description="年度", ordering="plan__year")
    def year(self, item):
        return item.plan.year

    @admin.display(description="单位")
    def unit_names(self, item):
        return "、".join(row.name for row in item.units.all()) or "（未定）"

    @admin.display(description="时间", ordering="window_start")
    def time(self, item):
        return item.time_text or item.get_precision_display()

    @admin.display(description="在哪些会议上进行")
    def meeting_names(self, item):
        return "、".join(str(meeting) for meeting in item.meetings.select_related("term")) or "—"

    def links(self, request, obj):
        return [("打开所属计划", address("admin:consultation_annualplan_change", obj.plan_id))]

    def acts(self, request, obj):
        """The moves, and taking the item out of a draft."""
        drafting = obj.plan.state in DRAFT_STATES and is_secretary(request.user, obj)
        return [*super().acts(request, obj), *([Act(REMOVE, "删除事项")] if drafting else [])]

    def act_form(self, request, obj, name):
        if name != REMOVE:
            return super().act_form(request, obj, name)
        if not is_secretary(request.user, obj):
            raise PermissionDenied
        return "删除事项", RemoveItemForm

    def after_act(self, request, obj, name, result):
        if name != REMOVE:
            return super().after_act(request, obj, name, result)
        self.message_user(request, f"已删除：{obj}。", messages.SUCCESS)
        return HttpResponseRedirect(address("admin:consultation_annualplan_change", obj.plan_id))

    def has_add_permission(self, request):
        return self.holds(request, SECRETARIES)

    def add_view(self, request, form_url="", extra_context=None):
        """An item is added to a plan that is being drafted: first the plan is chosen, then the item typed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "plan" not in request.GET:
            drafts = self._plans(request).filter(state__in=DRAFT_STATES).order_by("-year")
            return self.form_page(request, None, "录入事项：选择计划", template="admin/choose_plan.html", plans=drafts)
        return self._add_to(request, self._plan(request, unquote(request.GET["plan"])))

    def _plans(self, request):
        return AnnualPlan.objects.visible_to(request.user).filter(jurisdiction__in=self.places(request, SECRETARIES))

    def _plan(self, request, number):
        plan = self._plans(request).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
        if plan is None:
            raise Http404
        return plan

    def _add_to(self, request, plan):
        data = {"data": request.POST} if request.method == "POST" else {}
        form = AddItemForm(**data, obj=plan, by=request.user)
        if data:
            done, item = form.try_run()
            if done:
                self.message_user(request, f"已录入：{item}。", messages.SUCCESS)
                return HttpResponseRedirect(address("admin:consultation_annualplan_change", plan.pk))
        status = 200 if not form.errors else 409 if form.non_field_errors() else 400
        return self.form_page(request, form, f"录入事项：{plan}", status=status)
