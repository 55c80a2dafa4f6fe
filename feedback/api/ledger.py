"""The endpoints of the ledger 采纳落实台账: suggestions with what is reported of them, and promises."""

from django.db.models import OuterRef
from django.urls import path
from rest_framework.response import Response

from feedback import actions
from feedback.filters import SuggestionFilter
from feedback.ledger_forms import COMMITMENT_FORMS, SUGGESTION_FORMS
from feedback.models import Commitment, FeedbackRecord, Suggestion
from feedback.permissions import may_report
from feedback.tables import suggestion_table
from organizations.endpoints import DetailEndpoint, Endpoint, ListEndpoint, answer
from organizations.exports import Export
from organizations.inputs import checked, complete, described
from organizations.pages import own
from organizations.schema import FORM, Operation
from organizations.shapes import Many, Shape
from workflow.api import ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, moved, once, posting
from workflow.refusals import Forbidden

LEDGER, PROMISES = "采纳落实台账", "承诺"
COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code source source_label assignment=assignment__public_id number text raised_on
    unit=unit__public_id answered_on adoption
    adoption_on measure implementation implementation_on evidence told_on next_review_on
"""
PROMISE_COLUMNS = "id=public_id suggestion=suggestion__public_id unit=unit__public_id text due_on state version settled_on evidence"
RECORD_COLUMNS = "id=public_id channel on document_number visitors meeting=meeting__public_id agenda text by=by__name"
ROWS = Shape(Suggestion, COLUMNS)
SUGGESTION = Shape(
    Suggestion,
    COLUMNS,
    records=Many(FeedbackRecord.objects.filter(suggestion=OuterRef("pk")).order_by("-on", "-pk"), RECORD_COLUMNS),
    commitments=Many(Commitment.objects.filter(suggestion=OuterRef("pk")).order_by("pk"), "id=public_id text due_on state settled_on"),
)
DONE = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"]}


class SuggestionList(ListEndpoint):
    tag, label, shape, filters = LEDGER, "采纳落实台账", ROWS, SuggestionFilter


class SuggestionExport(Export):
    tag, label, shape, filters, table = LEDGER, "采纳落实台账", ROWS, SuggestionFilter, suggestion_table


class SuggestionDetail(DetailEndpoint):
    tag, label, shape = LEDGER, "台账的一行，连同反馈记录和承诺", SUGGESTION


class SuggestionHistory(HistoryEndpoint):
    tag, label, model = LEDGER, "台账一行的办理过程", Suggestion


class SuggestionAct(Endpoint):
    """What is reported of a suggestion, by its unit or by those who verify."""

    tag = LEDGER
    move = ""

    def form(self, public_id):
        row = own(Suggestion.objects.select_related("jurisdiction", "assignment"), self.request.user, public_id)
        label, form = SUGGESTION_FORMS[self.move]
        if not may_report(self.request.user, row):
            raise Forbidden(f"您没有权限进行“{label}”。")
        return form(obj=row, by=self.request.user)

    def get(self, request, public_id):
        self.query()
        form = self.form(public_id)
        shown = {"name": self.move, "label": SUGGESTION_FORMS[self.move][0], "intro": str(form.intro), "missing": ""}
        return answer(shown | {"fields": described(form)})

    def post(self, request, public_id):
        self.query()
        return once(request, lambda: self.make(request, public_id))

    def make(self, request, public_id):
        form = complete(self.form(public_id), request)
        made = form.run()
        checked(form)
        return Response({"id": made.public_id})

    def operation(self, method):
        label, form = SUGGESTION_FORMS[self.move]
        if method == "GET":
            return Operation(f"{label}：要填什么", {200: FORM}, refusals=(400, 401, 403, 404))
        return posting(label, {200: DONE}, form.base_fields)


class CommitmentList(ListEndpoint):
    tag, label, shape = PROMISES, "承诺列表", Shape(Commitment, PROMISE_COLUMNS)


class OfCommitment(MovedEndpoint):
    tag, base, flow, forms = PROMISES, "commitments", actions.COMMITMENT_FLOW, COMMITMENT_FORMS
    related = ("jurisdiction", "suggestion")


class CommitmentDetail(OfCommitment, MovedDetail):
    label, shape = "一项承诺", Shape(Commitment, PROMISE_COLUMNS)


class CommitmentAct(OfCommitment, ActEndpoint):
    pass


ROW = "suggestions/<uuid:public_id>/"
urlpatterns = [
    path("suggestions/", SuggestionList.as_view()),
    path("suggestions/export/", SuggestionExport.as_view()),
    path(ROW, SuggestionDetail.as_view()),
    path(f"{ROW}history/", SuggestionHistory.as_view()),
    *(path(f"{ROW}act/{name}/", SuggestionAct.as_view(move=name)) for name in SUGGESTION_FORMS),
    *moved("commitments", CommitmentList, CommitmentDetail, CommitmentAct, COMMITMENT_FORMS),
]
