"""The endpoints of data health 资料体检: the checks with their counts, and the rows of one."""

from django.http import Http404
from django.urls import path

import tables
from organizations.endpoints import PAGING, Endpoint, ListEndpoint, answer, page_of
from organizations.exports import FORMAT, TABLES, format_of
from organizations.schema import Operation, parameter
from reports.health import CHECKS, look
from reports.health.lists import counted, health_table, page_of_row, rows_table
from reports.permissions import SEES_HEALTH

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
FOUND = {"code": TEXT, "group": TEXT, "label": TEXT, "why": TEXT, "mend": TEXT, "count": WHOLE}
CHECK = parameter("check", TEXT | {"enum": list(CHECKS)}, "检查的代码") | {"required": True}
ROW = {"name": TEXT, "link": TEXT}


def _results(properties, **more):
    rows = {"type": "array", "items": {"type": "object", "properties": properties, "required": list(properties)}}
    return {"type": "object", "properties": {"results": rows} | more, "required": ["results", *more]}


class Health(Endpoint):
    """All checks; not found for who looks after no place's data."""

    tag = "资料体检"

    def looked(self):
        if not self.request.user.access.roles & SEES_HEALTH:
            raise Http404
        return look(self.request.user)

    def get(self, request):
        self.query()
        self.looked()
        facts = ("code", "group", "label", "why", "mend")
        found = [{name: getattr(each, name) for name in facts} | {"count": number} for each, number in counted(request.user)]
        return answer({"results": found})

    def operation(self, method):
        return Operation("各项检查和要看一看的件数", {200: _results(FOUND)}, refusals=(400, 401, 404))


class HealthExport(Health):
    """The same as a file."""

    def get(self, request):
        kind = format_of(self.query("format"))
        self.looked()
        return tables.response(health_table(counted(request.user)), kind)

    def operation(self, method):
        return Operation("资料体检，作为文件", {200: TABLES}, [FORMAT], refusals=(400, 401, 404, 409))


class HealthRows(Health, ListEndpoint):
    """The rows of one check that the person may see."""

    def rows(self, query):
        """(the check that is asked for, its rows). Raises Http404 for a check that is none."""
        seen, code = self.looked(), query.get("check", "")
        if code not in CHECKS:
            raise Http404
        return CHECKS[code], CHECKS[code].rows(seen)

    def get(self, request):
        query = self.query("check", "limit", "after")
        limit, after = page_of(query)
        _, rows = self.rows(query)
        rows, more = self.objects_page(query, rows, limit, after)
        return answer({"results": [{"name": str(row), "link": page_of_row(row)} for row in rows], "next": more})

    def operation(self, method):
        document = _results(ROW, next=TEXT | {"nullable": True})
        return Operation("一项检查的清单", {200: document}, [CHECK, *PAGING], refusals=(400, 401, 404))


class HealthRowsExport(HealthRows):
    """The same as a file."""

    def get(self, request):
        query = self.query("check", "format")
        kind = format_of(query)
        return tables.response(rows_table(*self.rows(query)), kind)

    def operation(self, method):
        return Operation("一项检查的清单，作为文件", {200: TABLES}, [CHECK, FORMAT], refusals=(400, 401, 404, 409))


urlpatterns = [
    path("data-health/", Health.as_view()),
    path("data-health/export/", HealthExport.as_view()),
    path("data-health/list/", HealthRows.as_view()),
    path("data-health/list/export/", HealthRowsExport.as_view()),
]
