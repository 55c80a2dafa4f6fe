"""The endpoints of proposals, handlings, replies, receipts and the ledger."""

from dataclasses import asdict

from django.db.models import OuterRef
from django.urls import path

from documents.api import OwnedFiles
from organizations.endpoints import Endpoint, ListEndpoint
from organizations.exports import Export
from organizations.pages import own
from organizations.schema import Bytes, Operation
from organizations.shapes import Many, Shape
from proposals import actions
from proposals.actions.moves import rules_of
from proposals.api.allocations import urlpatterns as allocations
from proposals.api.soliciting import urlpatterns as soliciting
from proposals.api.tables import CaseImport, Catalogue
from proposals.api.writing import Beginning, Invitation
from proposals.dossier import dossier_answer
from proposals.filters import ProposalFilter
from proposals.forms import FORMS, HANDLING_FORMS, RECEIPT_FORMS, REPLY_FORMS
from proposals.links import link_of
from proposals.models import (
    Contact,
    Extension,
    Handling,
    Proposal,
    Proposer,
    PublishedText,
    Receipt,
    Reply,
    ReplyState,
    ReturnRequest,
    Round,
)
from proposals.permissions import is_inside, is_secretary, may_attach, reads_opinion
from proposals.preflight import preflight
from proposals.tables import proposal_table
from workflow.api import ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, moved
from workflow.models import Event

CASES, WORK, REPLIES, RECEIPTS = "提案", "提案办理", "提案答复", "征询意见表"
COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code session=session__number term=session__term__number kind title category case_no state
    version in_session submitted_at filed_on track mode assigned_on is_key concluded_on publication sensitivity is_history
"""
HANDLING_COLUMNS = """
    id=public_id proposal=proposal__public_id case_no=proposal__case_no unit=unit__public_id unit_name part subject assigned_on due_on
    due_rule due_provisional return_by contact_due_on state version is_locked opinion opinion_on concluded_on
"""
REPLY_COLUMNS = """
    id=public_id handling=round__handling__public_id round=round__number result_class text evidence answers number contact phone signer
    state version issued_on opinions_until
"""
RECEIPT_COLUMNS = """
    id=public_id reply=reply__public_id proposer=proposer__name state version overall ratings text channel answered_on
