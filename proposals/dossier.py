"""卷宗: one file with a catalogue and every paper of a case that the person may see."""

import hashlib
import re
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import FileResponse
from django.utils import timezone

from documents import store
from documents.models import Attachment, Paper, PaperState, Sensitivity
from documents.official.model import to_dict
from documents.official.worker import RenderFailed, RenderRefused, render
from feedback.models import Assignment
from proposals.models import Handling, Proposal, Receipt, Reply, ReplyState
from proposals.permissions import is_inside, reads_opinion, sees_sealed
from proposals.sheets import course_paper, proposal_paper
from tables import Column, Table, export
from tables.containers import plain_name
from workflow.models import Event
from workflow.refusals import Refused

NAMES = 60  # characters of a paper's own name inside the file
CATALOGUE = (
    Column("number", "序号", 6, "number"),
    Column("name", "材料名称", 40),
    Column("on", "日期", 12, "date"),
    Column("pages", "页数", 6, "number"),
    Column("size", "大小（字节）", 12, "number"),
    Column("digest", "SHA-256", 36),
)
HISTORY = (
    Column("on", "日期", 12, "date"),
    Column("subject", "对象", 30),
    Column("label", "操作", 16),
    Column("by", "操作人", 12),
    Column("reason", "理由", 40),
    Column("recorded", "记录时间", 18),
)


@dataclass(frozen=True)
class Sheet:
    """One paper of the file: its name with ending, its day, its bytes and, where they are known, its pages."""

    name: str
    on: date | None
    data: bytes
    pages: int | None = None


@dataclass(frozen=True)
class Parts:
    """What of a case one person may see: handlings, opinions of co-handlers, issued replies, unsealed receipts, the proposals merged
    into it, and whether the inner papers are his to read."""

    handlings: list
    opinions: list
    replies: list
    receipts: list
    merged: list
    inside: bool

    @classmethod
    def of(cls, proposal, person):
        """By the rules of the case's page: a receipt shows once its round is closed, before that to who sees sealed ones or gave it."""
        inside, unsealed = is_inside(person, proposal), sees_sealed(person, proposal)
        handlings = list(Handling.objects.visible_to(person).filter(proposal=proposal).select_related("unit").order_by("pk"))
        opinions = [each for each in proposal.handlings.order_by("pk") if reads_opinion(each, handlings)]
        seen = Reply.objects.visible_to(person).filter(round__handling__proposal=proposal, state=ReplyState.ISSUED)
        replies = list(seen.select_related("round__handling").order_by("issued_on", "pk"))
        rows = Receipt.objects.filter(reply__in=replies).select_related("reply__round__handling", "proposer").order_by("pk")
        receipts = [row for row in rows if row.reply.round.shows_opinions(unsealed) or row.proposer.person_id == person.pk]
        merged = Proposal.objects.visible_to(person).filter(merged_into=proposal).select_related("jurisdiction", "session__term")
        return cls(handlings, opinions, replies, receipts, list(merged.prefetch_related("proposers").order_by("pk")), inside)


def dossier(proposal, person):
    """The file of a case as (open binary file at its beginning, file name); papers are taken in one by one. Raises Refused."""
    if not proposal.case_no:
        raise Refused("提案立案以后才有卷宗。")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    try:
        rows = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, sheet in enumerate(_sheets(proposal, person), 1):
                name = f"{number:02d} {_safe(sheet.name)}"
                archive.writestr(name, sheet.data)
                facts = {"on": sheet.on, "pages": sheet.pages, "size": len(sheet.data), "digest": hashlib.sha256(sheet.data).hexdigest()}
                rows.append({"number": number, "name": name} | facts)
            note = f"{proposal.session}　{person}于{timezone.localdate():%Y年%-m月%-d日}导出，只含导出人有权查看的材料。"
            if proposal.sensitivity != Sensitivity.OPEN:
                note += f"本件标识为“{proposal.get_sensitivity_display()}”，请妥善保管，不得外传。"
            archive.writestr("00 目录.docx", export(Table(f"第{proposal.case_no}号提案卷宗目录", CATALOGUE, rows, note), "docx")[0])
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, plain_name(f"{_safe(f'第{proposal.case_no}号提案卷宗 {proposal.title}')}.zip")


