"""The score of a unit 年终考核, a question and not a table: the figures of its cases as they stand, put into the terms of the rules.

Nothing is stored, so it can be counted anew for every case at any time, and what another class would change is the same sum once more.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import BooleanField, Count, ExpressionWrapper, Sum
from django.urls import reverse

from feedback.models import Commitment, CommitmentState
from feedback.models.assignments import late
from proposals.models import Contact, Handling, Receipt, ReturnRequest, Round
from proposals.models.handling import LEFT, REPLYING
from supervision.models import CampaignCase, Candidate, Card, RatedUnit
from supervision.models.campaigns import GOOD
from supervision.score_rules import SHARE


@dataclass(frozen=True)
class Figures:
    """One case of a unit: `values` = {figure: number between 0 and 1, or a count; missing where there is nothing to count yet}."""

    handling: int
    unit: int
    case_no: str
    title: str
    link: str
    letter: str
    values: dict


@dataclass(frozen=True)
class Part:
    """One term of a score: over how many cases, the mean or the number, and the points it gives (below 0: takes); None: nothing yet."""

    code: str
    label: str
    figure: str
    is_share: bool
    worth: int
    limit: int
    cases: int
    amount: Fraction
    points: Fraction | None

    @property
    def steps(self):
        """The sum in words."""
        if self.points is None:
            return "还没有可以计算的提案"
        if self.is_share:
            return f"{self.cases} 件平均 {shown(self.amount * 100)}% × {self.worth} 分 = {shown(self.points)} 分"
        if not self.amount:
            return "没有"
        limited = f"，以 {self.limit} 分为限" if abs(self.amount * self.worth) > self.limit else ""
        return f"{self.amount} × {self.worth} 分{limited} = {shown(self.points)} 分"


@dataclass(frozen=True)
class Score:
    """The score of one unit: its parts and their total. Shares with nothing to count yet are left out and the others stand for them."""

    unit: int
    name: str
    public_id: str
    cases: list = field(repr=False)
    parts: list

    @property
    def total(self):
        """Σ shares, scaled to all points of shares, and what is added and taken for each; None where no case has any figure yet."""
        known = [part for part in self.parts if part.is_share and part.points is not None]
        whole, worth = sum(part.worth for part in self.parts if part.is_share), sum(part.worth for part in known)
        if not worth:
            return None
        extra = sum((part.points for part in self.parts if not part.is_share), Fraction(0))
        return Fraction(whole, worth) * sum(part.points for part in known) + extra


def shown(number, places="0.1"):
    """A number to one decimal, half up; "—" for None."""
    if number is None:
        return "—"
    exact = Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else Decimal(number)
    return str(exact.quantize(Decimal(places), ROUND_HALF_UP))


def cell(figures, term):
    """One figure of a case as it is read: a share in percent, a count as it is."""
    value = figures.values.get(term[2])
    return "—" if value is None else f"{shown(value * 100, '1')}%" if term[3] == SHARE else str(value)


def scores(session, rules, day, units=None):
    """[Score] of the units that answer cases of `session` by the `ScoreRules` on `day`, the highest first; `units`: ids, None for all.

    Closed history and co-handlers are not scored.
    """
    handlings = Handling.objects.filter(proposal__session=session, part__in=REPLYING, is_history=False, proposal__is_history=False)
    handlings = handlings.exclude(state=LEFT)
    if units is not None:
        handlings = handlings.filter(unit__in=units)
    names = {pk: (name, str(public)) for pk, name, public in handlings.order_by().values_list("unit", "unit__name", "unit__public_id")}
    found = defaultdict(list)
    for each in figures(handlings, rules, day):
        found[each.unit].append(each)
    rated = [Score(pk, *names[pk], cases, parts(cases, rules)) for pk, cases in found.items()]
    return sorted(rated, key=lambda score: (score.total is None, -(score.total or 0), score.name))


def parts(cases, rules):
    """The terms of the rules over `cases` ([Figures]), in their order."""
    return [_part(cases, *term) for term in rules.terms]


def _part(cases, code, label, figure, kind, worth, limit):
    values = [each.values[figure] for each in cases if figure in each.values]
    amount = Fraction(sum(values))
    if kind == SHARE:
        amount = amount / len(values) if values else Fraction(0)
        points = amount * worth if values else None
    else:
        points = max(-limit, min(limit, amount * worth))
    return Part(code, label, figure, kind == SHARE, worth, limit, len(values), amount, points)


def raised(score, rules, number, before="B", after="A"):
    """What the total would gain if the first `number` cases of class `before` were of class `after`; None where there is no total."""
    worth, cases, left = dict(rules.classes), [], number
    for each in score.cases:
        if left and each.letter == before:
            each, left = replace(each, letter=after, values=each.values | {"solved": Fraction(worth.get(after, 0), 100)}), left - 1
        cases.append(each)
    other = replace(score, cases=cases, parts=parts(cases, rules))
    return None if score.total is None else other.total - score.total


def figures(handlings, rules, day):
    """[Figures] of `handlings` (a queryset) on `day`: ten queries, however many there are."""
    overdue = ExpressionWrapper(late(day), BooleanField())
    rows = (
        handlings.annotate(is_late=overdue)
        .order_by("proposal__case_no", "pk")
        .values(
            *("pk", "unit", "proposal", "proposal__case_no", "proposal__title", "proposal__public_id"),
            *("proposal__is_key", "state", "contact_due_on", "suspended_on", "is_late"),
        )
    )
    facts = _Facts(handlings)
    return [_of(row, facts, rules, day) for row in rows]


def _of(row, facts, rules, day):
    rounds, own = facts.rounds[row["pk"]], row["pk"]
    letter = next((each["letter"] for each in reversed(rounds) if each["letter"]), "")
    values = {
        "key_done": int(row["proposal__is_key"] and row["state"] == "concluded"),
        "rehandled": sum(1 for each in rounds[1:] if not each["extra"]),
        "broken": facts.broken[row["proposal"], row["unit"]],
    }
    values |= {name: facts.counts[name][own] for name in ("returned_wrongly", "card_points", "faulted")}
    values |= {"dissatisfied": facts.opinions[own].count("dissatisfied"), "excellent": facts.excellent[row["proposal"]]}
    if (appraised := facts.appraised.get(row["unit"])) is not None:
        values["appraised"] = Fraction(appraised) / 100
    values |= _shares(row, rounds, letter, facts, rules, day)
    link = reverse("proposals:detail", args=[row["proposal__public_id"]])
    return Figures(own, row["unit"], row["proposal__case_no"], row["proposal__title"], link, letter, values)


def _shares(row, rounds, letter, facts, rules, day):
    """The figures between nothing and whole, those that can be told already."""
    first, contacts, found = rounds[0] if rounds else None, facts.contacts[row["pk"]], {}
    if first and (first["issued"] or row["is_late"]):
        found["in_time"] = int(bool(first["issued"] and first["due"] and first["issued"] <= first["due"]))
    if contacts or letter or row["contact_due_on"] < day and row["suspended_on"] is None:
        found["contacted"] = int(any(phase == "before" for phase, _ in contacts))
    if letter:
        found["face_to_face"] = int(any(met for _, met in contacts))
        found["solved"] = Fraction(dict(rules.classes).get(letter, 0), 100)
    if said := facts.opinions[row["pk"]]:
        worth = dict(rules.opinions)
        found["satisfied"] = Fraction(sum(worth.get(each, 0) for each in said), 100 * len(said))
    return found


class _Facts:
    """What the cases of `handlings` have gathered, by handling; opinions only of rounds that are closed, as units see no others."""

    def __init__(self, handlings):
        own = handlings.order_by().values("pk")
        self.rounds, self.contacts, self.opinions = defaultdict(list), defaultdict(list), defaultdict(list)
        rows = Round.objects.filter(handling__in=own).order_by("handling", "number")
        for handling, due, extra, issued, letter in rows.values_list(
            "handling", "due_on", "is_supplementary", "reply__issued_on", "reply__result_class"
        ):
            self.rounds[handling].append({"due": due, "extra": extra, "issued": issued, "letter": letter if issued else ""})
        for handling, phase, met in Contact.objects.filter(handling__in=own).values_list("handling", "phase", "face_to_face"):
            self.contacts[handling].append((phase, met))
        self._opinions(own)
        refused = ReturnRequest.objects.filter(handling__in=own, agreed=False).order_by().values_list("handling")
        cards = Card.objects.standing().filter(assignment__in=own).order_by().values_list("assignment")
        faults = CampaignCase.objects.filter(handling__in=own).exclude(verdict__in=["", *GOOD]).order_by().values_list("handling")
        self.counts = {
            "returned_wrongly": defaultdict(int, refused.annotate(number=Count("pk"))),
            "card_points": defaultdict(int, cards.annotate(number=Sum("points"))),
            "faulted": defaultdict(int, faults.annotate(number=Count("pk"))),
        }
        chosen = Candidate.objects.filter(state="awarded", proposal__handlings__in=own).order_by().values_list("proposal")
        self.excellent = defaultdict(int, chosen.annotate(number=Count("award", distinct=True)))
        rated = RatedUnit.objects.filter(total__isnull=False, appraisal__session__proposals__handlings__in=own).order_by("pk")
        self.appraised = dict(rated.distinct().values_list("unit", "total"))
        self.broken = defaultdict(int)
        promised = Commitment.objects.filter(state=CommitmentState.BROKEN, suggestion__proposed__proposal__handlings__in=own)
        for case, unit, _ in promised.order_by().values_list("suggestion__proposed__proposal", "unit", "pk").distinct():
            self.broken[case, unit] += 1

    def _opinions(self, own):
        """The opinions on the last closed round that has any."""
        rows = Receipt.objects.filter(reply__round__handling__in=own, reply__round__closed_on__isnull=False).exclude(overall="")
        last = {}
        for handling, number, overall in rows.order_by("reply__round__number", "pk").values_list(
            "reply__round__handling", "reply__round__number", "overall"
        ):
            if last.get(handling) != number:
                self.opinions[handling], last[handling] = [], number
            self.opinions[handling].append(overall)
