"""The official papers of cases: the reply letter 答复函, the notice of an assignment 交办通知."""

from functools import partial

from django.db.models import Max

from documents.official.model import Attachment, OfficialPaper, Paragraph, Table, chinese_date
from documents.rendering import print_paper
from documents.templates import framed, template_of
from documents.wording import fill, paragraphs
from feedback.models import Adoption
from proposals.models.handling import REPLYING, Handling
from proposals.papers import ASSIGNMENT_NOTICE, DEFAULTS, REPLY_LETTER

ADDRESSEES = 6  # more names than this are summed up


def reply_letter(reply, template=None):
    """The letter of an issued reply: class mark and number at the right of the head, itemised answers, contact in the 附注."""
    handling = reply.round.handling
    proposal = handling.proposal
    template = template or template_of(proposal.jurisdiction, REPLY_LETTER, DEFAULTS)
    before, _, after = template.body.partition("${答复正文}")
    values = {"案由": proposal.title, "案号": proposal.case_no, "届次": proposal.session.short_name, "承办单位": handling.unit_name}
    body = (*paragraphs(fill(before, values)), *paragraphs(reply.text), *_answers(reply), *paragraphs(fill(after, values)))
    return OfficialPaper(
        title=f"关于{proposal.jurisdiction}政协{proposal.session.short_name}第{proposal.case_no}号提案的答复",
        issuers=(_issuer(reply),),
        format=template.format,
        mark_suffix="",
        body=body,
        number=reply.number,
        class_mark=f"{reply.result_class}类",
        addressees=_addressees(proposal),
        dated_on=reply.issued_on,
        note=f"联系人：{reply.contact}，联系电话：{reply.phone}",
        copies_to=template.copies_to.rstrip("。"),
    )


def _issuer(reply):
    """Who answers: the unit by its full name, or the one that carries its duties by the day of the reply."""
    handling = reply.round.handling
    unit = handling.unit.current(reply.issued_on)
    return unit.full_name or (handling.unit_name if unit == handling.unit else unit.name)


def _addressees(proposal):
    names = proposal.answered_names
    return "、".join(names[:ADDRESSEES]) + (f"等{len(names)}位提案人" if len(names) > ADDRESSEES else "")


def _answers(reply):
    """One paragraph for each suggestion: its verdict and what is done or why not."""
    for row in sorted(reply.answers, key=lambda row: row["number"]):
        lead = f"{row['number']}. 关于第{row['number']}条建议：{Adoption(row['verdict']).label}。"
        yield Paragraph(row["text"], 3, lead) if row["text"] else Paragraph(lead, 3)


def print_reply(reply, *, by):
    """Ask for the letter of an issued reply; returns the pending paper."""
    return print_paper(reply, REPLY_LETTER, DEFAULTS, partial(reply_letter, reply), by=by)


def assignment_notice(allocation, template=None):
    """The notice 交办通知 of an allocation that was assigned, with the list of its cases 交办清单 as attachment."""
    template = template or template_of(allocation.jurisdiction, ASSIGNMENT_NOTICE, DEFAULTS)
    rows = list(
        allocation.rows.select_related("proposal", "first")
        .prefetch_related("others", "proposal__proposers", "proposal__merged__proposers")
        .order_by("pk")
    )
    handlings = Handling.objects.filter(proposal__in=[row.proposal_id for row in rows], assigned_on=allocation.assigned_on)
    lasts = handlings.filter(part__in=REPLYING).aggregate(reply=Max("due_on"), back=Max("return_by"))
    session, units = allocation.session, {unit for row in rows for unit in row.units}
    name = template.printed_by or f"{allocation.jurisdiction}政协提案委员会"
    values = {"届次": session.short_name, "件数": len(rows), "单位数": len(units), "交办日期": chinese_date(allocation.assigned_on)}
    values |= {"答复期限": chinese_date(lasts["reply"]), "退回期限": chinese_date(lasts["back"])}
    listed = Table(("案号", "案由", "提案者", "承办单位"), tuple(map(_listed, rows)), (8, 34, 18, 28))
    return framed(
        template,
        issuers=(name,),
        dated_on=allocation.assigned_on,
        title=f"关于交办{session.short_name}提案的通知",
        body=paragraphs(fill(template.body, values)),
        number=allocation.number,
        attachments=(Attachment(f"{session.short_name}提案交办清单", (listed,)),),
    )


def _listed(row):
    """One line of the list: number, title, proposers, units with their parts."""
    first = {"lead_co": "（主办）"}.get(row.mode, "")
    others = {"lead_co": "（会办）"}.get(row.mode, "")
    units = [f"{row.first.name}{first}", *[f"{unit.name}{others}" for unit in row.others.all()]]
    return row.proposal.case_no, row.proposal.title, _addressees(row.proposal), "、".join(units)


def print_assignment(allocation, *, by):
    """Ask for the 交办通知 of an allocation; returns the pending paper."""
    return print_paper(allocation, ASSIGNMENT_NOTICE, DEFAULTS, partial(assignment_notice, allocation), by=by)
