"""Paper templates: every saving is the next version, what was printed from an older one stays."""

from django.db import transaction
from django.db.models import Max

from documents.models import PaperTemplate
from documents.models.numbers import draw_number
from documents.official.model import DOCUMENT, OfficialPaper
from organizations.models import Jurisdiction


def template_of(jurisdiction, kind, defaults):
    """The jurisdiction's template in use, else the shipped one of `defaults` ({kind: fields})."""
    return PaperTemplate.objects.in_use(jurisdiction, kind) or PaperTemplate(kind=kind, version=0, **defaults[kind])


def next_number(jurisdiction, day, *kinds):
    """The next document number of the series that the place's template of the first of these kinds names; "" where none names one."""
    in_use = (PaperTemplate.objects.in_use(jurisdiction, kind) for kind in kinds)
    word = next((template.word for template in in_use if template and template.word), "")
    return draw_number(jurisdiction, word, day.year) if word else ""


def framed(template, *, issuers, dated_on, addressees="", **fields):
    """An official paper in the frame of a template: format, head, addressees unless they are given, copies, who prints it and when."""
    return OfficialPaper(
        issuers=issuers,
        format=template.format,
        mark_suffix="文件" if template.format == DOCUMENT else "",
        addressees=(addressees or template.addressees).rstrip("：:"),
        dated_on=dated_on,
        copies_to=template.copies_to.rstrip("。"),
        printed_by=template.printed_by or issuers[0],
        printed_on=dated_on,
        **fields,
    )


@transaction.atomic
def save_template(place_id, kind, *, by, **texts):
    """Store the words of a kind of paper as the next version of a jurisdiction; returns it.

    `texts`: format, word, addressees, body, copies_to, printed_by. Raises ValidationError for words that no paper can fill.
    """
    place = Jurisdiction.objects.select_for_update().get(pk=place_id)
    last = PaperTemplate.objects.filter(jurisdiction=place, kind=kind).aggregate(last=Max("version"))["last"] or 0
    template = PaperTemplate(jurisdiction=place, kind=kind, version=last + 1, created_by=by, **texts)
    template.full_clean()
    template.save()
    return template
