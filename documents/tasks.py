"""What the worker does when the bell rings."""

from celery import shared_task

from documents.rendering import render_pending
from documents.scanning import scan_waiting


@shared_task(name="documents.render_pending_papers")
def render_pending_papers():
    """Render the papers that wait."""
    return render_pending()


@shared_task(name="documents.scan_attachments")
def scan_attachments():
    """Scan the attachments that wait."""
    return scan_waiting()
