"""From a requested paper to stored bytes: claimed by one worker, rendered, stored; tried again with growing pauses, then failed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from documents import store
from documents.kinds import may_request
from documents.models import Paper, PaperState
from documents.official.model import to_dict
from documents.official.worker import RenderFailed, RenderRefused, render
from documents.templates import template_of
from workflow.refusals import Forbidden, Refused
from workflow.trail import record

ATTEMPTS = 5
LEASE = timedelta(seconds=120)


def request_paper(subject, kind, paper, *, by, template_version=None):
    """Leave an `OfficialPaper` to be rendered, in the caller's transaction; returns the pending `Paper`."""
    return Paper.objects.create(
        jurisdiction_id=subject.jurisdiction_id,
        subject=subject,
        kind=kind,
        number=paper.number,
        title=paper.title,
        content=to_dict(paper),
        template_version=template_version,
        created_by=by,
    )


def print_paper(subject, kind, defaults, make, *, by):
    """Ask for the paper that `make(template)` describes, by the place's template of this kind or the shipped one of `defaults`; returns
    the pending `Paper`."""
    template = template_of(subject.jurisdiction, kind, defaults)
    return request_paper(subject, kind, make(template), by=by, template_version=template.version or None)


@transaction.atomic
def retry(paper, *, by):
    """Render a failed paper again, after what was missing is there; for who may ask for such a paper. Raises Forbidden or Refused."""
    if not may_request(by, paper.kind, paper.subject):
        raise Forbidden("您没有权限重新排版这份公文，请联系能够印发它的人员。")
    done = Paper.objects.filter(pk=paper.pk, state=PaperState.FAILED).update(state=PaperState.PENDING, attempts=0, retry_at=None, error="")
    if not done:
        raise Refused("这份公文没有失败，不需要重新排版。")
    record(paper, "retry", "重新排版", by=by)


def render_pending():
    """Render all papers that wait; returns how many became ready. Safe to run in several processes at once."""
    ready = 0
    while paper := _claim():
        ready += _render(paper)
    return ready


@transaction.atomic
def _claim():
    """Take the next waiting paper for the time of a lease, so that a worker that dies gives it back by itself."""
    now = timezone.now()
    due = Paper.objects.pending().filter(Q(retry_at__isnull=True) | Q(retry_at__lte=now))
    paper = due.select_for_update(skip_locked=True).order_by("pk").first()
    if paper is None:
        return None
    paper.attempts += 1
    paper.retry_at = now + LEASE * 2 ** (paper.attempts - 1)
    paper.save(update_fields=["attempts", "retry_at"])
    return paper


def _render(paper):
    try:
        done = render(paper.content, font_dir=settings.FONT_DIR)
    except RenderRefused as error:
        return _set_aside(paper, str(error), final=True)
    except RenderFailed as error:
        return _set_aside(paper, str(error), final=paper.attempts >= ATTEMPTS)
    ready = Paper.objects.filter(pk=paper.pk, state=PaperState.PENDING).update(
        state=PaperState.READY,
        pdf_digest=store.save(done.pdf),
        docx_digest=store.save(done.docx),
        pages=done.pages,
        fonts=done.fonts,
        error="",
        ready_at=timezone.now(),
    )
    return bool(ready)


def _set_aside(paper, sentence, *, final):
    """Leave a paper that was not rendered with the reason: to be tried again when its lease is over, or for good."""
    state = PaperState.FAILED if final else PaperState.PENDING
    Paper.objects.filter(pk=paper.pk, state=PaperState.PENDING).update(state=state, error=sentence[:1000])
    return False
