"""What the forms offer: units that can handle a case, rows of a rule, and the widgets they share."""

from django import forms
from django.utils import timezone

from organizations.models import Unit, UnitKind
from organizations.numerals import numeral
from proposals.recommend import FEWEST, recommend

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


def to_choose(pairs):
    """Choices from the rows of a rule where none may be taken unawares: the only one, or an empty one in front."""
    choices = rows(pairs)
    return choices if len(choices) == 1 else [("", "请选择"), *choices]


def advised(proposal):
    """(sentence on who should handle a case, recommendations of `recommend`): what its proposer wishes, what past cases suggest."""
    found = recommend(proposal.jurisdiction, proposal.title, before=proposal)
    none = "" if found else f"以往相似的提案不足{numeral(FEWEST)}件，没有推荐承办单位。"
    return wishes(proposal) + none, found
