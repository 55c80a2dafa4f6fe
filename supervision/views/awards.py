"""评选: the list, one with its candidates, one's vote and the objections, the points of members."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

import tables
from documents.models import Paper
from supervision import actions
from supervision.award_filters import AwardFilter, CandidateFilter, PointFilter
from supervision.award_forms import AWARD_FORMS, CANDIDATE_FORMS, OBJECTION_FORMS, VOTE_FORMS, NewAwardForm
from supervision.award_tables import candidate_table, point_table
from supervision.models import Award, AwardPoint, Candidate, Objection, Vote
from supervision.permissions import CAMPAIGNERS, OVERSEERS
from supervision.screening import collective_places
from supervision.views.tabs import tabs
from workflow import pages

AWARDS = Award.objects.select_related("session__term__jurisdiction", "session__ruleset", "jurisdiction", "meeting__term")
CANDIDATES = Candidate.objects.select_related("award", "jurisdiction", "proposal", "unit")
VOTES = Vote.objects.select_related("round__award", "jurisdiction")
OBJECTIONS = Objection.objects.select_related("candidate__award", "entered_by", "jurisdiction")
LIST = "评选"


def award_list(request):
    """The awards one may see, newest first."""
    filters = AwardFilter(request.GET, AWARDS.visible_to(request.user), request=request)
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"tabs": tabs(request), "rows": page.rows, "next": page.next, "form": filters.form}
    context["may_begin"] = bool(request.user.access.where(*CAMPAIGNERS))
    return render(request, "supervision/awards.html", context)


def award_create(request):
    """A new award, drawn up."""
    places = request.user.access.where(*CAMPAIGNERS)
    if not places:
        raise Http404
    back = reverse("supervision:awards")
    return pages.act(request, places, NewAwardForm, label="拟定评选", back=back, context={"crumbs": [(back, LIST)]})


def award_detail(request, public_id):
    """One award: its candidates, one's own vote, the objections."""
    award = pages.own(AWARDS, request.user, public_id)
    inside = request.user.access.holds(award.jurisdiction_id, *OVERSEERS)
    filters = CandidateFilter(request.GET, CANDIDATES.visible_to(request.user).filter(award=award), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(candidate_table(filters.qs, with_votes=inside), request.GET["format"])
    votes = VOTES.visible_to(request.user).filter(round__award=award)
    objections = OBJECTIONS.visible_to(request.user).filter(candidate__award=award).order_by("pk")
    context = {
        "award": award,
        "collective": collective_places(award, award.quota),
        "inside": inside,
        "moves": pages.move_links(actions.AWARD_FLOW, award, request.user, "supervision:award-act"),
        "votes": [(vote, pages.move_links(actions.VOTE_FLOW, vote, request.user, "supervision:vote-act")) for vote in votes],
        "rows": [_candidate(row, request.user) for row in filters.qs.order_by("-merit", "label", "pk")],
        "form": filters.form,
        "formats": tables.FORMATS,
        "rounds": _rounds(award) if inside else [],
        "objections": [
            (row, pages.move_links(actions.OBJECTION_FLOW, row, request.user, "supervision:objection-act")) for row in objections
        ],
        "paper": Paper.objects.of(award).first(),
        "history": pages.history_of(award) if inside else [],
    }
    return render(request, "supervision/award.html", context)


def _candidate(row, person):
    return row, pages.move_links(actions.CANDIDATE_FLOW, row, person, "supervision:candidate-act")


def _rounds(award):
    """What is known of the rounds: how many may vote and have, never for whom before the count."""
    for row in award.voting.order_by("number"):
        states = list(row.votes.values_list("state", flat=True))
        yield {"round": row, "all": len(states), "cast": states.count("cast")}


def _act(request, row, flow, forms, move, award, about):
    back = award.get_absolute_url()
    crumbs = [(reverse("supervision:awards"), LIST), (back, award.title)]
    return pages.act_page(request, row, flow=flow, forms=forms, move=move, back=back, about=about, crumbs=crumbs)


def award_act(request, public_id, move):
    """One move on an award."""
    award = pages.own(AWARDS, request.user, public_id)
    about = [("评选", award.title), ("类别", award.get_kind_display()), ("名额", award.quota), ("状态", award.get_state_display())]
    return _act(request, award, actions.AWARD_FLOW, AWARD_FORMS, move, award, about)


def candidate_act(request, public_id, move):
    """One move on a candidate."""
    row = pages.own(CANDIDATES, request.user, public_id)
    return _act(request, row, actions.CANDIDATE_FLOW, CANDIDATE_FORMS, move, row.award, [("候选", row.label)])


def vote_act(request, public_id, move):
    """One's own vote."""
    vote = pages.own(VOTES, request.user, public_id)
    award = vote.round.award
    about = [("评选", award.title), ("轮次", vote.round.label), ("名额", award.quota)]
    return _act(request, vote, actions.VOTE_FLOW, VOTE_FORMS, move, award, about)


def objection_act(request, public_id, move):
    """One move on an objection."""
    row = pages.own(OBJECTIONS, request.user, public_id)
    about = [("候选", row.candidate.label), ("异议", row.text), ("提出人", row.by_name)]
    return _act(request, row, actions.OBJECTION_FLOW, OBJECTION_FORMS, move, row.candidate.award, about)


def points(request):
    """The points of members from awards, one's own or all of the place."""
    filters = PointFilter(request.GET, AwardPoint.objects.visible_to(request.user), request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(point_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs.select_related("person", "candidate__award"), request.GET.get("after"))
    context = {"rows": page.rows, "next": page.next, "form": filters.form, "formats": tables.FORMATS}
    return render(request, "supervision/points.html", context)
