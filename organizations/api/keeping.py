"""Registers that programs keep: a row added to a list, edited, taken out or acted on, by the forms of the admin and for the same people."""

from copy import copy
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from organizations.endpoints import Endpoint, answer
from organizations.forms import attempt
from organizations.inputs import checked, described, filled
from organizations.models import Jurisdiction, Membership, Person
from organizations.schema import CREATING, FORM, ONCE, Operation, key_of, object_of
from tables.refusals import Refused

UUID = {"type": "string", "format": "uuid"}
EDIT, REMOVE = "edit", "remove"


def refuse():
    raise exceptions.PermissionDenied("您没有权限进行这项操作。")


def held(by, row, roles, place):
    """Whether `by` holds one of `roles` where a row belongs; `place`: the path to its jurisdiction, None for a row of the whole house."""
    places = by.access.where(*roles)
    if place is None:
        return bool(places)
    *path, last = place.split("__")
    for name in path:
        row = getattr(row, name)
    return getattr(row, f"{last}_id") in places


@dataclass(frozen=True)
class Kept:
    """A register. `form` edits a row, `new` adds one (None: no adding, no editing); `keepers` and `removers`: roles;
    `acts`: {name: (label, form of `obj` and `by`)}; `may(by, row, act)`: who may, where that is more
    than holding a role."""

    tag: str
    noun: str
    model: type[Model]
    form: type[forms.ModelForm] | None = None
    new: type[forms.ModelForm] | None = None
    keepers: tuple = ()
    removers: tuple = ()
    place: str | None = "jurisdiction"
    fixed: tuple = ("jurisdiction",)
    acts: dict = field(default_factory=dict)
    may: object = None

    @property
    def key(self):
        """The column by which addresses name a row."""
        return key_of(self.model)

    @property
    def label_of(self):
        """{name of an act: what it is called}."""
        known = {EDIT: f"修改{self.noun}"} if self.form else {}
        known |= {REMOVE: f"删除{self.noun}"} if self.removers else {}
        return known | {name: label for name, (label, _) in self.acts.items()}

    def rows(self, person):
        """The rows a person may see; those of the whole house are for their keepers alone."""
        manager = self.model._default_manager
        if hasattr(manager, "visible_to"):
            return manager.visible_to(person)
        if self.place is None:
            return manager.all() if person.access.where(*self.keepers) else manager.none()
        return manager.filter(**{f"{self.place}__in": person.access.jurisdiction_ids})

    def may_change(self, by, row, act):
        if self.may:
            return self.may(by, row, act)
        return held(by, row, self.removers if act == REMOVE else self.keepers, self.place)

    def row_form(self, by, row=None):
        """The form of a new row, or of a stored one, with the choices of the places that `by` keeps."""
        base = self.form if row else self.new
        form = type(base.__name__, (base,), {"by": by})(instance=row) if row else type(base.__name__, (base,), {"by": by})()
        places = by.access.where(*self.keepers)
        for name in self.fixed if row else ():
            form.fields.pop(name, None)
        for each in form.fields.values():
            if isinstance(each, forms.ModelChoiceField):
                narrow(each, places)
        if "jurisdiction" in form.fields and len(places) == 1:
            form.initial["jurisdiction"] = next(iter(places))
        return form

    def document(self, base, *, new):
        """The JSON Schema of a form; the place need not be named by who keeps but one."""
        fields = {name: copy(each) for name, each in base.base_fields.items() if new or name not in self.fixed}
        for each in fields.values():
            if isinstance(each, forms.ModelChoiceField):
                each.to_field_name = name_of(each.queryset.model)
        if "jurisdiction" in fields:
            fields["jurisdiction"].required = False
        return object_of(fields if new else {name: _optional(each) for name, each in fields.items()})


def name_of(model):
    """By what the fields of these forms name a row."""
    return "code" if model is Jurisdiction else key_of(model)


def _optional(entry):
    entry.required = False
    return entry


def narrow(choice, places):
    """Offer in a field of rows those of these jurisdictions alone, and take them by the names they have outside."""
    model = choice.queryset.model
    choice.to_field_name = name_of(model)
    if model is Jurisdiction:
        condition = {"pk__in": places}
    elif model is Person:
        condition = {"pk__in": Membership.objects.filter(jurisdiction__in=places).values("person")}
    else:
        condition = {"jurisdiction__in": places}
    choice.queryset = choice.queryset.filter(**condition)


class KeptList:
    """POST to a list adds a row of the register `kept`."""

    kept = None

    def post(self, request):
        self.query()
        return self.once(request, lambda: self.add(request))

    def add(self, request):
        if not request.user.access.where(*self.kept.keepers):
            refuse()
        form = filled(self.kept.row_form(request.user), request.data)
        row = attempt(form, form.keep)
        checked(form)
        return Response({"id": getattr(row, self.kept.key)}, status=201)

    def operation(self, method):
        if method == "GET":
            return super().operation(method)
        bodies = dict.fromkeys(("application/json", "multipart/form-data"), self.kept.document(self.kept.new, new=True))
        document = {"type": "object", "properties": {"id": UUID if self.kept.key == "public_id" else {}}, "required": ["id"]}
        return Operation(f"登记{self.kept.noun}", {201: document}, [ONCE], bodies, refusals=CREATING)


class RegisterAct(Endpoint):
    """One act on a row: GET tells what to fill in, POST acts."""

    kept = None
    move = ""

    @property
    def tag(self):
        return self.kept.tag

    def form(self, key):
        """(the row with this key, the form of the act, None for taking it out). Http404, PermissionDenied."""
        try:
            row = self.kept.rows(self.request.user).filter(**key).first()
        except ValidationError:  # no such date
            row = None
        if row is None:
            raise Http404
        if not self.kept.may_change(self.request.user, row, self.move):
            refuse()
        if self.move == REMOVE:
            return row, None
        if self.move == EDIT:
            return row, self.kept.row_form(self.request.user, row)
        return row, self.kept.acts[self.move][1](obj=row, by=self.request.user)

    def get(self, request, **key):
        self.query()
        _, form = self.form(key)
        facts = {"name": self.move, "label": self.kept.label_of[self.move], "intro": getattr(form, "intro", ""), "missing": ""}
        return answer(facts | {"fields": described(form) if form else []})

    def post(self, request, **key):
        self.query()
        return self.once(request, lambda: self.act(request, key))

    def act(self, request, key):
        row, form = self.form(key)
        filled(form or forms.Form(), request.data)
        if form is None:
            return self.remove(row)
        attempt(form, form.keep) if self.move == EDIT else form.run()
        checked(form)
        return Response({"id": getattr(row, self.kept.key)})

    @staticmethod
    def remove(row):
        try:
            row.delete()
        except ProtectedError:
            raise Refused("还有别的记录用到它，不能删除。") from None
        return Response(None, status=204)

    def operation(self, method):
        label = self.kept.label_of[self.move]
        if method == "GET":
            return Operation(f"{label}：要填什么", {200: FORM}, refusals=(400, 401, 403, 404))
        if self.move == REMOVE:
            return Operation(label, {204: None}, [ONCE], refusals=(404, *CREATING))
        document = {"type": "object", "properties": {"id": UUID if self.kept.key == "public_id" else {}}, "required": ["id"]}
        own = self.kept.acts[self.move][1] if self.move in self.kept.acts else None
        body = object_of(own.base_fields) if own else self.kept.document(self.kept.form, new=False)
        return Operation(label, {200: document}, [ONCE], dict.fromkeys(("application/json", "multipart/form-data"), body), (404, *CREATING))
