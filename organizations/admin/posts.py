"""Posts: who holds which role where, and what a member is in his term."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin, OwnInline
from organizations.admin.filters import InForceFilter, own
from organizations.models import MemberProfile, Membership
from organizations.permissions import DIRECTORY_READERS, PEOPLE_KEEPERS, may_change_post
from organizations.register_forms import POST, PostForm, keep_post


class PostInline(OwnInline):
    model = Membership
    form = PostForm
    readers, keepers = DIRECTORY_READERS, PEOPLE_KEEPERS
    fields = POST
    autocomplete_fields = ("unit", "sector")
    verbose_name_plural = "任职（只列本地区的）"


@admin.register(Membership)
class PostAdmin(OwnAdmin):
    rank = 22
    readers, keepers = DIRECTORY_READERS, PEOPLE_KEEPERS
    form = PostForm
    fields = ("person", *POST)
    fixed = ()
    list_display = ("person", "role", "unit", "sector", "starts_on", "ends_on", "jurisdiction")
    list_filter = (InForceFilter, "role", own("jurisdiction"))
    list_select_related = ("person", "unit", "sector", "jurisdiction")
    search_fields = ("person__name", "unit__name")
    autocomplete_fields = ("person", "unit", "sector")

    def has_change_permission(self, request, obj=None):
        """Reserved posts and one's own are shown only."""
        mine = super().has_change_permission(request, obj)
        return mine and (obj is None or may_change_post(request.user, obj))

    def save_model(self, request, obj, form, change):
        kept = keep_post(obj, by=request.user)
        obj.pk = kept.pk


@admin.register(MemberProfile)
class MemberProfileAdmin(OwnAdmin):
    rank = 24
    place = "membership__jurisdiction"
    fields = ("membership", "term", "party", "committee", "group", "expertise", "residence", "is_standing")
    fixed = ("membership",)
    list_display = ("membership", "term", "party", "committee", "group", "is_standing")
    list_filter = ("is_standing", own("term"), own("committee"))
    list_select_related = ("membership__person", "term__jurisdiction", "party", "committee")
    search_fields = ("membership__person__name", "expertise", "group")
    autocomplete_fields = ("membership", "term", "party", "committee")
