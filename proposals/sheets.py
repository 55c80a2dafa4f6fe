"""The papers of a case that are set on request: the proposal itself, and the course of its handling as far as a person may see it."""

from django.utils import timezone

from documents.models import Sensitivity
from documents.official.model import Attachment, OfficialPaper, Paragraph, Table
from documents.wording import paragraphs
from proposals.actions.moves import rules_of

HEADS = "一二三"


def proposal_paper(proposal, files=()):
    """提案: head, number, proposers, 案由, the three parts, the names of its `files`."""
    label = "" if proposal.sensitivity == Sensitivity.OPEN else proposal.get_sensitivity_display()
    facts = [("标识", label), ("案由", proposal.title), ("提案者", "、".join(proposal.signer_names)), ("类别", proposal.category)]
    body = [Paragraph(f"{label}：{value}") for label, value in facts if value]
    texts = [("背景", paragraphs(proposal.background)), ("存在的问题", paragraphs(proposal.problems))]
    texts.append(("建议", [Paragraph(f"{number}. {text}") for number, text in enumerate(proposal.suggestions, 1)]))
    for number, (label, blocks) in zip(HEADS, [(label, blocks) for label, blocks in texts if blocks], strict=False):
        body += [Paragraph(f"{number}、{label}", 1), *blocks]
    return OfficialPaper(
        title="政协提案",
        issuers=(f"政协{proposal.jurisdiction}委员会",),
        mark_suffix="",
        number=f"{proposal.session.short_name}第{proposal.case_no}号" if proposal.case_no else "",
        body=tuple(body),
        attachments=tuple(Attachment(name) for name in files),
        signature=tuple(proposal.signer_names[:1]),
        seal=False,
        dated_on=timezone.localdate(proposal.submitted_at) if proposal.submitted_at else proposal.filed_on,
        duplex=False,
    )


def course_paper(proposal, parts):
    """办理情况: examination, assignment, contacts, requests, replies and receipts as tables; `parts`: what the reader may see."""
    blocks = []
    for label, header, rows, widths in _tables(proposal, parts):
        if rows:
            texts = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
            blocks.append(Table(header, texts, widths, label))
    return OfficialPaper(
        title=f"第{proposal.case_no}号提案办理情况",
        issuers=(f"政协{proposal.jurisdiction}委员会",),
        mark_suffix="",
        body=(Paragraph(f"案由：{proposal.title}。状态：{proposal.get_state_display()}。"), *blocks),
        seal=False,
        dated_on=timezone.localdate(),
        duplex=False,
    )


def _tables(proposal, parts):
    """(caption, header, rows, widths) of each part."""
    rules = rules_of(proposal)
    scale = dict(rules.scale)
    reviews = [(row.name, row.on, row.by, row.opinion) for row in proposal.reviews.select_related("by")] if parts.inside else []
    yield "审查意见", ("环节", "日期", "审查人", "意见"), reviews, (3, 3, 3, 8)
    handed = [(row.unit_name, row.role, row.assigned_on, row.due_on, row.get_state_display()) for row in parts.handlings]
    yield "交办", ("单位", "职责", "交办日期", "期限", "状态"), handed, (4, 2, 3, 3, 2)
    kinds = {code: label for code, label, _ in rules.contact_kinds}
    contacts = [_contact(row, each, kinds) for each in parts.handlings for row in each.contacts.all()]
    yield "沟通", ("日期", "单位", "方式", "参加人员", "情况"), contacts, (3, 3, 2, 3, 6)
    yield "会办意见", ("单位", "日期", "意见"), [(h.unit_name, h.opinion_on, h.opinion) for h in parts.opinions], (3, 2, 7)
    asked = [row for handling in parts.handlings for row in _requests(handling)]
    yield "延期和退回申请", ("单位", "申请", "日期", "理由", "裁定"), asked, (3, 1, 2, 4, 4)
    replies = [(r.round.handling.unit_name, r.round.name, r.number, r.issued_on, f"{r.result_class}类") for r in parts.replies]
    yield "答复", ("单位", "轮次", "文号", "日期", "结果"), replies, (4, 2, 4, 3, 2)
    told = [
        (r.proposer.name, f"{r.reply.round.handling.unit_name}{r.reply.round.name}", r.answered_on, _rated(r, scale, rules), r.text)
        for r in parts.receipts
    ]
    yield "征询意见", ("提案者", "答复", "日期", "评价", "意见"), told, (3, 4, 3, 4, 5)


def _contact(row, handling, kinds):
    """A contact; a special meeting with what it decided."""
    kind = "专题会议" if row.is_special_meeting else kinds.get(row.kind, row.kind)
    text = f"{row.text}　议定：{row.decisions}" if row.decisions else row.text
    return row.on, handling.unit_name, f"{row.get_phase_display()}{kind}", row.participants, text


def _rated(receipt, scale, rules):
    """The overall opinion and what was asked apart."""
    overall = scale.get(receipt.overall) or receipt.get_state_display()
    return "；".join([overall, *(f"{name}：{answer}" for name, answer in rules.told(receipt.ratings))])


def _requests(handling):
    """What a unit asked for, and the rulings."""
    for row in handling.extensions.all():
        yield handling.unit_name, "延期", row.requested_on, row.reason, _ruled(row.granted, row.ruling)
    for row in handling.return_requests.all():
        yield handling.unit_name, "退回", row.requested_on, f"{row.reason}{_coordinated(row)}", _ruled(row.agreed, row.ruling)


def _coordinated(row):
    return f"（{row.coordinated_on:%Y-%m-%d} 协调，{row.coordinated_by}：{row.coordination}）" if row.coordinated_on else ""


def _ruled(agreed, text):
    word = "待裁定" if agreed is None else "同意" if agreed else "不同意"
    return f"{word}　{text}".strip()
