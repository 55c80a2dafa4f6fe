"""Papers and attachments: shown and served to whoever may see the row they belong to, to nobody else."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from documents.delivery import deliver_attachment, deliver_paper
from documents.forms import LabelForm
from documents.kinds import may_request
from documents.models import Attachment, Paper, PaperState
from documents.permissions import find, may_label
from documents.rendering import retry
from workflow.pages import act
from workflow.refusals import Forbidden


def paper(request, public_id):
    """A paper: waiting (asks again by itself), ready to download, or failed with the reason."""
    row = find(Paper, "subject", request.user, public_id)
    failed = row.state == PaperState.FAILED
    context = {
        "paper": row,
        "done": row.state == PaperState.READY,
        "failed": failed,
        "may_retry": failed and may_request(request.user, row.kind, row.subject),
    }
    return render(request, "documents/paper_state.html" if request.htmx else "documents/paper.html", context)


def paper_file(request, public_id, kind):
    """The stored bytes of a ready paper, always the same."""
    return deliver_paper(find(Paper, "subject", request.user, public_id), kind)


@require_POST
def retry_paper(request, public_id):
    """Set a failed paper again."""
    retry(find(Paper, "subject", request.user, public_id), by=request.user)
    messages.success(request, "已重新排队排版。")
    return redirect("documents:paper", public_id)


def attachment(request, public_id):
    """The bytes of an attachment."""
    row = find(Attachment, "owner", request.user, public_id)
    return deliver_attachment(row)


def attachment_label(request, public_id):
    """Change the label of an attachment; leads back to the page it was asked from (`?back=`)."""
    row = find(Attachment, "owner", request.user, public_id)
    if not may_label(request.user, row):
        raise Forbidden("只有上传人和政协秘书可以修改附件的标识。")
    back = request.GET.get("back", "")
    back = back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("dashboard:home")
    return act(request, row, LabelForm, label="修改附件标识", back=back, context={"about": [("附件", row.name)]})
