"""Cases in and out as the table of a whole session."""

from rest_framework.response import Response

from organizations.endpoints import Endpoint
from organizations.exports import TABLES
from organizations.inputs import checked, complete
from organizations.schema import Operation, parameter
from proposals.catalogue import case_table, session_for
from proposals.forms.importing import CaseImportForm, require_secretary
from tables import FORMATS, response
from workflow.api import once, posting

FAULT = {"type": "object", "properties": {"row": {"type": "integer"}, "column": {"type": "string"}, "message": {"type": "string"}}}
IMPORTED = {
    "applied": {"type": "boolean"},
    "counts": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "新增、不变的件数"},
    **dict.fromkeys(("errors", "warnings"), {"type": "array", "items": FAULT}),
}


class CaseImport(Endpoint):
    """Existing cases of a session from a file, as a trial unless `apply` is true."""

    tag = "提案"

    def post(self, request):
        self.query()
        return once(request, lambda: self.imported(request))

    def imported(self, request):
        require_secretary(request.user)
        form = complete(CaseImportForm(obj=None, by=request.user), request)
        found = form.run()
        checked(form)
        told = {"errors": lines(found.errors), "warnings": lines(found.warnings)}
        return Response({"applied": form.cleaned_data["apply"], "counts": found.counts} | told)

    def operation(self, method):
        document = {"type": "object", "properties": IMPORTED, "required": list(IMPORTED)}
        return posting(
            "从 XLSX 或 CSV 导入已有提案：先试算，再应用", {200: document}, CaseImportForm.base_fields, media=("multipart/form-data",)
        )


def lines(found):
    """[(row, column, sentence)] as objects."""
    return [{"row": row, "column": column, "message": message} for row, column, message in found]


class Catalogue(Endpoint):
    """The catalogue of a session as a file that can be imported again."""

    tag = "提案"

    def get(self, request):
        asked = self.query("session", "format")
        return response(case_table(session_for(request.user, asked.get("session", ""))), asked.get("format", ""))

    def operation(self, method):
        session = parameter("session", {"type": "integer"}, "届次") | {"required": True}
        kinds = parameter("format", {"type": "string", "enum": list(FORMATS)}, "文件格式") | {"required": True}
        return Operation("一次会议的提案目录，可再导入", {200: TABLES}, [session, kinds], refusals=(400, 401, 404, 409))
