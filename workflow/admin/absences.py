"""Absences, kept by secretaries and system administrators."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin
from organizations.permissions import PEOPLE_KEEPERS
from workflow.absence_forms import AbsenceForm
from workflow.models import Absence


@admin.register(Absence)
class AbsenceAdmin(OwnAdmin):
    rank = 42
    readers = keepers = removers = PEOPLE_KEEPERS
    form = AbsenceForm
    fields = ("jurisdiction", "person", "deputy", "starts_on", "ends_on", "reason")
    list_display = ("person", "deputy", "starts_on", "ends_on", "reason", "jurisdiction")
    list_select_related = ("person", "deputy", "jurisdiction")
    search_fields = ("person__name", "deputy__name")
    fixed = ("jurisdiction", "person")
    autocomplete_fields = ("person", "deputy")
    empty = "还没有请假登记。登记后，请假期间的通知同时发给代办人。"
