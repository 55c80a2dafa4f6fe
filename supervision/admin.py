"""The registers of supervision in the admin: cards with their moves, reminders and runs to read."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin, ReadOnly
from organizations.admin.filters import own
from supervision import actions
from supervision.forms import CARD_FORMS
from supervision.models import Card, Reminder
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
