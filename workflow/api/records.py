"""The endpoints of the working calendar and of notices."""

from django import forms
from django.http import Http404
from django.utils import timezone
from rest_framework.response import Response

from organizations.api.keeping import Kept, KeptList
from organizations.endpoints import Endpoint, ListEndpoint, answer, plain, takes_nothing
from organizations.inputs import checked
from organizations.permissions import SYSTEM
from organizations.rules import UNITS, Period
from organizations.schema import ONCE, Operation, document_of, parameter
from organizations.shapes import Shape
from workflow.api.answers import once
from workflow.calendar import WorkCalendar
from workflow.calendar_forms import DayForm, YearForm
from workflow.filters import NoticeFilter
from workflow.models import CalendarDay, CalendarYear, Notice

CALENDAR, NOTICES = "工作日历", "通知"
DAY = Shape(CalendarDay, "day is_workday name")
NOTICE = Shape(Notice, "id=pk jurisdiction=jurisdiction__code title text link created_at read_at")


class Year(Endpoint):
    """The days of a year that are not what their weekday says; `known` tells whether its holidays are published."""

    tag = CALENDAR

    def get(self, request, year):
        self.query()
        if not 1949 <= year <= 2100:
            raise Http404
        known = CalendarYear.objects.filter(pk=year).first()
        days = plain(DAY.rows(CalendarDay.objects.filter(day__year=year).order_by("day")))
        return answer({"year": year, "known": known is not None, "source": known.source if known else "", "days": days})

    def operation(self, method):
        facts = {"year": {"type": "integer"}, "known": {"type": "boolean"}, "source": {"type": "string"}}
        facts["days"] = {"type": "array", "items": DAY.document}
        document = {"type": "object", "properties": facts, "required": list(facts)}
        return Operation("一年中的节假日和调休", {200: document}, refusals=(400, 401, 404))


KEPT_YEAR = Kept(CALENDAR, "日历年度", CalendarYear, YearForm, YearForm, SYSTEM, place=None, fixed=("year",))
KEPT_DAY = Kept(CALENDAR, "节假日或调休", CalendarDay, DayForm, DayForm, SYSTEM, SYSTEM, place=None, fixed=("day",))


class NewYear(KeptList, Endpoint):
    """A year becomes known: its holidays are published."""

    tag, kept, once = CALENDAR, KEPT_YEAR, staticmethod(once)


class NewDay(KeptList, Endpoint):
    """A day that is not what its weekday says."""

    tag, kept, once = CALENDAR, KEPT_DAY, staticmethod(once)


class CountForm(forms.Form):
    """From which day how much is counted."""

    start = forms.DateField(label="起算日")
    amount = forms.IntegerField(label="数量", min_value=0, max_value=1000)
    unit = forms.ChoiceField(label="单位：工作日、日、月", choices=[(unit, unit) for unit in UNITS])
    roll = forms.ChoiceField(label="末日非工作日时是否顺延", choices=[("true", "是"), ("false", "否")], required=False)

    def clean_start(self):
        start = self.cleaned_data["start"]
        if not 1949 <= start.year <= 2100:
            raise forms.ValidationError("起算日应在 1949 至 2100 年之间。")
        return start


class Count(Endpoint):
    """A deadline counted by the working calendar, with its steps."""

    tag = CALENDAR

    def get(self, request):
        form = checked(CountForm(self.query(*CountForm.base_fields).dict()))
        values = form.cleaned_data
        period = Period(values["amount"], values["unit"], roll=values["roll"] != "false")
        due = WorkCalendar().count(values["start"], period, name="试算")
        return answer({"on": due.on, "steps": due.steps[1:], "provisional": due.provisional})

    def operation(self, method):
        fields = CountForm.base_fields.items()
        asked = [parameter(name, document_of(each), str(each.label)) | {"required": each.required} for name, each in fields]
        facts = {"on": {"type": "string", "format": "date"}, "steps": {"type": "array", "items": {"type": "string"}}}
        facts["provisional"] = {"type": "boolean", "description": "途中有年份的放假安排尚未公布"}
        document = {"type": "object", "properties": facts, "required": list(facts)}
        return Operation("按工作日历计算期限", {200: document}, asked, refusals=(400, 401))


class NoticeList(ListEndpoint):
    tag, label, shape, filters = NOTICES, "您的通知", NOTICE, NoticeFilter


class NoticeRead(Endpoint):
    """Mark one notice of one's own, or without `pk` all of them, as read."""

    tag = NOTICES

    def post(self, request, pk=None):
        self.query()
        return once(request, lambda: self.read(request, pk))

    def read(self, request, pk):
        takes_nothing(request)
        mine = Notice.objects.visible_to(request.user)
        if pk is not None:
            mine = mine.filter(pk=pk)
            if not mine.exists():
                raise Http404
        return Response({"read": mine.unread().update(read_at=timezone.now())})

    def operation(self, method):
        document = {"type": "object", "properties": {"read": {"type": "integer", "description": "新标为已读的条数"}}, "required": ["read"]}
        return Operation("通知标为已读", {200: document}, [ONCE], refusals=(400, 401, 403, 404, 422))
