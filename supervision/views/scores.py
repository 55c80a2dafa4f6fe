"""年终考核: the scores of a session's units, and one unit's with every case and what would change it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

import tables
from organizations.models import Unit
from organizations.models.rulesets import rules_for
from proposals.filters import session_of, sessions
from supervision.models.campaigns import units_seen
from supervision.permissions import OVERSEERS
from supervision.score_rules import SHARE, ScoreRules
from supervision.scoring import cell, raised, scores, shown
from supervision.tables import score_case_table, score_table
from supervision.views.tabs import SEES_BOARD, tabs

BASES = {"": "本次会议的规则", "now": "现行规则（试算）"}


def rules_of(session, base):
    """By which rules a session is scored: its own, or with `base` "now" those in force today, to see what they would give."""
    today = timezone.localdate()
    if base == "now":
        return rules_for(ScoreRules, session.term.jurisdiction, on=today)
    return rules_for(ScoreRules, session.term.jurisdiction, on=session.starts_on or today, session=session)


def seen_scores(person, session, base=""):
    """The scores that a person may see: all of the places he oversees, else of his units and those in his charge."""
    units = None if person.access.holds(session.term.jurisdiction_id, *OVERSEERS) else units_seen(person)
    return scores(session, rules_of(session, base), timezone.localdate(), units)


def _asked(request):
    """(sessions to choose from, the chosen one or None, by which rules)."""
    if not request.user.access.roles & SEES_BOARD:
        raise Http404
    offered = sessions(request).select_related("term__jurisdiction", "ruleset").order_by("-starts_on", "-pk")
    base = request.GET.get("rules", "")
    return offered, session_of(offered, request.GET.get("session", "")) or offered.first(), base if base in BASES else ""


def score_list(request):
    """The scores of a session, the highest first."""
    offered, session, base = _asked(request)
    found = seen_scores(request.user, session, base) if session else []
    if session and request.GET.get("format") in tables.FORMATS:
        return tables.response(score_table(session, found, rules_of(session, base)), request.GET["format"])
    context = {"tabs": tabs(request), "sessions": offered, "chosen": session, "bases": BASES, "base": base, "formats": tables.FORMATS}
    context["rows"] = [{"score": each, "total": shown(each.total), "count": len(each.cases)} for each in found]
    return render(request, "supervision/scores.html", context)


def score_detail(request, public_id):
    """One unit: its terms, every case with its figures, and what B cases that became A would add."""
    _, session, base = _asked(request)
    unit = get_object_or_404(Unit, public_id=public_id)
    found = next((each for each in seen_scores(request.user, session, base) if each.unit == unit.pk), None) if session else None
    if found is None:
        raise Http404
    rules = rules_of(session, base)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(score_case_table(session, found, rules), request.GET["format"])
    number = sum(each.letter == "B" for each in found.cases)
    gains = [(count, shown(raised(found, rules, count))) for count in range(1, min(number, 5) + 1)]
    context = {
        "score": found,
        "total": shown(found.total),
        "session": session,
        "base": BASES[base],
        "gains": gains,
        "columns": [term[1] for term in rules.terms if term[3] == SHARE],
        "rows": [_row(each, rules) for each in found.cases],
        "back": f"{reverse('supervision:scores')}?session={session.pk}&rules={base}",
        "formats": tables.FORMATS,
    }
    return render(request, "supervision/score.html", context)


def _row(each, rules):
    """One case: its shares one by one, and what is counted against or for it, where there is any."""
    shares = [(term[1], cell(each, term)) for term in rules.terms if term[3] == SHARE]
    counted = [f"{term[1]}：{cell(each, term)}" for term in rules.terms if term[3] != SHARE and each.values.get(term[2])]
    return {"case": each, "shares": shares, "counted": counted}
