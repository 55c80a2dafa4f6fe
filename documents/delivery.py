"""Sending stored files: always as a download, never run or shown by the browser inside the system's own pages."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documents import store
from documents.models import PaperState, ScanState
from workflow.refusals import Refused

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def deliver_paper(paper, kind):
    """The answer that hands out a paper as `kind` (pdf, docx). Raises Refused where it is not ready."""
    if paper.state == PaperState.PENDING:
        raise Refused("公文还没有生成，请稍后再试。")
    if paper.state == PaperState.FAILED:
        raise Refused("公文没有生成，请在网页上查看原因。")
    return deliver(getattr(paper, f"{kind}_digest"), f"{paper}.{kind}", TYPES[kind])


def deliver_attachment(attachment):
    """The answer that hands out an attachment. Raises Refused for one in which a virus was found."""
    if attachment.scan == ScanState.INFECTED:
        raise Refused("这个附件查出病毒，已经停止下载，请联系系统管理员。")
    return deliver(attachment.digest, attachment.name, attachment.content_type)


def deliver(digest, name, content_type):
    """The answer that hands out the stored bytes under `name`. Raises Refused where the file is lost or damaged."""
    try:
        data = store.load(digest)
    except (OSError, ValueError):
        raise Refused("文件丢失或已损坏，请联系系统管理员。") from None
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
