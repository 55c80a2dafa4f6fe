"""Cases in and out as the table of a whole session."""

from organizations.endpoints import Endpoint
from organizations.exports import TABLES, Import
from organizations.schema import Operation, parameter
from proposals.catalogue import case_table, session_for
from proposals.forms.importing import CaseFileForm, require_secretary
from proposals.importing import enter, look
from tables import FORMATS, response
from workflow.api import once


class CaseImport(Import):
    """Existing cases of a session from a file, as a trial unless `apply` is true."""

    tag, label, form, once = "提案", "从 XLSX 或 CSV 导入已有提案：先试算，再应用", CaseFileForm, staticmethod(once)

    def asked(self):
        return CaseFileForm(by=self.request.user)

    def may(self, person):
        require_secretary(person)
        return True

    def take(self, data, name, apply, session):
        return enter(data, name, session=session, by=self.request.user) if apply else look(data, name, session=session)


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
