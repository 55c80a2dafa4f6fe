"""The endpoints of reports: the figure checker as a call."""

from django.http import Http404
from django.urls import path

from organizations.endpoints import Endpoint, answer
from organizations.inputs import filled
from organizations.schema import Operation, object_of
from reports.checker import KINDS, SEVERITIES, check
from reports.checking import CHECKERS, ReportForm
from reports.health_api import urlpatterns as healthy
from reports.material_api import urlpatterns as material
from reports.report_api import urlpatterns as kept
from reports.statistics_api import urlpatterns as counted

REPORTS = "通报"
TEXT, NUMBER = {"type": "string"}, {"type": "number", "nullable": True}
SPAN = {"type": "array", "items": {"type": "integer"}, "description": "在全文中的起止位置（字符）"}
FIGURE = {"text": TEXT, "count": NUMBER, "share": NUMBER, "base": NUMBER, "label": TEXT, "span": SPAN}
FINDING = {
    "kind": TEXT | {"enum": list(KINDS)},
    "severity": TEXT | {"enum": list(SEVERITIES)},
    "message": TEXT,
    "printed": NUMBER,
    "expected": NUMBER,
    "spans": {"type": "array", "items": SPAN},
}


def _list_of(properties):
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(properties)}}


class CheckFigures(Endpoint):
    """The object of `check_figures --json`; not found for who does not check reports."""

    tag = REPORTS

    def post(self, request):
        self.query()
        if not request.user.access.roles & CHECKERS:
            raise Http404
        return answer(check(filled(ReportForm(), request.data).cleaned_data["text"]).to_json())

    def operation(self, method):
        bodies = dict.fromkeys(("application/json", "multipart/form-data"), object_of(ReportForm.base_fields))
        found = {"figures": _list_of(FIGURE), "findings": _list_of(FINDING)}
        document = {"type": "object", "properties": found, "required": list(found)}
        return Operation("核对报告里的数字，不保存", {200: document}, bodies=bodies, refusals=(400, 401, 404, 413, 415))


urlpatterns = [path("check-figures/", CheckFigures.as_view()), *kept, *material, *counted, *healthy]
