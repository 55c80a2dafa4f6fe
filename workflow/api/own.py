"""The endpoints of what a person says himself about his notices: where they reach him, by which channels, who stands in for him."""

from copy import copy

from django import forms
from django.http import Http404
from django.urls import path
from rest_framework.response import Response

from organizations.api.keeping import name_of
from organizations.endpoints import Endpoint, answer
from organizations.inputs import filled
from organizations.schema import Operation
from workflow.absence_forms import OwnAbsenceForm, SettingForm
from workflow.api.answers import once
from workflow.api.moves import ONCE, posting
from workflow.models import Absence, ChannelKind

TEXT, TAG = {"type": "string"}, "通知"
CHANNEL = {"kind": TEXT | {"enum": list(ChannelKind.values)}, "label": TEXT, "on": {"type": "boolean"}}
CHANNELS = {"type": "array", "items": {"type": "object", "properties": CHANNEL, "required": list(CHANNEL)}}
SETTING = {"email": TEXT, "mobile": TEXT, "channels": CHANNELS | {"description": "本地区启用的渠道，您是否接收"}}
SETTING_DOCUMENT = {"type": "object", "properties": SETTING, "required": list(SETTING)}
ABSENCE_DOCUMENT = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}


def _named(fields):
    """The form fields ({name: field}), rows taken by the names they have outside."""
    found = {name: copy(field) for name, field in fields.items()}
    for field in found.values():
        if isinstance(field, forms.ModelChoiceField):
            field.to_field_name = name_of(field.queryset.model)
    return found


def _setting(person):
    form = SettingForm(by=person)
    chosen = form.initial.get("channels", ())
    channels = [{"kind": kind, "label": str(label), "on": kind in chosen} for kind, label in form.kinds]
    return {"email": form.initial["email"], "mobile": form.initial["mobile"], "channels": channels}


class OwnSetting(Endpoint):
    """How notices reach oneself."""

    tag = TAG

    def get(self, request):
        self.query()
        return answer(_setting(request.user))

    def post(self, request):
        self.query()
        return once(request, lambda: self.keep(request))

    def keep(self, request):
        filled(SettingForm(by=request.user), request.data).keep()
        return Response(_setting(request.user))

    def operation(self, method):
        if method == "GET":
            return Operation("您的通知设置", {200: SETTING_DOCUMENT}, refusals=(400, 401))
        return posting("修改您的通知设置；没有写的项不变", {200: SETTING_DOCUMENT}, SettingForm.base_fields)


class OwnAbsence(Endpoint):
    """An absence of one's own, with a deputy."""

    tag = TAG

    def post(self, request):
        self.query()
        return once(request, lambda: self.add(request))

    def add(self, request):
        form = OwnAbsenceForm(by=request.user)
        form.fields = _named(form.fields)
        return Response({"id": filled(form, request.data).save().pk}, status=201)

    def operation(self, method):
        fields = _named(OwnAbsenceForm.base_fields)
        fields["jurisdiction"].required = False  # of who belongs to one place alone
        return posting("登记您自己的请假和代办人", {201: ABSENCE_DOCUMENT}, fields)


class OwnAbsenceGone(Endpoint):
    """An absence of one's own, taken back."""

    tag = TAG

    def delete(self, request, pk):
        self.query()
        return once(request, lambda: self.withdraw(request, pk))

    def withdraw(self, request, pk):
        if not Absence.objects.filter(pk=pk, person=request.user).delete()[0]:
            raise Http404
        return Response(None, status=204)

    def operation(self, method):
        return Operation("撤销您自己的请假登记", {204: None}, [ONCE], refusals=(400, 401, 403, 404, 422))


urlpatterns = [
    path("notices/settings/", OwnSetting.as_view()),
    path("absences/own/", OwnAbsence.as_view()),
    path("absences/own/<int:pk>/", OwnAbsenceGone.as_view()),
]
