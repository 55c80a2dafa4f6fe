"""The endpoints of papers and attachments; what the other rooms need to take files in."""

from django import forms
from django.urls import path
from rest_framework.response import Response

from documents.delivery import TYPES, deliver_attachment, deliver_paper
from documents.forms import LabelForm, sensitivity
from documents.models import Attachment, Paper, PaperState
from documents.permissions import find, may_label
from documents.rendering import retry
from documents.uploads import KINDS, attach
from organizations.endpoints import DetailEndpoint, Endpoint, ListEndpoint, takes_nothing
from organizations.inputs import checked, complete
from organizations.pages import own
from organizations.schema import Bytes, Operation
from organizations.shapes import Shape
from workflow.api import once, posting
from workflow.forms import ActForm, FilesField
from workflow.refusals import Forbidden

PAPERS, FILES = "公文", "附件"
PAPER_COLUMNS = "id=public_id kind number title state pages created_at ready_at"
PAPER = Shape(Paper, PAPER_COLUMNS + " error template_version pdf_sha256=pdf_digest docx_sha256=docx_digest")
PAPER_ROWS = Shape(Paper, PAPER_COLUMNS)
ATTACHMENT = Shape(
    Attachment, "id=public_id name purpose sensitivity scan size content_type sha256=digest uploaded_by=uploaded_by__name uploaded_at"
)


class OfOwner(Endpoint):
    """What papers and attachments share: the row, for who sees what it belongs to; 404 for all others."""

    def find(self, model, owner, public_id):
        return find(model, owner, self.request.user, public_id)


class PaperDetail(OfOwner, DetailEndpoint):
    tag, label, shape = PAPERS, "一份公文的状态、文号和校验值", PAPER

    def queryset(self):
        return Paper.objects.filter(pk=self.find(Paper, "subject", self.kwargs["public_id"]).pk)


class PaperFile(OfOwner):
    """The issued bytes, as they were stored."""

    tag = PAPERS
    kind = ""

    def get(self, request, public_id):
        self.query()
        return deliver_paper(self.find(Paper, "subject", public_id), self.kind)

    def operation(self, method):
        return Operation(f"下载公文（{self.kind.upper()}）", {200: Bytes([TYPES[self.kind]])}, refusals=(400, 401, 404, 409))


class PaperRetry(OfOwner):
    """A paper that failed is set again, for who may ask for such a paper."""

    tag = PAPERS

    def post(self, request, public_id):
        self.query()
        return once(request, lambda: self.again(request, public_id))

    def again(self, request, public_id):
        takes_nothing(request)
        paper = self.find(Paper, "subject", public_id)
        retry(paper, by=request.user)
        return Response({"id": paper.public_id, "state": PaperState.PENDING})

    def operation(self, method):
        document = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "state": {"type": "string"}}}
        return posting("重新排版（仅限排版失败的公文）", {200: document}, {})


class AttachmentDetail(OfOwner, DetailEndpoint):
    tag, label, shape = FILES, "一个附件的名称、大小和校验值", ATTACHMENT

    def queryset(self):
        return Attachment.objects.filter(pk=self.find(Attachment, "owner", self.kwargs["public_id"]).pk)


class AttachmentFile(OfOwner):
    """The file itself."""

    tag = FILES

    def get(self, request, public_id):
        self.query()
        return deliver_attachment(self.find(Attachment, "owner", public_id))

    def operation(self, method):
        return Operation("下载附件", {200: Bytes(content_type for _, content_type in KINDS.values())}, refusals=(400, 401, 404, 409))


class AttachForm(ActForm):
    """Files put to a row."""

    purpose = forms.CharField(label="说明", max_length=40, required=False)
    sensitivity = sensitivity()
    files = FilesField(label="文件")

    def act(self, version, files, **facts):
        return [attach(self.obj, upload, by=self.by, **facts) for upload in files]


class AttachmentLabel(OfOwner):
    """Another label for an attachment, by who uploaded it or a secretary."""

    tag = FILES

    def post(self, request, public_id):
        self.query()
        return once(request, lambda: self.relabelled(request, public_id))

    def relabelled(self, request, public_id):
        row = self.find(Attachment, "owner", public_id)
        if not may_label(request.user, row):
            raise Forbidden("只有上传人和政协秘书可以修改附件的标识。")
        form = complete(LabelForm(obj=row, by=request.user), request)
        form.run()
        checked(form)
        return Response({"id": row.public_id, "sensitivity": row.sensitivity})

    def operation(self, method):
        document = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "sensitivity": {"type": "string"}}}
        return posting("修改附件的标识", {200: document}, LabelForm.base_fields)


class OwnedFiles(ListEndpoint):
    """The attachments of one row of `model`: GET lists them for who sees the row, POST adds files for who `may(person, row)`."""

    tag, shape = FILES, ATTACHMENT
    model = None
    may = None

    def queryset(self):
        return Attachment.objects.of(self.row())

    def row(self):
        return own(self.model.objects, self.request.user, self.kwargs["public_id"])

    def post(self, request, public_id):
        self.query()
        return once(request, lambda: self.attached(request))

    def attached(self, request):
        row = self.row()
        if not type(self).may(request.user, row):
            raise Forbidden("您没有权限给这条记录上传附件。")
        form = complete(AttachForm(obj=row, by=request.user), request)
        found = form.run()
        checked(form)
        return Response({"created": [each.public_id for each in found]}, status=201)

    def operation(self, method):
        if method == "GET":
            listed = super().operation(method)
            return Operation(self.label, listed.answers, listed.parameters, refusals=(400, 401, 404))
        ids = {"type": "array", "items": {"type": "string", "format": "uuid"}}
        document = {"type": "object", "properties": {"created": ids}, "required": ["created"]}
        return posting(self.label + "：上传", {201: document}, AttachForm.base_fields, media=("multipart/form-data",))


class OwnedPapers(ListEndpoint):
    """The papers printed for one row of `model`, for who sees the row."""

    tag, shape = PAPERS, PAPER_ROWS
    model = None

    def queryset(self):
        return Paper.objects.of(own(self.model.objects, self.request.user, self.kwargs["public_id"]))

    def operation(self, method):
        listed = super().operation(method)
        return Operation(self.label, listed.answers, listed.parameters, refusals=(400, 401, 404))


urlpatterns = [
    path("papers/<uuid:public_id>/", PaperDetail.as_view()),
    path("papers/<uuid:public_id>/act/retry/", PaperRetry.as_view()),
    *(path(f"papers/<uuid:public_id>/{kind}/", PaperFile.as_view(kind=kind)) for kind in TYPES),
    path("attachments/<uuid:public_id>/", AttachmentDetail.as_view()),
    path("attachments/<uuid:public_id>/act/label/", AttachmentLabel.as_view()),
    path("attachments/<uuid:public_id>/file/", AttachmentFile.as_view()),
]
