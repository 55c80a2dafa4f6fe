"""The audit trail as a call."""

from dataclasses import asdict

from django.urls import path

from dashboard import trail
from dashboard.forms import TrailForm
from organizations.endpoints import PAGING, Endpoint, answer, page_document, page_of
from organizations.inputs import checked
from organizations.models import Role
from organizations.schema import Operation, document_of, parameter
from workflow.refusals import Forbidden

TEXTS = ("key", "by", "acting_for", "label", "kind", "subject", "reason", "channel", "remote_addr")
CHANGE = {name: {"type": "string"} for name in ("field", "before", "after")}
ENTRY = {name: {"type": "string"} for name in TEXTS} | {
    "at": {"type": "string", "format": "date-time"},
    "changes": {"type": "array", "items": {"type": "object", "properties": CHANGE}},
}


class Events(Endpoint):
    """The whole trail of the places where the person is auditor: moves and changes of the registers, newest first."""

    tag = "操作记录"

    def get(self, request):
        places = request.user.access.where(Role.AUDITOR)
        if not places:
            raise Forbidden("只有审计员可以查阅操作记录。")
        query = self.query("limit", "after", *TrailForm.base_fields)
        limit, _ = page_of({"limit": query["limit"]} if "limit" in query else {})
        form = checked(TrailForm(query))
        page = trail.entries(places, form.wanted(), query.get("after"), limit)
        return answer({"results": [self.row(entry) for entry in page.rows], "next": self.following(page.next)})

    @staticmethod
    def row(entry):
        changes = [dict(zip(CHANGE, map(str, change), strict=True)) for change in entry.changes]
        return asdict(entry) | {"changes": changes}

    def following(self, place):
        query = self.request.query_params.copy()
        query["after"] = place
        return f"{self.request.path}?{query.urlencode()}" if place else None

    def operation(self, method):
        asked = [parameter(name, document_of(field), str(field.label)) for name, field in TrailForm.base_fields.items()]
        row = {"type": "object", "properties": ENTRY, "required": list(ENTRY)}
        after = parameter("after", {"type": "string"}, "续页标记，取自上一页的 next")
        return Operation("操作记录（仅审计员）", {200: page_document(row)}, [PAGING[0], after, *asked], refusals=(400, 401, 403))


urlpatterns = [path("events/", Events.as_view())]
