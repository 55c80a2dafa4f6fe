"""The official paper of a card or slip: 督办通知书."""

from functools import partial

from documents.official.model import OfficialPaper, chinese_date
from documents.rendering import print_paper
from documents.templates import template_of
from documents.wording import fill, paragraphs
from supervision.papers import CARD_NOTICE, DEFAULTS


def card_notice(card, template=None):
    """The notice of an issued card: what is late, what is demanded, until when to answer and to appeal."""
    template = template or template_of(card.jurisdiction, CARD_NOTICE, DEFAULTS)
    assignment, unit = card.assignment, card.unit.current(card.issued_on)
    issuer = template.printed_by or f"{card.jurisdiction}人民政府督查室"
    values = {
        "承办单位": unit.name,
        "事项": assignment.subject,
        "来源": assignment.source_label,
        "截止日期": chinese_date(assignment.due_on) if assignment.due_on else "未定",
        "牌单": card.get_colour_display(),
        "事由": card.reason.rstrip("。") + "。",
        "督办要求": card.demands,
        "答复期限": chinese_date(card.due_on),
        "申诉期限": chinese_date(card.appeal_by),
    }
    return OfficialPaper(
        title="督办通知书",
        issuers=(issuer,),
        format=template.format,
        mark_suffix="文件" if template.format == "document" else "",
        body=paragraphs(fill(template.body, values)),
        number=card.number,
        addressees=unit.full_name or unit.name,
        dated_on=card.issued_on,
        copies_to=template.copies_to.rstrip("。"),
    )


def print_card(card, *, by):
    """Ask for the 督办通知书 of an issued card; returns the pending paper."""
    return print_paper(card, CARD_NOTICE, DEFAULTS, partial(card_notice, card), by=by)
