"""Assignments, work plans, progress and the ledger 采纳落实台账, as committee secretaries see them."""

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from documents.models import Attachment
from feedback import actions
from feedback.forms import FORMS, WORK_PLAN_FORMS
from feedback.ledger_forms import COMMITMENT_FORMS, SUGGESTION_FORMS
from feedback.models import Assignment, Commitment, FeedbackRecord, ProgressEntry, Suggestion, Team, WorkPlan, WorkPlanTask
from feedback.permissions import may_report
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
    files = [(file.get_absolute_url(), file) for owner in owners for file in Attachment.objects.of(owner)]
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


class RecordInline(ReadOnlyInline):
    model = FeedbackRecord
    fields = readonly_fields = ("on", "proof", "text", "by")

    @admin.display(description="凭据")
    def proof(self, record):
        return record.proof


class PromiseInline(ReadOnlyInline):
    model = Commitment
    fields = readonly_fields = ("text", "unit", "due_on", "state", "settled_on", "evidence")


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly, OwnAdmin):
    rank = 13
    empty = "台账还没有内容。提案立案后每条建议自动成为一行，年度计划事项的建议在交办件里录入。"
    act_forms = SUGGESTION_FORMS
    view_page = "feedback:suggestion"
    list_display = ("source_label", "number", "text", "unit", "answered_on", "adoption", "implementation", "told_on")
    list_display_links = ("source_label", "text")
    list_filter = ("source", "adoption", "implementation", own("unit"), own("jurisdiction"))
    list_select_related = ("unit",)
    search_fields = ("text", "source_label")
    inlines = (RecordInline, PromiseInline)
    fields = (
        *("source", "source_label", "assignment", "number", "text", "raised_on", "unit", "answered_on", "adoption", "adoption_on"),
        *("measure", "implementation", "implementation_on", "evidence", "told_on", "next_review_on", "jurisdiction"),
    )

    def may_act(self, request, obj, name):
        return may_report(request.user, obj)

    def acts(self, request, obj):
        offered = actions.reports_on(obj)
        return [act for act in super().acts(request, obj) if act.name in offered]

    def after_act(self, request, obj, name, result):
        """A removed row has no page any more."""
        if name != "remove":
            return super().after_act(request, obj, name, result)
        self.message_user(request, "已删除这条建议。", messages.SUCCESS)
        return HttpResponseRedirect(self.list_url())

    def trail(self, request, obj):
        return events_of(obj)


@admin.register(Commitment)
class CommitmentAdmin(MovedAdmin):
    rank = 14
    empty = "还没有承诺。答复里的承诺经确认以后显示在这里。"
    flow, forms, bulk = actions.COMMITMENT_FLOW, COMMITMENT_FORMS, ("keep", "break")
    list_display = ("text", "suggestion", "unit", "due_on", "state", "settled_on")
    list_filter = ("state", own("unit"), own("jurisdiction"))
    list_select_related = ("suggestion", "unit")
    search_fields = ("text", "suggestion__source_label")
    date_hierarchy = "due_on"
    fields = ("suggestion", "unit", "text", "due_on", "state", "settled_on", "evidence", "jurisdiction", "version")
