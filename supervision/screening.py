"""Which cases and units the rules bring as candidates, by what merit, and which are out of the question by a one-veto ground 一票否决."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from documents.models import Sensitivity
from organizations.models import Unit
from organizations.models.rulesets import rules_for
from proposals.models import Handling, Proposal, ProposalState, ProposerKind
from proposals.models.handling import LEFT, REPLYING
from supervision.award_rules import PROPOSAL_VETOES, UNIT_VETOES, AwardRules
from supervision.models import AwardKind, Card
from supervision.score_rules import ScoreRules
from supervision.scoring import figures, scores, shown


@dataclass(frozen=True)
class Found:
    """A case or a unit (`row`) with its merit and the grounds against it."""

    row: object
    label: str
    merit: Decimal
    grounds: tuple
    is_collective: bool = False


def award_rules(session, on=None):
    """The rules for the awards of a session."""
    return _rules(AwardRules, session, on)


def _rules(section, session, on=None):
    day = session.starts_on or on or timezone.localdate()
    return rules_for(section, session.term.jurisdiction, on=day, session=session)


def quota_of(kind, session, on=None):
    """How many places there are by the rules, at least one."""
    rules = award_rules(session, on)
    if kind == AwardKind.PROPOSAL:
        filed = Proposal.objects.filed().filter(session=session, is_history=False).count()
        return max(1, filed * rules.proposal_quota // 1000)
    units = _handlings(session).order_by().values("unit").distinct().count()
    return max(1, units * rules.unit_quota // 100)


def collective_places(award, places, on=None):
    """How many of an award's `places` collective proposals have at least, by the rules of its session."""
    return places * award_rules(award.session, on).collective_share // 100 if award.kind == AwardKind.PROPOSAL else 0


def _handlings(session):
    found = Handling.objects.filter(proposal__session=session, part__in=REPLYING, is_history=False, proposal__is_history=False)
    return found.exclude(state=LEFT)


def screened(kind, session, on):
    """[Found] of all cases or units of a session, the highest merit first."""
    found = _proposals(session, on) if kind == AwardKind.PROPOSAL else _units(session, on)
    return sorted(found, key=lambda each: (-each.merit, each.label))


def brought(found, number, collective=0):
    """Those of `found` that the rule brings for `number` candidates, equal merits with them, and whoever was kept out by a ground alone.

    The best `collective` of the collective ones are among them, whatever their merit.
    """
    able = [each for each in found if not each.grounds]
    line = able[:number][-1].merit if able else None
    own = [each for each in able if each.is_collective][:collective]
    return [each for each in found if line is None or each.merit >= line or each in own]


def _proposals(session, on):
    rules, scoring = award_rules(session, on), _rules(ScoreRules, session, on)
    of_case, case_of = defaultdict(list), dict(_handlings(session).order_by().values_list("pk", "proposal"))
    for each in figures(_handlings(session), scoring, on):
        of_case[case_of[each.handling]].append(each)
    worth = dict(rules.merits)
    for case in Proposal.objects.filed().filter(session=session, is_history=False).order_by("pk"):
        facts = _facts(case, of_case[case.pk])
        merit = sum(points for code, points in worth.items() if facts[code])
        grounds = tuple(PROPOSAL_VETOES[code] for code in rules.proposal_vetoes if facts[code])
        yield Found(case, str(case)[:160], Decimal(merit), grounds, facts["collective"])


def _facts(case, handled):
    opinions = [each.values["satisfied"] for each in handled if "satisfied" in each.values]
    return {
        "key": case.is_key,
        "collective": case.kind == ProposerKind.COLLECTIVE,
        "solved": bool(handled) and all(each.letter == "A" for each in handled),
        "satisfied": bool(opinions) and all(value == 1 for value in opinions),
        "not_concluded": case.state != ProposalState.CONCLUDED,
        "dissatisfied": any(each.values["dissatisfied"] for each in handled),
        "closed": case.sensitivity == Sensitivity.CLOSED,
    }


def _units(session, on):
    rules, found = award_rules(session, on), scores(session, _rules(ScoreRules, session, on), on)
    own = _handlings(session).order_by().values("pk")
    red = set(Card.objects.standing().filter(assignment__in=own, colour__in=("red", "red_slip")).values_list("unit", flat=True))
    units = Unit.objects.in_bulk([score.unit for score in found])
    for score in found:
        values = [each.values for each in score.cases]
        facts = {
            "red_card": score.unit in red,
            "dissatisfied": any(each["dissatisfied"] for each in values),
            "overdue": any(each.get("in_time") == 0 for each in values),
            "broken": any(each["broken"] for each in values),
            "faulted": any(each["faulted"] for each in values),
        }
        grounds = tuple(UNIT_VETOES[code] for code in rules.unit_vetoes if facts[code])
        yield Found(units[score.unit], score.name, Decimal(shown(score.total or 0)), grounds)
