"""The endpoints of supervision: what is owed, chasing, reminders, cards."""

from django.urls import path
from rest_framework.response import Response

from organizations.api.changes import UUID, Adding
from organizations.endpoints import PAGING, Endpoint, ListEndpoint, answer, page_of
from organizations.exports import Export
from organizations.inputs import checked, complete, filled
from organizations.models import Role
from organizations.schema import Operation, document_of, parameter
from organizations.shapes import Shape
from supervision import actions
from supervision.api import appraisals, awards, campaigns, key, scores
from supervision.api.inside import InsideHistory
from supervision.api.periods import PeriodRules
from supervision.board import board
from supervision.filters import CardFilter, ReminderFilter
from supervision.forms import CARD_FORMS, BoardForm, ChaseForm, DrawForm, HolidayNoticeForm
from supervision.models import Card, Reminder
from supervision.permissions import CHASERS, keeps_calendar
from supervision.tables import card_table, reminder_table
from workflow.api import ActEndpoint, MovedDetail, MovedEndpoint, moved, once
from workflow.api.moves import posting
from workflow.holidays import read_holidays
from workflow.refusals import Forbidden

DUTIES, REMINDERS, CARDS = "督办事项", "提醒和催办", "牌单"
TEXT, DAY = {"type": "string"}, {"type": "string", "format": "date"}
DUTY = {
    "key": TEXT | {"description": "事项标识，催办时用"},
    "kind": TEXT,
    "label": TEXT,
    "subject": TEXT,
    "unit_name": TEXT,
    "whom": TEXT | {"description": "等谁办：单位、个人或者哪个部门"},
    "due_on": DAY,
    "provisional": {"type": "boolean"},
    "steps": {"type": "array", "items": TEXT, "description": "怎样算出来的；交办时已算好的在交办件里"},
    "light": TEXT | {"enum": ["green", "yellow", "red"]},
    "overdue": {"type": "boolean"},
    "link": TEXT,
}
DUTY_PAGE = {
    "type": "object",
    "properties": {
        "results": {"type": "array", "items": {"type": "object", "properties": DUTY, "required": list(DUTY)}},
        "total": {"type": "integer"},
        "next": {"type": "string", "nullable": True},
    },
    "required": ["results", "total", "next"],
}


class Duties(Endpoint):
    """What is owed, the most urgent first."""

    tag = DUTIES

    def get(self, request):
        query = self.query("limit", "after", *BoardForm.base_fields)
        limit, after = page_of(query)
        form = checked(BoardForm(query))
        found = board(request.user, **form.wanted())
        start = after or 0
        rows = found[start : start + limit]
        more = start + limit if len(found) > start + limit else None
        kept = query.copy()
        kept["after"] = more
        return answer(
            {"results": [_duty(each) for each in rows], "total": len(found), "next": f"{request.path}?{kept.urlencode()}" if more else None}
        )

    def operation(self, method):
        narrowing = [parameter(name, document_of(field), str(field.label)) for name, field in BoardForm.base_fields.items()]
        return Operation("要按期完成的事项，截止日期早的在前", {200: DUTY_PAGE}, [*PAGING, *narrowing], refusals=(400, 401))


def _duty(each):
    duty = each.duty
    facts = {name: getattr(duty, name) for name in ("key", "kind", "label", "subject", "unit_name", "due_on", "provisional", "link")}
    return facts | {"whom": each.whom, "steps": list(duty.steps), "light": each.light, "overdue": each.late}


class Chase(Endpoint):
    """催办 of several duties."""

    tag = DUTIES

    def post(self, request):
        self.query()
        return once(request, lambda: self.make(request))

    def make(self, request):
        if not request.user.access.where(*CHASERS):
            raise Forbidden("您没有权限催办。")
        form = complete(ChaseForm(obj=None, by=request.user), request)
        rows = form.run()
        checked(form)
        return Response({"told": len({row.person_id for row in rows}), "reminders": [str(row.public_id) for row in rows]})

    def operation(self, method):
        told = {"told": {"type": "integer", "description": "通知的人数"}, "reminders": {"type": "array", "items": UUID}}
        document = {"type": "object", "properties": told, "required": list(told)}
        return posting("催办所选事项", {200: document}, ChaseForm.base_fields)


