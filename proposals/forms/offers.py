"""What the forms offer: units that can handle a case, rows of a rule, and the widgets they share."""

from django import forms
from django.utils import timezone

from organizations.models import Unit, UnitKind

LONG, SHORT = forms.Textarea(attrs={"rows": 5}), forms.Textarea(attrs={"rows": 3})


def handling_units(place):
    """Units of a place that can handle a case today: no groups, none that has ended."""
    return Unit.objects.filter(jurisdiction=place).on(timezone.localdate()).exclude(kind=UnitKind.GROUP)


def wishes(proposal):
    """The sentence on the units that the proposer wishes; "" where he names none."""
    names = "、".join(unit.name for unit in proposal.wished_units.all())
    return f"提案人希望由{names}承办。" if names else ""


def rows(pairs):
    """Choices from the rows of a rule: code and label."""
    return [(row[0], row[1]) for row in pairs]
