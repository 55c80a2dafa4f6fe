"""Campaigns 专项督查, 回头看: the list, one with the cases it looks at, one case with what was found and put right."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

import tables
from documents.models import Attachment
from supervision import actions
from supervision.campaign_forms import CAMPAIGN_FORMS, CASE_FORMS, NewCampaignForm
from supervision.choosing import chosen, in_words
from supervision.filters import CampaignFilter, CaseFilter
from supervision.models import Campaign, CampaignCase, CaseState, Verdict
from supervision.permissions import CAMPAIGNERS, OVERSEERS
from supervision.tables import case_table
from supervision.views.tabs import SEES_BOARD, tabs
from workflow import pages

CAMPAIGNS = Campaign.objects.select_related("session__term__jurisdiction", "session__ruleset", "jurisdiction")
CASES = CampaignCase.objects.select_related(
    "campaign", "handling__proposal__session__ruleset", "handling__proposal__jurisdiction", "unit", "jurisdiction", "checked_by"
)
PREVIEW = 20


def campaign_list(request):
    """The campaigns one may see, newest first."""
    if not request.user.access.roles & SEES_BOARD:
        raise Http404
    filters = CampaignFilter(request.GET, CAMPAIGNS.visible_to(request.user).with_progress(), request=request)
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {"tabs": tabs(request), "rows": page.rows, "next": page.next, "form": filters.form}
    context["may_begin"] = bool(request.user.access.where(*CAMPAIGNERS))
    return render(request, "supervision/campaigns.html", context)


def campaign_create(request):
    """A new campaign, drawn up."""
    places = request.user.access.where(*CAMPAIGNERS)
    if not places:
        raise Http404
    back = reverse("supervision:campaigns")
    return pages.act(request, places, NewCampaignForm, label="拟定督查", back=back, context={"crumbs": [(back, "专项督查和回头看")]})


def campaign_detail(request, public_id):
    """One campaign: its conditions, and before it starts what they choose, after that its cases."""
    campaign = pages.own(CAMPAIGNS, request.user, public_id)
    inside = request.user.access.holds(campaign.jurisdiction_id, *OVERSEERS)
    seen = CASES.visible_to(request.user).filter(campaign=campaign)
    filters = CaseFilter(request.GET, seen, request=request)
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(case_table(filters.qs), request.GET["format"])
    page = pages.KeysetPage(filters.qs, request.GET.get("after"))
    context = {
        "campaign": campaign,
        "inside": inside,
        "conditions": in_words(campaign),
        "moves": pages.move_links(actions.CAMPAIGN_FLOW, campaign, request.user, "supervision:campaign-act"),
        "rows": page.rows,
        "next": page.next,
        "form": filters.form,
        "formats": tables.FORMATS,
        "files": Attachment.objects.of(campaign).select_related("uploaded_by"),
        "history": pages.history_of(campaign) if inside else [],
    }
    return render(request, "supervision/campaign.html", context | (_preview(campaign) if campaign.state == "draft" else _counts(seen)))


def _preview(campaign):
    """What the conditions choose now: how many, and the first of them."""
    found = chosen(campaign)
    return {"total": found.count(), "preview": found.select_related("proposal", "unit").order_by("pk")[:PREVIEW]}


def _counts(seen):
    """How many cases stand where, and what was found, each with its list."""
    wanted = {f"state={value}": (label, Q(state=value)) for value, label in CaseState.choices}
    wanted |= {f"verdict={value}": (label, Q(verdict=value)) for value, label in Verdict.choices}
    found = seen.order_by().aggregate(**{name.replace("=", "_"): Count("pk", filter=each) for name, (_, each) in wanted.items()})
    listed = [(label, found[name.replace("=", "_")], f"?{name}") for name, (label, _) in wanted.items()]
    return {"counts": [{"label": label, "value": value, "url": url} for label, value, url in listed if value]}


def campaign_act(request, public_id, move):
    """One move on a campaign."""
    campaign = pages.own(CAMPAIGNS, request.user, public_id)
    return pages.act_page(
        request,
        campaign,
        flow=actions.CAMPAIGN_FLOW,
        forms=CAMPAIGN_FORMS,
        move=move,
        back=campaign.get_absolute_url(),
        about=[("类别", campaign.get_kind_display()), ("名称", campaign.title), ("状态", campaign.get_state_display())],
        crumbs=[(reverse("supervision:campaigns"), "专项督查和回头看"), (campaign.get_absolute_url(), campaign.title)],
    )


def case_detail(request, public_id):
    """One case of a campaign."""
    case = pages.own(CASES, request.user, public_id)
    proposal = case.handling.proposal
    inside = request.user.access.holds(case.jurisdiction_id, *OVERSEERS)
    context = {
        "case": case,
        "proposal": proposal,
        "linked": type(proposal).objects.visible_to(request.user).filter(pk=proposal.pk).exists(),
        "moves": pages.move_links(actions.CASE_FLOW, case, request.user, "supervision:campaign-case-act"),
        "files": Attachment.objects.of(case).select_related("uploaded_by"),
        "history": pages.history_of(case) if inside else [],
    }
    return render(request, "supervision/campaign_case.html", context)


def case_act(request, public_id, move):
    """One move on a case of a campaign."""
    case = pages.own(CASES, request.user, public_id)
    campaign = case.campaign
    return pages.act_page(
        request,
        case,
        flow=actions.CASE_FLOW,
        forms=CASE_FORMS,
        move=move,
        back=case.get_absolute_url(),
        about=[("督查", campaign.title), ("提案", str(case.handling.proposal)), ("承办单位", case.unit_name)],
        crumbs=[(campaign.get_absolute_url(), campaign.title), (case.get_absolute_url(), case.unit_name)],
    )
