"""Papers and attachments: shown and served to whoever may see the row they belong to, to nobody else."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from documents import store
from documents.models import Attachment, Paper, PaperState
from documents.rendering import retry
from workflow.refusals import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def seen(queryset, person, public_id, owner):
    """The paper or attachment whose owner (field `owner`) `person` may see; Http404 otherwise."""
    row = get_object_or_404(queryset, public_id=public_id)
    model = getattr(row, f"{owner}_type").model_class()
    if not model.objects.visible_to(person).filter(pk=getattr(row, f"{owner}_id")).exists():
        raise Http404
    return row


def served(digest, name, content_type):
    """Stored bytes as a download that no browser will run."""
    try:
        file = store.path(digest).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["ETag"] = f'"{digest}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def paper(request, public_id):
    """A paper: waiting (asks again by itself), ready to download, or failed with the reason."""
    row = seen(Paper.objects.all(), request.user, public_id, "subject")
    template = "documents/paper_state.html" if request.htmx else "documents/paper.html"
    return render(request, template, {"paper": row, "done": row.state == PaperState.READY, "failed": row.state == PaperState.FAILED})


def paper_file(request, public_id, kind):
    """The stored bytes of a ready paper, always the same."""
    row = seen(Paper.objects.filter(state=PaperState.READY), request.user, public_id, "subject")
    digest, content_type = (row.pdf_digest, "application/pdf") if kind == "pdf" else (row.docx_digest, DOCX)
    return served(digest, f"{row}.{kind}", content_type)


@require_POST
def retry_paper(request, public_id):
    """Set a failed paper again."""
    row = seen(Paper.objects.all(), request.user, public_id, "subject")
    try:
        retry(row)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("documents:paper", public_id)


def attachment(request, public_id):
    """The bytes of an attachment."""
    row = seen(Attachment.objects.all(), request.user, public_id, "owner")
    return served(row.digest, row.name, row.content_type)
