"""Jurisdictions and sectors."""

from django.contrib import admin

from organizations import actions
from organizations.admin.base import OwnAdmin
from organizations.admin.filters import own
from organizations.models import Jurisdiction, Sector
from organizations.permissions import DIRECTORY_READERS, SECRETARIES, SYSTEM
from organizations.register_forms import SectorForm


@admin.register(Jurisdiction)
class JurisdictionAdmin(OwnAdmin):
    rank = 60
    readers, keepers, place = DIRECTORY_READERS, SYSTEM, "pk"
    fields = ("name", "level", "parent", "code", "is_demo")
    fixed = ("parent", "code", "is_demo")
    list_display = ("name", "level", "parent", "code", "is_demo")
    list_select_related = ("parent",)
    search_fields = ("name", "code")

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            actions.add_jurisdiction(obj, by=request.user)


@admin.register(Sector)
class SectorAdmin(OwnAdmin):
    rank = 30
    readers, removers = DIRECTORY_READERS, SECRETARIES
    form, fields = SectorForm, SectorForm.Meta.fields
    list_display = ("name", "jurisdiction", "order")
    list_filter = (own("jurisdiction"),)
    list_select_related = ("jurisdiction",)
    search_fields = ("name",)
