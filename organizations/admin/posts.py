"""Posts: who holds which role where, and what a member is in his term."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from organizations import actions
from organizations.admin.base import OwnAdmin, OwnForm, OwnInline
from organizations.admin.filters import InForceFilter, own
from organizations.models import MemberProfile, Membership, Person, Role
from organizations.permissions import DIRECTORY_READERS, PEOPLE_KEEPERS, RESERVED, SYSTEM, grant_refusal, may_grant

POST = ("role", "jurisdiction", "unit", "sector", "starts_on", "ends_on")
KEPT = ("person", "role", "jurisdiction", "unit", "sector")


def roles_to_give(by):
    """The roles that somebody may give: the reserved ones are a system administrator's."""
    return [("", "---------"), *((role.value, role.label) for role in Role if role not in RESERVED or by.access.where(*SYSTEM))]


class PostForm(OwnForm):
    """One post. A stored one is only ended or dated: whom it concerns and what it gives stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in KEPT if self.instance.pk else ():
            if name in self.fields:
                self.fields[name].disabled = True
        if "role" in self.fields and not self.instance.pk:
            self.fields["role"].choices = roles_to_give(self.by)
            places = list(self.fields["jurisdiction"].queryset[:2])
            self.fields["jurisdiction"].initial = places[0] if len(places) == 1 else None

    def clean(self):
        cleaned = super().clean()
        role, place = cleaned.get("role"), cleaned.get("jurisdiction")
        if not role or not place or (self.instance.pk and not self.has_changed()):
            return cleaned
        person = cleaned.get("person") or (self.instance.person if self.instance.person_id else Person())
        dates = {name: cleaned.get(name) for name in ("starts_on", "ends_on")}
        if sentence := grant_refusal(self.by, person, role, place, leaving_out=self.instance.pk, **dates):
            raise ValidationError(sentence)
        return cleaned


def keep_post(post, *, by):
    """Store a changed post, or appoint to a new one; returns it."""
    if post.pk:
        post.save()
        return post
    fields = {name: getattr(post, name) for name in ("unit", "sector", "starts_on", "ends_on")}
    return actions.appoint(post.person, post.role, post.jurisdiction, by=by, **fields)


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
        return mine and (obj is None or (obj.person_id != request.user.pk and may_grant(request.user, obj.role, obj.jurisdiction_id)))

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
