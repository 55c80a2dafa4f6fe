"""Annual plans."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from consultation import actions
from consultation.actions.items import DRAFT_STATES
from consultation.drafts import PlanDraft
from consultation.forms import PLAN_FORMS, NewPlanForm
from consultation.models import AnnualPlan, ItemUnit, OfficeOpinion, PlanAmendment, PlanIssuer, PlanItem
from consultation.permissions import is_secretary
from consultation.statistics import reaches_nobody
from documents.models import Paper
from organizations.admin.acting import Act, address
from organizations.admin.base import ReadOnlyInline
from organizations.admin.filters import own, own_values
from organizations.models import Jurisdiction
from organizations.permissions import SECRETARIES
from workflow.admin.moved import MovedAdmin
from workflow.forms import ActForm

READER = "consultation:plan-read"
GAPS = {
    "undated": ("未定时间", Q(items__precision="none")),
    "formless": ("未写方式", Q(items__kind="consultation", items__form="")),
}


class PlanForm(NewPlanForm, ActForm):
    """A new plan typed by hand, for one of the places where the person is secretary."""

    intro = "也可以由印发的通知原文生成：点页面上方的“读取通知原文”。"
    jurisdiction = forms.ModelChoiceField(label="地区", queryset=Jurisdiction.objects.none())
    field_order = ("jurisdiction", "year", "title", "issuers")

    def prepare(self):
        places = Jurisdiction.objects.filter(pk__in=self.by.access.where(*SECRETARIES))
        self.fields["jurisdiction"].queryset = places
        if len(places) == 1:
            self.initial["jurisdiction"] = places[0]

    def act(self, version, jurisdiction, issuers, **fields):
        return actions.create_plan(jurisdiction, PlanDraft(issuers=tuple(issuers), **fields), by=self.by)


class ItemInline(ReadOnlyInline):
    model = PlanItem
    fields = readonly_fields = ("kind_name", "number", "link", "unit_names", "form", "time_text", "state")
    verbose_name_plural = "事项"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("units")

    @admin.display(description="题目")
    def link(self, item):
        return format_html('<a href="{}">{}</a>', address("admin:consultation_planitem_change", item.pk), item.title)

    @admin.display(description="单位")
    def unit_names(self, item):
        return "、".join(row.name for row in item.units.all()) or "（未定）"


class IssuerInline(ReadOnlyInline):
    model = PlanIssuer
    fields = ("order", "name", "unit")


class OpinionInline(ReadOnlyInline):
    model = OfficeOpinion
    fields = ("office", "agrees", "text", "on", "by")


class AmendmentInline(ReadOnlyInline):
    model = PlanAmendment
    fields = readonly_fields = ("number", "on", "reason", "approved_by", "what", "by")

    @admin.display(description="变化")
    def what(self, amendment):
        return "；".join(f"{change['item']} {change['what']}" for change in amendment.changes)


@admin.register(AnnualPlan)
class AnnualPlanAdmin(MovedAdmin):
    rank = 1
    flow, forms = actions.FLOW, PLAN_FORMS
    bulk = ("consult", "report", "send_back", "approve", "issue", "evaluate")
    view_page = "consultation:plan-detail"
    list_display = ("year", "title", "state", "item_count", "gaps", "issued_on", "document_number", "jurisdiction")
    list_display_links = ("year", "title")
    list_filter = ("state", own_values("year"), "is_history", own("jurisdiction"))
    list_select_related = ("jurisdiction",)
    search_fields = ("title", "document_number", "year")
    inlines = (ItemInline, IssuerInline, OpinionInline, AmendmentInline)
    facts = (
        *(
            "year",
            "title",
            "state",
            "document_number",
            "gaps",
            "addressees",
            "session",
            "adopted_at",
            "attendance",
            "reported_on",
            "approved_by",
            "approved_on",
        ),
        *("issued_on", "evaluated_on", "evaluation", "adoption_told_on", "adoption_told_at", "adoption_told_by"),
        *("amendment", "is_history", "jurisdiction", "version", "created_at"),
    )
    fieldsets = ((None, {"fields": facts}), ("通知原文", {"classes": ("collapse",), "fields": ("source_text",)}))

    def get_queryset(self, request):
        counts = {name: Count("items", filter=condition) for name, (_, condition) in GAPS.items()}
        unitless = PlanItem.objects.filter(plan=OuterRef("pk")).exclude(Exists(ItemUnit.objects.filter(item=OuterRef("pk"))))
        unreached = PlanItem.objects.filter(reaches_nobody(), plan=OuterRef("pk"))
        unknown = ItemUnit.objects.filter(item__plan=OuterRef("pk"), unit__isnull=True)
        rows = super().get_queryset(request).annotate(item_count=Count("items"), **counts)
        return rows.annotate(unitless=Exists(unitless), unknown=Exists(unknown), unreached=Exists(unreached))

    @admin.display(description="事项数", ordering="item_count")
    def item_count(self, plan):
        return plan.item_count

    @admin.display(description="待补")
    def gaps(self, plan):
        """What the plan leaves open, each with its number."""
        found = [f"{label} {getattr(plan, name)}" for name, (label, _) in GAPS.items() if getattr(plan, name)]
        found += ["有事项无单位"] if plan.unitless else []
        found += ["有单位未对应名录"] if plan.unknown else []
        found += ["有事项的群体未指明单位"] if plan.unreached else []
        return "、".join(found) or "无"

    def has_add_permission(self, request):
        return self.holds(request, SECRETARIES)

    def add_view(self, request, form_url="", extra_context=None):
        """By hand here, or by the notice reader, to which the page leads first."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        data = {"data": request.POST} if request.method == "POST" else {}
        form = PlanForm(**data, obj=None, by=request.user)
        if data:
            done, plan = form.try_run()
            if done:
                self.message_user(request, f"已建立“{plan}”，请录入事项。", messages.SUCCESS)
                return HttpResponseRedirect(self.change_url(plan))
        status = 200 if not form.errors else 409 if form.non_field_errors() else 400
        return self.form_page(request, form, "新建年度计划", status=status, template="admin/new_plan.html", reader=address(READER))

    def changelist_view(self, request, extra_context=None):
        links = [("读取通知原文", address(READER))] if self.has_add_permission(request) else []
        return super().changelist_view(request, {"list_links": [link for link in links if link[1]]} | (extra_context or {}))

    def acts(self, request, obj):
        """The moves, and what drafting needs besides."""
        if obj.state not in DRAFT_STATES or not is_secretary(request.user, obj):
            return super().acts(request, obj)
        add = reverse("admin:consultation_planitem_add")
        return [Act("add_item", "录入事项", url=f"{add}?plan={obj.pk}"), *super().acts(request, obj)]

    def links(self, request, obj):
        """The papers, newest first; those of a kind without a number are counted."""
        papers = list(Paper.objects.of(obj))
        links = []
        for place, paper in enumerate(papers):
            rest = sum(other.kind == paper.kind for other in papers[place:])
            name = f"{paper.get_kind_display()} {paper.number or rest}"
            links += [(f"{name} {form.upper()}", address(f"documents:paper-{form}", paper.public_id)) for form in ("pdf", "docx")]
        return links