def dossier_answer(proposal, person):
    """The answer that sends the file of a case to a person, piece by piece."""
    file, name = dossier(proposal, person)
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _safe(name):
    """A name that no system takes for a path or a device, cut to a length that all can unpack."""
    stem, dot, ending = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", plain_name(name)).rpartition(".")
    return f"{(stem or ending)[:NAMES].strip(' .')}{dot if stem else ''}{ending if stem else ''}"


def _sheets(proposal, person):
    """Every paper in order."""
    parts = Parts.of(proposal, person)
    files = list(Attachment.objects.of(proposal))
    submitted = timezone.localdate(proposal.submitted_at) if proposal.submitted_at else None
    yield _set("提案.pdf", submitted, proposal_paper(proposal, [file.name for file in files]))
    yield from _stored("提案附件", files)
    for each in parts.merged:
        yield from _merged(each)
    for handling in parts.handlings:
        yield from _of_work(handling)
    yield _set("办理情况.pdf", timezone.localdate(), course_paper(proposal, parts))
    for reply in parts.replies:
        name = f"答复函 {reply.round.handling.unit_name} {reply.round.name}"
        yield _letter(name, reply)
        yield from _stored("答复附件", Attachment.objects.of(reply))
    visible = set(Receipt.objects.visible_to(person).filter(pk__in=[row.pk for row in parts.receipts]).values_list("pk", flat=True))
    for receipt in parts.receipts:
        if receipt.pk in visible:
            yield from _stored("意见表", Attachment.objects.of(receipt))
    if parts.inside:
        yield _history(proposal, parts)


def _merged(proposal):
    """A proposal that was merged into the case, with its attachments."""
    files = list(Attachment.objects.of(proposal))
    on = proposal.submitted_at and timezone.localdate(proposal.submitted_at)
    yield _set(f"并入提案 {proposal.title}.pdf", on, proposal_paper(proposal, [file.name for file in files]))
    yield from _stored("并入提案附件", files)


def _of_work(handling):
    """What a unit put to its handling, its entries of progress and its talks with proposers."""
    yield from _stored(f"办理附件 {handling.unit_name}", Attachment.objects.of(Assignment(pk=handling.pk)))
    for kind, rows in (("进展附件", handling.entries.order_by("pk")), ("沟通附件", handling.contacts.all())):
        for row in Attachment.objects.put_to(rows):
            yield from _stored(f"{kind} {handling.unit_name}", row.files)


def _set(name, on, paper):
    """A paper set now, by the same typesetter as issued ones."""
    try:
        done = render(to_dict(paper), font_dir=settings.FONT_DIR)
    except (RenderFailed, RenderRefused) as error:
        raise Refused(f"“{name}”没有排成：{error}") from None
    return Sheet(name, on, done.pdf, done.pages)


def _letter(name, reply):
    paper = Paper.objects.of(reply).filter(kind="reply_letter").first()
    if paper is None or paper.state != PaperState.READY:
        return Sheet(f"{name}（函件尚未生成）.txt", reply.issued_on, reply.text.encode("utf-8-sig"))
    return Sheet(f"{name}.pdf", reply.issued_on, _load(paper.pdf_digest, name), paper.pages)


def _stored(kind, files):
    for file in files:
        yield Sheet(f"{kind} {file.name}", timezone.localdate(file.uploaded_at), _load(file.digest, file.name))


def _load(digest, name):
    try:
        return store.load(digest)
    except (OSError, ValueError):
        raise Refused(f"“{name}”的文件丢失或已损坏，卷宗没有生成，请联系系统管理员。") from None


def _history(proposal, parts):
    """Every move on the case, its handlings and replies."""
    events = Event.objects.of(proposal, *parts.handlings, *parts.replies)
    rows = (
        {"on": event.on, "subject": event.subject_label, "label": event.label, "by": event.by_name, "reason": event.reason}
        | {"recorded": f"{timezone.localtime(event.recorded_at):%Y-%m-%d %H:%M}"}
        for event in events
    )
    return Sheet("办理记录.xlsx", timezone.localdate(), export(Table("办理记录", HISTORY, rows), "xlsx")[0])
