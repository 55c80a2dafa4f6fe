"""The registers of supervision in the admin: cards, key proposals, campaigns, appraisals with their moves, reminders to read."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin, ReadOnly
from organizations.admin.filters import own
from supervision import actions
from supervision.appraisal_forms import APPRAISAL_FORMS, FAULT_FORMS, RATED_FORMS
from supervision.award_forms import AWARD_FORMS, CANDIDATE_FORMS, OBJECTION_FORMS
from supervision.campaign_forms import CAMPAIGN_FORMS, CASE_FORMS
from supervision.forms import CARD_FORMS
from supervision.key_forms import KEY_FORMS, TASK_FORMS
from supervision.models import (
    Appraisal,
    Award,
    Campaign,
    CampaignCase,
    Candidate,
    Card,
    Fault,
    KeyProposal,
    KeyTask,
    Objection,
    RatedUnit,
    Reminder,
)
from workflow.admin.moved import MovedAdmin


@admin.register(Card)
class CardAdmin(MovedAdmin):
    rank = 13
    flow, forms, bulk = actions.CARD_FLOW, CARD_FORMS, ("dismiss",)
    view_page = "supervision:card"
    list_display = ("number", "colour", "unit", "assignment", "state", "issued_on", "due_on", "points")
    list_filter = ("state", "colour", own("jurisdiction"))
    list_select_related = ("unit", "assignment", "jurisdiction")
    search_fields = ("number", "assignment__subject", "assignment__unit_name", "reason")
    date_hierarchy = "fired_on"
    fields = (
        *("assignment", "unit", "colour", "rule", "reason", "demands", "fired_on", "state", "number", "issued_on", "issued_by"),
        *("due_on", "appeal_by", "points", "answer", "answered_on", "appeal", "appealed_on", "ruling", "closed_on", "former"),
        *("jurisdiction", "version"),
    )


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, OwnAdmin):
    rank = 14
    list_display = ("on", "person", "unit", "kind", "subject", "due_on", "occasion", "is_held")
    list_filter = ("kind", "is_held", own("jurisdiction"))
    list_select_related = ("person", "unit")
    search_fields = ("subject", "person__name", "text")
    date_hierarchy = "on"
    fields = ("person", "unit", "kind", "subject", "link", "due_on", "tier", "on", "is_held", "text", "by", "jurisdiction")


@admin.register(KeyProposal)
class KeyAdmin(MovedAdmin):
    rank = 15
    flow, forms, bulk = actions.KEY_FLOW, KEY_FORMS, ("circulate", "approve", "drop", "carry_on")
    view_page = "supervision:key"
    list_display = ("case_no", "title", "session", "state", "mode_name", "leader", "committee", "approved_on")
    list_filter = ("session", "state", own("jurisdiction"))
    list_select_related = ("proposal", "session__term__jurisdiction", "session__ruleset", "leader", "committee", "jurisdiction")
    search_fields = ("proposal__case_no", "proposal__title", "leader__name")
    fields = (
        *("session", "proposal", "former", "state", "reason", "opinions_until", "mode_name", "leader", "committee", "team", "plan_item"),
        *("meeting", "approved_on", "report", "concluded_on", "jurisdiction", "version"),
    )

    @admin.display(description="案号", ordering="proposal__case_no")
    def case_no(self, row):
        return row.proposal.case_no

    @admin.display(description="案由")
    def title(self, row):
        return row.proposal.title


@admin.register(KeyTask)
class KeyTaskAdmin(MovedAdmin):
    rank = 16
    flow, forms, bulk = actions.TASK_FLOW, TASK_FORMS, ("confirm", "cancel")
    list_display = ("text", "unit_name", "key", "due_on", "state", "done_on")
    list_filter = ("state", own("jurisdiction"))
    list_select_related = ("key__proposal", "unit", "jurisdiction")
    search_fields = ("text", "unit_name")
    date_hierarchy = "due_on"
    fields = (
        *("key", "activity", "unit", "text", "due_on", "state", "report", "reported_on", "ruling", "done_on"),
        *("jurisdiction", "version"),
    )


@admin.register(Campaign)
class CampaignAdmin(MovedAdmin):
    rank = 17
    flow, forms = actions.CAMPAIGN_FLOW, CAMPAIGN_FORMS
    view_page = "supervision:campaign"
    list_display = ("title", "kind", "session", "state", "started_on", "ends_on", "closed_on")
    list_filter = ("kind", "state", "session", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "session__ruleset", "jurisdiction")
    search_fields = ("title",)
    fields = (
        *("kind", "title", "session", "conditions", "classes", "demands", "ends_on", "state", "started_on", "summary", "closed_on"),
        *("jurisdiction", "version"),
    )


@admin.register(CampaignCase)
class CampaignCaseAdmin(MovedAdmin):
    rank = 18
    flow, forms, bulk = actions.CASE_FLOW, CASE_FORMS, ("clear", "settle")
    view_page = "supervision:campaign-case"
    list_display = ("handling", "unit_name", "campaign", "result_class", "verdict", "state", "due_on", "class_after")
    list_filter = ("state", "verdict", own("jurisdiction"))
    list_select_related = ("campaign", "handling__proposal__session__ruleset", "unit", "jurisdiction")
    search_fields = ("handling__proposal__title", "handling__proposal__case_no", "unit_name")
    fields = (
        *("campaign", "handling", "unit", "result_class", "state", "verdict", "finding", "checked_on", "checked_by", "measure", "due_on"),
        *("class_demanded", "report", "reported_on", "ruling", "settled_on", "class_after", "jurisdiction", "version"),
    )


@admin.register(Appraisal)
class AppraisalAdmin(MovedAdmin):
    rank = 19
    flow, forms = actions.APPRAISAL_FLOW, APPRAISAL_FORMS
    view_page = "supervision:appraisal"
    list_display = ("title", "session", "state", "announced_on", "drawn_on", "ends_on", "closed_on", "publication")
    list_filter = ("state", "publication", "session", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "session__ruleset", "jurisdiction")
    search_fields = ("title",)
    fields = (
        *("title", "session", "demands", "ends_on", "case_count", "scorer_count", "state", "announced_on", "seed_source", "frame_digest"),
        *("seed", "drawn_on", "least_sheets", "summary", "closed_on", "publication", "public_text", "published_on"),
        *("jurisdiction", "version"),
    )


@admin.register(RatedUnit)
class RatedAdmin(MovedAdmin):
    rank = 20
    flow, forms = actions.RATED_FLOW, RATED_FORMS
    view_page = "supervision:rated"
    list_display = ("unit_name", "appraisal", "state", "sheets_count", "total", "spread", "grade", "number")
    list_filter = ("state", own("jurisdiction"))
    list_select_related = ("appraisal__session__term__jurisdiction", "appraisal__session__ruleset", "unit", "jurisdiction")
    search_fields = ("unit_name", "appraisal__title")
    fields = (
        *("appraisal", "unit", "state", "sheets_count", "total", "spread", "grade", "opinion", "number", "sent_on", "settled_on"),
        *("jurisdiction", "version"),
    )


@admin.register(Fault)
class FaultAdmin(MovedAdmin):
    rank = 21
    flow, forms, bulk = actions.FAULT_FLOW, FAULT_FORMS, ("confirm", "cancel")
    list_display = ("problem", "unit_name", "rated", "due_on", "state", "done_on")
    list_filter = ("state", own("jurisdiction"))
    list_select_related = ("rated__appraisal", "unit", "jurisdiction")
    search_fields = ("problem", "unit_name")
    date_hierarchy = "due_on"
    fields = (
        *("rated", "unit", "problem", "measure", "due_on", "state", "report", "reported_on", "ruling", "done_on"),
        *("jurisdiction", "version"),
    )


@admin.register(Award)
class AwardAdmin(MovedAdmin):
    rank = 22
    flow, forms = actions.AWARD_FLOW, AWARD_FORMS
    view_page = "supervision:award"
    list_display = ("title", "kind", "session", "quota", "state", "notice_to", "number", "decided_on", "publication")
    list_filter = ("kind", "state", "session", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "session__ruleset", "jurisdiction")
    search_fields = ("title",)
    fields = (
        *("title", "kind", "session", "quota", "state", "turnout", "majority", "notice_from", "notice_to", "meeting", "text", "number"),
        *("decided_on", "publication", "public_text", "published_on", "jurisdiction", "version"),
    )


@admin.register(Candidate)
class CandidateAdmin(MovedAdmin):
    rank = 23
    flow, forms, bulk = actions.CANDIDATE_FLOW, CANDIDATE_FORMS, ("veto",)
    list_display = ("label", "award", "merit", "state")
    list_filter = ("state", own("jurisdiction"))
    list_select_related = ("award", "jurisdiction")
    search_fields = ("label",)
    fields = ("award", "label", "merit", "reason", "grounds", "state", "votes", "jurisdiction", "version")


@admin.register(Objection)
class ObjectionAdmin(MovedAdmin):
    rank = 24
    flow, forms, bulk = actions.OBJECTION_FLOW, OBJECTION_FORMS, ("reject",)
    list_display = ("candidate", "by_name", "received_on", "state", "ruled_on")
    list_filter = ("state", own("jurisdiction"))
    list_select_related = ("candidate", "jurisdiction")
    search_fields = ("text", "by_name", "candidate__label")
    fields = ("candidate", "text", "by_name", "entered_by", "received_on", "state", "ruling", "ruled_on", "jurisdiction", "version")
