"""Assignments, work plans and progress, as committee secretaries see them."""

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from documents.models import Attachment
from feedback import actions
from feedback.forms import FORMS, WORK_PLAN_FORMS
from feedback.models import Assignment, ProgressEntry, Team, WorkPlan, WorkPlanTask
from feedback.statistics import NEEDS, need, with_lateness
from organizations.admin.acting import address
from organizations.admin.base import OwnAdmin, ReadOnly, ReadOnlyInline
from organizations.admin.filters import own, own_values
from workflow.admin.moved import MovedAdmin, events_of


class GapFilter(SimpleListFilter):
    """Assignments that a secretary should look at."""

    title = "需要关注"
    parameter_name = "gap"

    def lookups(self, request, model_admin):
        return list(NEEDS.items())

    def queryset(self, request, queryset):
        return queryset.filter(need(self.value(), timezone.localdate())) if self.value() in dict(self.lookup_choices) else queryset


class TeamInline(ReadOnlyInline):
    model = Team
    fields = ("head", "deputy", "office", "handler", "phone", "starts_on", "ends_on")


class WorkPlanInline(ReadOnlyInline):
    model = WorkPlan
    fields = readonly_fields = ("link", "state", "submitted_on", "contact", "phone", "answered_on", "answer")

    @admin.display(description="第几稿")
    def link(self, plan):
        return format_html('<a href="{}">第{}稿</a>', address("admin:feedback_workplan_change", plan.pk), plan.number)


class EntryInline(ReadOnlyInline):
    model = ProgressEntry
    fields = ("on", "kind", "person_name", "text", "evidence", "corrects", "entered_by")


def file_links(*owners):
    """Links to the attachments of rows."""
    files = [(address("documents:attachment", file.public_id), file) for owner in owners for file in Attachment.objects.of(owner)]
    return format_html_join("、", '<a href="{}">{}</a>', files) or "—"


def in_lines(steps):
    """The steps of a count, one a line."""
    return format_html_join(mark_safe("<br>"), "{}", [(step,) for step in steps]) or "—"


@admin.register(Assignment)
class AssignmentAdmin(MovedAdmin):
    rank = 10
    empty = "还没有交办件。计划印发时，按事项的责任单位自动交办。"
    flow, forms, bulk = actions.FLOW, FORMS, ("conclude", "reopen", "withdraw")
    view_page = "feedback:detail"
    list_display = ("subject", "unit_name", "state", "assigned_on", "due_on", "is_late", "has_team", "source_label")
    list_filter = ("state", GapFilter, own_values("role"), own("unit"), own("jurisdiction"))
    list_select_related = ("jurisdiction",)
    search_fields = ("subject", "unit_name", "source_label")
    date_hierarchy = "due_on"
    inlines = (TeamInline, WorkPlanInline, EntryInline)
    fields = (
        *("subject", "unit", "unit_name", "role", "state", "source_label", "assigned_on"),
        *("work_plan_due_on", "work_plan_due_rule", "work_plan_steps", "work_plan_due_provisional"),
        *("due_on", "due_rule", "steps", "due_provisional", "suspended_on", "concluded_on", "is_history", "jurisdiction", "version"),
    )

    def get_queryset(self, request):
        named = Exists(Team.objects.filter(assignment=OuterRef("pk")))
        return with_lateness(super().get_queryset(request), timezone.localdate()).annotate(has_team=named)

    @admin.display(description="期限情况")
    def is_late(self, assignment):
        if not assignment.is_open or not assignment.due_on:
            return "—"
        return format_html('<span class="refused">{}</span>', "已超期") if assignment.is_late else "未到期"

    @admin.display(description="已填责任人", boolean=True)
    def has_team(self, assignment):
        return assignment.has_team

    @admin.display(description="期限计算")
    def steps(self, assignment):
        return in_lines(assignment.due_steps)

    @admin.display(description="工作方案期限计算")
    def work_plan_steps(self, assignment):
        return in_lines(assignment.work_plan_due_steps)


class TaskInline(ReadOnlyInline):
    model = WorkPlanTask
    fields = ("order", "text", "owner", "due_on")


@admin.register(WorkPlan)
class WorkPlanAdmin(MovedAdmin):
    rank = 11
    empty = "还没有工作方案。责任单位报送以后显示在这里。"
    flow, forms, bulk = actions.WORK_PLAN_FLOW, WORK_PLAN_FORMS, ("accept", "return")
    list_display = ("assignment", "number", "state", "submitted_on", "submitted_by", "answered_on")
    list_filter = ("state", own("jurisdiction"))
    list_select_related = ("assignment", "submitted_by")
    search_fields = ("assignment__subject", "assignment__unit_name", "contact")
    date_hierarchy = "submitted_on"
    inlines = (TaskInline,)
    fields = (
        *("assignment", "number", "state", "goals", "materials", "files", "contact", "phone"),
        *("submitted_by", "submitted_on", "answered_on", "answer", "version"),
    )

    @admin.display(description="附件")
    def files(self, plan):
        return file_links(plan)

    def links(self, request, obj):
        return [("打开交办件", address("admin:feedback_assignment_change", obj.assignment_id))]


@admin.register(ProgressEntry)
class ProgressEntryAdmin(ReadOnly, OwnAdmin):
    rank = 12
    list_display = ("on", "assignment", "kind", "person_name", "entered_by", "is_corrected")
    list_display_links = ("on", "assignment")
    list_filter = ("kind", own("jurisdiction"))
    list_select_related = ("assignment", "entered_by", "correction")
    search_fields = ("assignment__subject", "assignment__unit_name", "text")
    date_hierarchy = "on"
    fields = ("assignment", "on", "kind", "person_name", "text", "evidence", "files", "corrects", "entered_by", "entered_at")

    @admin.display(description="更正")
    def is_corrected(self, entry):
        return "已被更正" if hasattr(entry, "correction") else "—"

    @admin.display(description="附件")
    def files(self, entry):
        return file_links(entry)

    def links(self, request, obj):
        return [("打开交办件", address("admin:feedback_assignment_change", obj.assignment_id))]

    def trail(self, request, obj):
        return events_of(obj)
