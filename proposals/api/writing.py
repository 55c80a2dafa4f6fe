"""Beginning a proposal and answering an invitation, as calls."""

from django.http import Http404
from rest_framework.response import Response

from organizations.endpoints import Endpoint
from organizations.inputs import checked, complete
from organizations.pages import own
from proposals.forms import BeginForm, InvitationForm, beginning
from proposals.models import Proposal
from workflow.api import once, posting
from workflow.refusals import Refused

BEGUN = {
    "type": "object",
    "properties": {"id": {"type": "string", "format": "uuid"}, "state": {"type": "string"}, "version": {"type": "integer"}},
    "required": ["id", "state", "version"],
}
ANSWERED = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}


class Beginning:
    """POST of the list: a draft in the session that runs now, with the fields of the page."""

    def post(self, request):
        self.query()
        return once(request, lambda: self.begin(request))

    def begin(self, request):
        _, session = beginning(request.user)
        if session is None:
            raise Refused("本地区还没有登记届次，现在不能写提案。")
        form = complete(BeginForm(obj=session, by=request.user), request)
        proposal = form.run()
        checked(form)
        return Response({"id": proposal.public_id, "state": proposal.state, "version": proposal.version}, status=201)

    def operation(self, method):
        if method == "GET":
            return super().operation(method)
        return posting("起草一件提案", {201: BEGUN}, BeginForm.base_fields)


class Invitation(Endpoint):
    """A co-signer answers his invitation."""

    tag = "提案"

    def post(self, request, public_id):
        self.query()
        return once(request, lambda: self.reply(request, public_id))

    def reply(self, request, public_id):
        proposal = own(Proposal.objects.select_related("jurisdiction", "author"), request.user, public_id)
        if proposal.author_id == request.user.pk or not proposal.proposers.filter(person=request.user).exists():
            raise Http404
        form = complete(InvitationForm(obj=proposal, by=request.user), request)
        proposer = form.run()
        checked(form)
        return Response({"answer": proposer.answer})

    def operation(self, method):
        return posting("答复联名邀请", {200: ANSWERED}, InvitationForm.base_fields)