"""
CASE_ROWS = Shape(Proposal, COLUMNS)
CASE = Shape(
    Proposal,
    COLUMNS
    + "background problems suggestions may_publish publish_refusal not_filed_reasons destination merged_into=merged_into__public_id",
    published=Many(PublishedText.objects.filter(proposal=OuterRef("pk")).order_by("pk"), "reply=reply__public_id title text"),
    proposers=Many(Proposer.objects.filter(proposal=OuterRef("pk")).order_by("order", "pk"), "name order answer"),
)
HANDLING = Shape(
    Handling,
    HANDLING_COLUMNS + "due_steps",
    rounds=Many(
        Round.objects.filter(handling=OuterRef("pk")).order_by("number"),
        "number opened_on due_on closed_on is_dissatisfied is_supplementary",
    ),
    contacts=Many(
        Contact.objects.filter(handling=OuterRef("pk")).order_by("on", "pk"),
        "round phase kind face_to_face is_special_meeting on participants text decisions",
    ),
    extensions=Many(
        Extension.objects.filter(handling=OuterRef("pk")).order_by("pk"), "reason former_due_on wished_on granted ruling ruled_on"
    ),
    return_requests=Many(
        ReturnRequest.objects.filter(handling=OuterRef("pk")).order_by("number"),
        "number reason suggested_unit=suggested_unit__name requested_on coordinated_on coordinated_by coordination "
        "agreed ruling ruled_for ruled_on",
    ),
)
SESSION_OF = ("session__term__jurisdiction", "session__ruleset", "jurisdiction")


class ProposalList(ListEndpoint):
    tag, label, shape, filters = CASES, "提案列表", CASE_ROWS, ProposalFilter


class ProposalExport(Export):
    tag, label, shape, filters, table = CASES, "提案列表", CASE_ROWS, ProposalFilter, proposal_table


class Proposals(Beginning, ProposalList):
    pass


class OfProposal(MovedEndpoint):
    tag, base, flow, forms, related = CASES, "proposals", actions.FLOW, FORMS, (*SESSION_OF, "author", "merged_into")


class ProposalDetail(OfProposal, MovedDetail):
    label, shape = "一件提案", CASE


class ProposalAct(OfProposal, ActEndpoint):
    pass


class ProposalHistory(HistoryEndpoint):
    tag, label, model = CASES, "一件提案的办理记录", Proposal

    def events(self, subject):
        """The trail, for the committee, those who assign, leaders and auditors; empty for others who see the case."""
        return super().events(subject) if is_inside(self.request.user, subject) else Event.objects.none()


class ProposalDossier(Endpoint):
    """The file of a case: a zip with what this person may see of it."""

    tag = CASES

    def get(self, request, public_id):
        self.query()
        return dossier_answer(own(Proposal.objects.select_related(*SESSION_OF), request.user, public_id), request.user)

    def operation(self, method):
        return Operation("一件提案的卷宗（ZIP：目录和您有权查看的材料）", {200: Bytes(["application/zip"])}, refusals=(400, 401, 404, 409))


class ProposalFiles(OwnedFiles):
    label, model, may = "一件提案的附件", Proposal, may_attach


CO_OPINION = {
    "type": "object",
    "properties": {
        "unit_name": {"type": "string"},
        "opinion": {"type": "string"},
        "opinion_on": {"type": "string", "format": "date", "nullable": True},
    },
}


class HandlingList(ListEndpoint):
    tag, label, shape = WORK, "提案办理列表", Shape(Handling, HANDLING_COLUMNS)


class OfHandling(MovedEndpoint):
    tag, base, flow, forms = WORK, "handlings", actions.HANDLING_FLOW, HANDLING_FORMS
    related = ("proposal__session__term", "proposal__session__ruleset", "jurisdiction", "unit")


class HandlingDetail(OfHandling, MovedDetail):
    more = {"co_opinions": {"type": "array", "items": CO_OPINION, "description": "各会办单位的会办意见，供主办单位答复时用"}}
    label, shape = "一个单位对一件提案的办理，连同轮次、沟通、延期和退回", HANDLING

    def extend(self, row, obj):
        others = obj.proposal.handlings.exclude(pk=obj.pk).order_by("pk")
        read = [each for each in others if reads_opinion(each, [obj])]
        row["co_opinions"] = [{"unit_name": each.unit_name, "opinion": each.opinion, "opinion_on": each.opinion_on} for each in read]


class HandlingAct(OfHandling, ActEndpoint):
    pass


class ReplyList(ListEndpoint):
    tag, label, shape = REPLIES, "提案答复列表", Shape(Reply, REPLY_COLUMNS)


class OfReply(MovedEndpoint):
    tag, base, flow, forms = REPLIES, "replies", actions.REPLY_FLOW, REPLY_FORMS
    related = ("round__handling__proposal__session__term", "round__handling__proposal__session__ruleset", "jurisdiction")


FINDING = {
    "type": "object",
    "properties": {
        "field": {"type": "string"},
        "number": {"type": "integer"},
        "message": {"type": "string"},
        "blocks": {"type": "boolean"},
    },
}


class ReplyDetail(OfReply, MovedDetail):
    more = {
        "findings": {"type": "array", "items": FINDING, "description": "印发以前的检查：blocks 为须改，否则请核对；number 是第几条建议"}
    }
    label, shape = "一份答复", Shape(Reply, REPLY_COLUMNS)

    def extend(self, row, obj):
        found = preflight(obj, rules_of(obj.round.handling.proposal)) if obj.state != ReplyState.ISSUED else ()
        row["findings"] = [asdict(each) for each in found]


class ReplyAct(OfReply, ActEndpoint):
    pass


class ReceiptList(ListEndpoint):
    tag, label, shape = RECEIPTS, "征询意见表列表", Shape(Receipt, RECEIPT_COLUMNS)


class OfReceipt(MovedEndpoint):
    tag, base, flow, forms = RECEIPTS, "receipts", actions.RECEIPT_FLOW, RECEIPT_FORMS
    related = ("reply__round__handling__proposal__session__term", "proposer", "jurisdiction")


class ReceiptDetail(OfReceipt, MovedDetail):
    more = {"link": {"type": "string", "description": "一次性评价链接的地址，不含主机名；只给政协秘书"}}
    label, shape = "一份征询意见表", Shape(Receipt, RECEIPT_COLUMNS)

    def extend(self, row, obj):
        row["link"] = link_of(obj) if is_secretary(self.request.user, obj) else ""


class ReceiptAct(OfReceipt, ActEndpoint):
    pass


urlpatterns = [
    *allocations,
    *soliciting,
    path("proposals/export/", ProposalExport.as_view()),
    path("proposals/import/", CaseImport.as_view()),
    path("proposals/catalogue/", Catalogue.as_view()),
    *moved("proposals", Proposals, ProposalDetail, ProposalAct, FORMS),
    path("proposals/<uuid:public_id>/history/", ProposalHistory.as_view()),
    path("proposals/<uuid:public_id>/cosign/", Invitation.as_view()),
    path("proposals/<uuid:public_id>/dossier/", ProposalDossier.as_view()),
    path("proposals/<uuid:public_id>/attachments/", ProposalFiles.as_view()),
    *moved("handlings", HandlingList, HandlingDetail, HandlingAct, HANDLING_FORMS),
    *moved("replies", ReplyList, ReplyDetail, ReplyAct, REPLY_FORMS),
    *moved("receipts", ReceiptList, ReceiptDetail, ReceiptAct, RECEIPT_FORMS),
]
