"""Proposals, handlings and replies, as committee secretaries see them; with the same moves as the pages."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from organizations.admin.acting import address
from organizations.admin.base import ReadOnlyInline
from organizations.admin.filters import own
from organizations.models import Role
from proposals import actions
from proposals.forms import ALLOCATION_FORMS, FORMS, HANDLING_FORMS, RECEIPT_FORMS, REPLY_FORMS
from proposals.forms.soliciting import CALL_FORMS, EDITION_FORMS
from proposals.models import (
    Allocation,
    AllocationRow,
    Contact,
    Handling,
    Proposal,
    Proposer,
    PublishedText,
    Receipt,
    Reply,
    Review,
    SignStep,
)
from proposals.models.solicitation import Call, Topic, TopicEdition
from workflow.admin.moved import MovedAdmin


class ProposerInline(ReadOnlyInline):
    model = Proposer
    fields = readonly_fields = ("order", "name", "answer", "answered_at")


class ReviewInline(ReadOnlyInline):
    model = Review
    fields = readonly_fields = ("submission", "name", "opinion", "by", "on", "is_void")


class HandlingInline(ReadOnlyInline):
    model = Handling
    fk_name = "proposal"
    fields = readonly_fields = ("unit_name", "part", "state", "assigned_on", "due_on")


class PublishedInline(ReadOnlyInline):
    model = PublishedText
    fields = readonly_fields = ("title", "text")


@admin.register(Proposal)
class ProposalAdmin(MovedAdmin):
    rank = 4
    flow, forms, bulk = actions.FLOW, FORMS, ("review", "file", "return", "undo_review", "unfile", "undo_return")
    view_page = "proposals:detail"
    list_display = ("case_no", "title", "kind", "state", "category", "is_key", "filed_on", "assigned_on")
    list_display_links = ("case_no", "title")
    list_filter = ("session", "state", "kind", "category", "is_key", "in_session", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "jurisdiction")
    search_fields = ("title", "case_no", "proposers__name")
    inlines = (ProposerInline, ReviewInline, HandlingInline, PublishedInline)
    fields = (
        *("session", "case_no", "title", "kind", "body", "sector", "category", "background", "problems", "suggestion_lines"),
        *(
            "sensitivity",
            "may_publish",
            "publish_refusal",
            "state",
            "in_session",
            "submitted_at",
            "filed_on",
            "mode",
            "assigned_on",
            "merged_into",
        ),
        *("is_key", "key_approved_by", "concluded_on", "publication", "jurisdiction", "version"),
    )

    def changelist_view(self, request, extra_context=None):
        may = self.holds(request, (Role.SECRETARY,))
        return super().changelist_view(
            request, {"list_links": [("导入已有提案", address("proposals:import"))] if may else []} | (extra_context or {})
        )

    @admin.display(description="建议")
    def suggestion_lines(self, proposal):
        return format_html_join(mark_safe("<br>"), "{}. {}", enumerate(proposal.suggestions, 1)) or "—"


class ContactInline(ReadOnlyInline):
    model = Contact
    fields = readonly_fields = ("on", "phase", "face_to_face", "participants", "text")


@admin.register(Handling)
class HandlingAdmin(MovedAdmin):
    rank = 5
    flow, forms, bulk = actions.HANDLING_FLOW, HANDLING_FORMS, ()
    list_display = ("case_no", "subject", "unit_name", "part", "state", "assigned_on", "due_on")
    list_display_links = ("case_no", "subject")
    list_filter = ("state", "part", "proposal__session", own("unit"), own("jurisdiction"))
    list_select_related = ("proposal", "jurisdiction")
    search_fields = ("subject", "unit_name", "proposal__case_no")
    date_hierarchy = "due_on"
    inlines = (ContactInline,)
    fields = (
        *("proposal", "unit", "unit_name", "part", "state", "assigned_on", "due_on", "due_rule", "steps", "due_provisional"),
        *("return_by", "contact_due_on", "is_locked", "opinion", "opinion_on", "concluded_on", "jurisdiction", "version"),
    )

    @admin.display(description="案号", ordering="proposal__case_no")
    def case_no(self, handling):
        return handling.proposal.case_no

    @admin.display(description="期限计算")
    def steps(self, handling):
        return format_html_join(mark_safe("<br>"), "{}", [(step,) for step in handling.due_steps]) or "—"

    def links(self, request, obj):
        return [("打开提案", address("admin:proposals_proposal_change", obj.proposal_id))]


class AllocationRowInline(ReadOnlyInline):
    model = AllocationRow
    fields = readonly_fields = ("proposal", "track", "mode", "first", "basis")


@admin.register(Allocation)
class AllocationAdmin(MovedAdmin):
    rank = 8
    flow, forms, bulk = actions.ALLOCATION_FLOW, ALLOCATION_FORMS, ()
    view_page = "proposals:allocation"
    list_display = ("title", "session", "state", "opinions_until", "consulted_on", "assigned_on")
    list_filter = ("session", "state", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "jurisdiction")
    search_fields = ("title", "rows__proposal__title", "rows__proposal__case_no")
    inlines = (AllocationRowInline,)
    fields = (
        *("session", "title", "state", "opinions_until", "consulted_on", "conclusion", "assigned_on", "number"),
        *("jurisdiction", "version"),
    )


@admin.register(Call)
class CallAdmin(MovedAdmin):
    rank = 9
    flow, forms, bulk = actions.CALL_FLOW, CALL_FORMS, ()
    list_display = ("title", "session", "state", "opens_on", "closes_on")
    list_filter = ("session", "state", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "jurisdiction")
    search_fields = ("title", "text")
    fields = ("session", "title", "text", "opens_on", "closes_on", "state", "published_on", "jurisdiction", "version")


class TopicInline(ReadOnlyInline):
    model = Topic
    fields = readonly_fields = ("number", "text")


@admin.register(TopicEdition)
class TopicEditionAdmin(MovedAdmin):
    rank = 10
    flow, forms, bulk = actions.EDITION_FLOW, EDITION_FORMS, ()
    view_page = "proposals:topics"
    list_display = ("session", "number", "title", "state", "published_on")
    list_filter = ("session", "state", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "jurisdiction")
    search_fields = ("title", "topics__text")
    inlines = (TopicInline,)
    fields = ("session", "number", "title", "state", "published_on", "jurisdiction", "version")


class SignStepInline(ReadOnlyInline):
    model = SignStep
    fields = readonly_fields = ("label", "signed_by", "signed_on", "agreed", "opinion", "is_void")


@admin.register(Reply)
class ReplyAdmin(MovedAdmin):
    rank = 6
    flow, forms, bulk = actions.REPLY_FLOW, REPLY_FORMS, ()
    list_display = ("number", "subject", "unit", "result_class", "state", "issued_on")
    list_display_links = ("number", "subject")
    list_filter = ("state", "result_class", own("jurisdiction"))
    list_select_related = ("round__handling__proposal", "jurisdiction")
    search_fields = ("number", "round__handling__subject", "round__handling__unit_name")
    date_hierarchy = "issued_on"
    inlines = (SignStepInline,)
    fields = (
        *("subject", "unit", "result_class", "text", "number", "contact", "phone", "signer", "state", "issued_on"),
        *("opinions_until", "jurisdiction", "version"),
    )

    @admin.display(description="提案")
    def subject(self, reply):
        return str(reply.round.handling.proposal)

    @admin.display(description="承办单位")
    def unit(self, reply):
        return reply.round.handling.unit_name


@admin.register(Receipt)
class ReceiptAdmin(MovedAdmin):
    rank = 7
    flow, forms, bulk = actions.RECEIPT_FLOW, RECEIPT_FORMS, ()
    list_display = ("subject", "proposer", "state", "overall", "channel", "answered_on")
    list_filter = ("state", "overall", "channel", own("jurisdiction"))
    list_select_related = ("reply__round__handling__proposal", "proposer", "jurisdiction")
    search_fields = ("proposer__name", "reply__number", "reply__round__handling__subject")
    date_hierarchy = "answered_on"
    fields = ("subject", "proposer", "state", "overall", "text", "channel", "answered_on", "entered_by", "jurisdiction", "version")

    @admin.display(description="提案")
    def subject(self, receipt):
        return str(receipt.reply.round.handling.proposal)
