"""The official papers of a case: the reply letter 答复函."""

from documents.official.model import OfficialPaper, Paragraph
from documents.rendering import request_paper
from documents.templates import template_of
from documents.wording import fill, paragraphs
from feedback.models import Adoption
from proposals.models import ProposerState
from proposals.papers import DEFAULTS, REPLY_LETTER

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
        issuers=(handling.unit.full_name or handling.unit_name,),
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


def _addressees(proposal):
    names = [each.name for each in proposal.proposers.all() if each.answer == ProposerState.ACCEPTED]
    return "、".join(names[:ADDRESSEES]) + (f"等{len(names)}位提案人" if len(names) > ADDRESSEES else "")


def _answers(reply):
    """One paragraph for each suggestion: its verdict and what is done or why not."""
    for row in sorted(reply.answers, key=lambda row: row["number"]):
        lead = f"{row['number']}. 关于第{row['number']}条建议：{Adoption(row['verdict']).label}。"
        yield Paragraph(row["text"], 3, lead) if row["text"] else Paragraph(lead, 3)


def print_reply(reply, *, by):
    """Ask for the letter of an issued reply; returns the pending paper."""
    template = template_of(reply.jurisdiction, REPLY_LETTER, DEFAULTS)
    return request_paper(reply, REPLY_LETTER, reply_letter(reply, template), by=by, template_version=template.version or None)
