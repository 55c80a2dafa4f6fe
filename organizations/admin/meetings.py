"""Terms, sessions and meetings."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin
from organizations.admin.filters import own
from organizations.admin.tables import TableMixin
from organizations.models import Meeting, Session, Term
from organizations.register_forms import MeetingForm, SessionForm, TermForm
from organizations.tables import meeting_table


@admin.register(Term)
class TermAdmin(OwnAdmin):
    rank = 40
    form, fields = TermForm, TermForm.Meta.fields
    list_display = ("__str__", "starts_on", "ends_on")
    list_filter = (own("jurisdiction"),)
    list_select_related = ("jurisdiction",)
    search_fields = ("jurisdiction__name", "number")


@admin.register(Session)
class SessionAdmin(OwnAdmin):
    rank = 41
    place = "term__jurisdiction"
    form, fields = SessionForm, SessionForm.Meta.fields
    fixed = ("term",)
    list_display = ("__str__", "starts_on", "ends_on", "cutoff_at", "ruleset")
    list_filter = (own("term"),)
    list_select_related = ("term__jurisdiction", "ruleset__jurisdiction")
    search_fields = ("number", "term__number")


@admin.register(Meeting)
class MeetingAdmin(TableMixin, OwnAdmin):
    rank = 42
    form, fields = MeetingForm, MeetingForm.Meta.fields
    list_display = ("__str__", "committee", "held_on", "ends_on", "jurisdiction")
    list_filter = ("body", own("term"), own("jurisdiction"))
    list_select_related = ("term", "committee", "jurisdiction")
    search_fields = ("number", "committee__name")
    autocomplete_fields = ("committee",)
    date_hierarchy = "held_on"

    def table(self, rows, request):
        return meeting_table(rows)
