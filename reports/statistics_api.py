"""The endpoints of statistics: figures by dimension, the list behind a number, both as files too."""

from django.http import Http404
from django.urls import path
from rest_framework import exceptions

import tables
from organizations.endpoints import PAGING, Endpoint, ListEndpoint, answer, page_of
from organizations.exports import FORMAT, TABLES, format_of
from organizations.schema import Operation, parameter
from reports.figures import DIMENSIONS
from reports.permissions import COUNTS
from reports.statistics.files import list_table, note, statistics_table
from reports.statistics.grids import grids
from reports.statistics.lists import behind, link_of
from reports.statistics.offered import offered
from reports.statistics.wanted import StatisticsForm

TEXT = {"type": "string"}
DAY = TEXT | {"format": "date"}
SPLIT = TEXT | {"enum": ["", *DIMENSIONS]}
ASKED = {
    "session": parameter("session", TEXT, "会议的编号；“ever-地区编号”为历次会议，“days-地区编号”按提交日期；不填为最近一次"),
    "unit": parameter("unit", TEXT, "单位的编号，供在几个单位任职的人选择；不填为第一个"),
    "since": parameter("since", DAY, "提交日期从，用于“days-”，不填为年初"),
    "until": parameter("until", DAY, "提交日期到，用于“days-”，不填为截至日期"),
    "what": parameter("what", TEXT, "指标的代码；“group:组名”为一组；“all”为全部；不填为主要指标"),
    "by": parameter("by", SPLIT, "按什么分"),
    "across": parameter("across", SPLIT, "再按什么分（交叉），只用于一个指标"),
    "as_of": parameter("as_of", DAY, "截至日期，不填为今天"),
    "against": parameter("against", TEXT, "与哪次会议比较（编号），“former”为上一次会议或上年同期，按同一口径"),
    "against_on": parameter("against_on", DAY, "比较截至日期，不填为会议开始以后同样天数（按提交日期的为上年同一天）"),
}
OF_CELL = {
    **{name: ASKED[name] for name in ("session", "unit", "since", "until")},
    "figure": parameter("figure", TEXT, "指标的代码") | {"required": True},
    "as_of": ASKED["as_of"],
    "rules": parameter("rules", TEXT, "按哪次会议（编号）或哪一天的口径"),
    "by": ASKED["by"],
    "key": parameter("key", TEXT, "“by”的取值，不填为未标明"),
    "across": ASKED["across"],
    "other": parameter("other", TEXT, "“across”的取值，不填为未标明"),
}


def _object(properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list_of(properties):
    return {"type": "array", "items": _object(properties)}


CELL = {"text": TEXT, "value": {"type": "number", "nullable": True}}
LINE = {"label": TEXT, "is_total": {"type": "boolean"}, "cells": _list_of(CELL)}
PANEL = {"title": TEXT, "head": {"type": "array", "items": TEXT}, "rows": _list_of(LINE), "notes": {"type": "array", "items": TEXT}}
ROW = {"id": TEXT, "name": TEXT, "link": TEXT}


class Counting(Endpoint):
    """What is counted; not found for who counts nothing."""

    tag = "统计"

    def offered(self):
        if not self.request.user.access.roles & COUNTS:
            raise Http404
        return offered(self.request.user)


class Statistics(Counting):
    """Panels of figures, as the page shows them."""

    extra = ()

    def asked(self):
        """(what is wanted, its grids). Raises Http404 where there is no session, ValidationError with the sentences of the form."""
        query, found = self.query(*ASKED, *self.extra), self.offered()
        if not found:
            raise Http404
        form = StatisticsForm(query, offered=found)
        if not form.is_valid():
            raise exceptions.ValidationError(form.errors)
        return form.wanted, grids(form.wanted)

    def get(self, request):
        wanted, found = self.asked()
        return answer({"note": note(wanted), "panels": [_panel(grid) for grid in found]})

    def operation(self, method):
        document = _object({"note": TEXT, "panels": _list_of(PANEL)})
        return Operation("按届次和维度统计指标，可与另一次会议比较", {200: document}, list(ASKED.values()), refusals=(400, 401, 404))


def _panel(grid):
    rows = [
        {"label": line.label, "is_total": line.is_total, "cells": [{"text": cell.text, "value": cell.value} for cell in line.cells]}
        for line in grid.lines
    ]
    return {"title": grid.title, "head": grid.head, "rows": rows, "notes": grid.notes}


class StatisticsExport(Statistics):
    """The same as a file."""

    extra = ("format",)

    def get(self, request):
        kind = format_of(self.query(*ASKED, *self.extra))
        return tables.response(statistics_table(*self.asked()), kind)

    def operation(self, method):
        return Operation("统计，作为文件", {200: TABLES}, [FORMAT, *ASKED.values()], refusals=(400, 401, 404, 409))


class BehindNumber(Counting, ListEndpoint):
    """The list behind a number: what of it the person may see."""

    def get(self, request):
        query = self.query("limit", "after", *OF_CELL)
        limit, after = page_of(query)
        found = behind(query, self.offered(), request.user)
        rows, more = self.objects_page(query, found.rows, limit, after)
        told = [{"id": str(row.public_id), "name": str(row), "link": link_of(row)} for row in rows]
        return answer({"count": found.count, "hidden": found.hidden, "results": told, "next": more})

    def operation(self, method):
        whole = {"type": "integer"}
        document = _object({"count": whole, "hidden": whole, "results": _list_of(ROW), "next": TEXT | {"nullable": True}})
        return Operation("一个数背后的清单", {200: document}, [*PAGING, *OF_CELL.values()], refusals=(400, 401, 404))


class BehindNumberExport(Counting):
    """The same as a file."""

    def get(self, request):
        kind = format_of(self.query("format", *OF_CELL))
        return tables.response(list_table(behind(request.query_params, self.offered(), request.user)), kind)

    def operation(self, method):
        return Operation("一个数背后的清单，作为文件", {200: TABLES}, [FORMAT, *OF_CELL.values()], refusals=(400, 401, 404, 409))


urlpatterns = [
    path("statistics/", Statistics.as_view()),
    path("statistics/export/", StatisticsExport.as_view()),
    path("statistics/list/", BehindNumber.as_view()),
    path("statistics/list/export/", BehindNumberExport.as_view()),
]
