"""The forms of registers: one for each, the same for the admin and for programs. `by`: who fills it in; `keep()` stores it."""

from collections import defaultdict

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from organizations import actions
from organizations.models import CounterpartLink, Meeting, Membership, Person, Portfolio, Role, Sector, Session, Term, Unit
from organizations.models.base import elsewhere
from organizations.permissions import RESERVED, SYSTEM, grant_refusal

POST = ("role", "jurisdiction", "unit", "sector", "starts_on", "ends_on")


class OwnForm(forms.ModelForm):
    """A row whose lists of other rows all lie in its own jurisdiction (single ones: see `PlacedModel`)."""

    by = None

    def clean(self):
        cleaned = super().clean()
        place = cleaned.get("jurisdiction") or getattr(self.instance, "jurisdiction", None)
        lists = {name: value for name, value in cleaned.items() if place and isinstance(value, models.QuerySet)}
        for name, rows in lists.items():
            if sentence := next(filter(None, (elsewhere(self.fields[name].label, row, place) for row in rows)), ""):
                self.add_error(name, sentence)
        return cleaned

    def add_error(self, field, error):
        """What is wrong with a value the form does not show stands above it."""
        if field is None and hasattr(error, "error_dict"):
            shown = defaultdict(list)
            for name, errors in error.error_dict.items():
                shown[name if name in self.fields else NON_FIELD_ERRORS] += errors
            error = ValidationError(shown)
        super().add_error(field, error)

    def keep(self):
        """Store what was filled in; returns the row."""
        return self.save()


class SectorForm(OwnForm):
    class Meta:
        model, fields = Sector, ("jurisdiction", "name", "order")


class TermForm(OwnForm):
    class Meta:
        model, fields = Term, ("jurisdiction", "number", "starts_on", "ends_on")


class SessionForm(OwnForm):
    class Meta:
        model, fields = Session, ("term", "number", "starts_on", "ends_on", "cutoff_at", "ruleset")


class MeetingForm(OwnForm):
    class Meta:
        model, fields = Meeting, ("jurisdiction", "body", "term", "number", "committee", "held_on", "ends_on", "place")


class PortfolioForm(OwnForm):
    class Meta:
        model, fields = Portfolio, ("jurisdiction", "leader", "alternate", "units", "categories", "starts_on", "ends_on")


class CounterpartForm(OwnForm):
    class Meta:
        model, fields = CounterpartLink, ("jurisdiction", "committee", "unit", "sector", "starts_on", "ends_on")


class UnitFactsForm(OwnForm):
    """What of a unit is edited: its names and its end come about by renaming and merging."""

    class Meta:
        model, fields = Unit, ("kind", "parent", "duties", "phone", "order", "starts_on")

    def keep(self):
        return actions.edit_unit(self.instance)


class PersonFactsForm(OwnForm):
    class Meta:
        model, fields = Person, ("name", "title", "phone", "email", "username")

    def keep(self):
        actions.edit_account(self.instance, renamed="username" in self.changed_data)
        return self.instance


def roles_to_give(by):
    """The roles that somebody may give: the reserved ones are a system administrator's."""
    return [("", "---------"), *((role.value, role.label) for role in Role if role not in RESERVED or by.access.where(*SYSTEM))]


class PostForm(OwnForm):
    """One post. A stored one is only ended or dated: whom it concerns and what it gives stays."""

    kept = ("person", "role", "jurisdiction", "unit", "sector")

    class Meta:
        model, fields = Membership, ("person", *POST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.kept if self.instance.pk else ():
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

    def keep(self):
        return keep_post(self.instance, by=self.by)


class DatesOfPostForm(PostForm):
    """When a stored post begins and ends."""

    class Meta:
        model, fields = Membership, ("starts_on", "ends_on")

    def clean(self):
        self.cleaned_data |= {"role": self.instance.role, "jurisdiction": self.instance.jurisdiction}
        return super().clean()


class NewPersonForm(PostForm):
    """Somebody with his first post, or he would belong nowhere; without a password until one is issued."""

    name = forms.CharField(label="姓名", max_length=40)
    title = forms.CharField(label="职务", max_length=60, required=False)
    phone = forms.CharField(label="电话", max_length=30, required=False)
    email = forms.EmailField(label="邮箱", required=False)
    username = forms.CharField(label="用户名，只列名、不登录的人员不填", max_length=60, required=False)

    class Meta:
        model, fields = Membership, POST

    def keep(self):
        facts = {name: self.cleaned_data[name] for name in ("name", "title", "phone", "email")}
        person = actions.enter_person(username=self.cleaned_data["username"] or None, **facts)
        post = {name: self.cleaned_data[name] for name in ("unit", "sector", "starts_on", "ends_on")}
        actions.appoint(person, self.cleaned_data["role"], self.cleaned_data["jurisdiction"], by=self.by, **post)
        return person


def keep_post(post, *, by):
    """Store a changed post, or appoint to a new one; returns it."""
    if post.pk:
        post.save()
        return post
    fields = {name: getattr(post, name) for name in ("unit", "sector", "starts_on", "ends_on")}
    return actions.appoint(post.person, post.role, post.jurisdiction, by=by, **fields)