REMINDER = Shape(
    Reminder,
    "id=public_id jurisdiction=jurisdiction__code person=person__name unit=unit__name kind subject link due_on tier on is_held text "
    "by=by__name",
)


class ReminderList(ListEndpoint):
    tag, label, shape, filters = REMINDERS, "提醒和催办台账", REMINDER, ReminderFilter


class ReminderExport(Export):
    tag, label, shape, filters, table = REMINDERS, "提醒和催办台账，作为文件", REMINDER, ReminderFilter, reminder_table


CARD_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code assignment=assignment__public_id subject=assignment__subject unit=unit__public_id
    unit_name=assignment__unit_name colour rule reason demands fired_on state version number issued_on due_on due_provisional appeal_by
    points answer answered_on appeal appealed_on ruling closed_on former=former__public_id
"""


class CardList(ListEndpoint):
    tag, label, shape, filters = CARDS, "红黄牌和督查单列表", Shape(Card, CARD_COLUMNS), CardFilter


class Cards(Adding, CardList):
    form, keepers, add_label = DrawForm, (Role.SUPERVISOR,), "开具一张督查单或牌，立即发出"
    made = {"id": ("public_id", UUID), "number": ("number", TEXT), "colour": ("colour", TEXT), "state": ("state", TEXT)}


class CardExport(Export):
    tag, label, shape, filters, table = CARDS, "红黄牌和督查单，作为文件", Shape(Card, CARD_COLUMNS), CardFilter, card_table


class OfCard(MovedEndpoint):
    tag, base, flow, forms = CARDS, "cards", actions.CARD_FLOW, CARD_FORMS
    related = ("jurisdiction", "assignment", "unit")


class CardDetail(OfCard, MovedDetail):
    label, shape = "一张牌、单", Shape(Card, CARD_COLUMNS + " due_steps")


class CardAct(OfCard, ActEndpoint):
    pass


class CardHistory(InsideHistory):
    tag, label, model = CARDS, "一张牌、单的办理记录，给督办、领导和审计人员", Card


class HolidayNotice(Endpoint):
    """The notice of a year's holidays: read and tried out, or taken over."""

    tag = "工作日历"

    def post(self, request):
        self.query()
        return once(request, lambda: self.taken(request))

    def taken(self, request):
        if not keeps_calendar(request.user):
            raise Forbidden("只有系统管理员可以公布工作日历。")
        form = filled(HolidayNoticeForm(), request.data)
        reading, applied = read_holidays(form.cleaned_data["text"]), form.cleaned_data["apply"]
        if applied:
            moved = actions.publish(reading, by=request.user, source=form.cleaned_data["basis"])
        else:
            moved = [] if reading.faults else actions.moved_by(reading)
        days = [{"day": str(day), "is_workday": each[0], "name": each[1]} for day, each in reading.differing.items()]
        return Response({"year": reading.year, "days": days, "faults": list(reading.faults), "moved": len(moved), "applied": applied})

    def operation(self, method):
        day = {"type": "object", "properties": {"day": DAY, "is_workday": {"type": "boolean"}, "name": TEXT}}
        facts = {
            "year": {"type": "integer", "nullable": True},
            "days": {"type": "array", "items": day | {"required": ["day", "is_workday", "name"]}},
            "faults": {"type": "array", "items": TEXT},
            "moved": {"type": "integer", "description": "重新计算的期限个数"},
            "applied": {"type": "boolean"},
        }
        document = {"type": "object", "properties": facts, "required": list(facts)}
        return posting("读入放假调休通知；不填 apply 只试算", {200: document}, HolidayNoticeForm.base_fields)


urlpatterns = [
    path("deadline-rules/", PeriodRules.as_view()),
    path("calendar/notice/", HolidayNotice.as_view()),
    path("duties/", Duties.as_view()),
    path("duties/chase/", Chase.as_view()),
    path("reminders/", ReminderList.as_view()),
    path("reminders/export/", ReminderExport.as_view()),
    path("cards/export/", CardExport.as_view()),
    *moved("cards", Cards, CardDetail, CardAct, CARD_FORMS, once=once),
    path("cards/<uuid:public_id>/history/", CardHistory.as_view()),
    *key.urlpatterns,
    *campaigns.urlpatterns,
    *scores.urlpatterns,
    *appraisals.urlpatterns,
    *awards.urlpatterns,
]
