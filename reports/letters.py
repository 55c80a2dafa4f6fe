"""The official paper of a report: its chapters, then the tables and the proof of its figures as attachments."""

from functools import partial

from documents.official.model import chinese_date
from documents.rendering import print_paper
from documents.templates import framed, template_of
from documents.wording import fill, paragraphs
from reports.drafting.drafts import filled
from reports.drafting.keeping import proof, tables_of, values_of
from reports.kinds import kind_of
from reports.papers import DEFAULTS, REPORT


def issuer_of(report, template=None):
    """The body a report is of: what the template prints, or what its kind says; of its own summary the unit."""
    template = template or template_of(report.jurisdiction, REPORT, DEFAULTS)
    return (not report.unit and template.printed_by) or kind_of(report.kind).issued_by(report.jurisdiction, report.unit)


def opening(report, issuer=""):
    """受…委托，由…向…通报, where the report names its occasion or its speaker; `issuer`: by whom, if it is known already."""
    by, verb = f"受{issuer or issuer_of(report)}委托，由{report.speaker}" if report.speaker else "", kind_of(report.kind).verb
    return f"{by}向{report.occasion}{verb}如下。" if report.occasion else f"{by}{verb}如下。" if by else ""


def report_letter(report, template=None):
    """An issued report as an official paper; its numbers are those frozen at sign-off."""
    template = template or template_of(report.jurisdiction, REPORT, DEFAULTS)
    issuer = issuer_of(report, template)
    before, _, after = template.body.partition("${正文}")
    values = {"届次": report.session.short_name, "场合": report.occasion, "报告人": report.speaker, "截止日期": chinese_date(report.as_of)}
    text = "\n".join(filter(None, [opening(report, issuer), filled(report.text, values_of(report.figures))]))
    place, kind = report.jurisdiction, kind_of(report.kind)
    return framed(
        template,
        issuers=(issuer,),
        addressees=template.addressees or kind.addressees(place),
        dated_on=report.issued_on or report.signed_on or report.as_of,
        title=report.title,
        body=(*paragraphs(fill(before, values)), *paragraphs(text), *paragraphs(fill(after, values))),
        number=report.number,
        attachments=(*tables_of(report.tables), proof(report.figures, report.as_of)),
    )


def print_report(report, *, by):
    """Ask for the paper of an issued report; returns it pending."""
    return print_paper(report, REPORT, DEFAULTS, partial(report_letter, report), by=by)
