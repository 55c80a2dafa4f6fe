"""Soliciting 征集: calls, editions with their topics and how many of them were taken up, the log of talks."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

import tables
from organizations.models import Role
from proposals import actions
from proposals.forms.soliciting import CALL_FORMS, EDITION_FORMS, NewCallForm, NewEditionForm, TalkForm
from proposals.models import Call, Proposal, Talk, Topic, TopicEdition
from proposals.tables import topic_table
from proposals.views.tabs import tabs
from workflow import pages

CALLS = Call.objects.select_related("session__term__jurisdiction", "jurisdiction")
EDITIONS = TopicEdition.objects.select_related("session__term__jurisdiction", "jurisdiction")
NEW = {"call": (NewCallForm, "拟定征集通知"), "topics": (NewEditionForm, "编印提案参考选题"), "talk": (TalkForm, "登记征集协商")}
SHOWN = 30
HIT = Count("pk", filter=Q(is_hit=True))


def solicitation(request):
    """Calls, editions and talks one may see, newest first."""
    person = request.user
    editions = list(EDITIONS.visible_to(person)[:SHOWN])
    talks = Talk.objects.visible_to(person).select_related("session__term", "by")
    counted = Topic.objects.filter(edition__in=editions).with_hits().values("edition").annotate(all=Count("pk"), hit=HIT).order_by()
    counts = {row.pop("edition"): row for row in counted}
    context = {
        "tabs": tabs(request),
        "calls": [
            {"row": call, "moves": pages.move_links(actions.CALL_FLOW, call, person, "proposals:call-act")}
            for call in CALLS.visible_to(person)[:SHOWN]
        ],
        "editions": [{"row": each, **counts.get(each.pk, {"all": 0, "hit": 0})} for each in editions],
        "topics": {name: sum(row[name] for row in counts.values()) for name in ("all", "hit")},
        "talks": talks[:SHOWN],
        "talks_seen": bool(person.access.where(Role.SECRETARY, Role.CPPCC_LEADER, Role.AUDITOR)),
        "may_begin": bool(person.access.where(Role.SECRETARY)),
        "today": timezone.localdate(),
    }
    return render(request, "proposals/solicitation.html", context)


def begin(request, kind):
    """A new call, edition or talk of the log."""
    places = request.user.access.where(Role.SECRETARY)
    if not places or kind not in NEW:
        raise Http404
    form, label = NEW[kind]
    return pages.act(request, places, form, label=label, back=reverse("proposals:solicitation"), context={"crumbs": _crumbs()})


def _crumbs():
    return [(reverse("proposals:list"), "提案"), (reverse("proposals:solicitation"), "征集")]


def topics(request, public_id):
    """One edition: its topics, each with the proposals one may see that cite it; with `?format=` as a file."""
    edition = pages.own(EDITIONS, request.user, public_id)
    seen = Proposal.objects.visible_to(request.user).exclude(state="draft")
    rows = list(edition.topics.order_by("number"))
    cited = {}
    for proposal, topic in seen.filter(topics__edition=edition).values_list("pk", "topics").order_by("pk"):
        cited.setdefault(topic, []).append(proposal)
    found = seen.select_related("session__term").in_bulk({pk for each in cited.values() for pk in each})
    listed = [{"topic": row, "proposals": [found[pk] for pk in cited.get(row.pk, ())]} for row in rows]
    if request.GET.get("format") in tables.FORMATS:
        return tables.response(topic_table(edition, listed), request.GET["format"])
    context = {
        "edition": edition,
        "rows": listed,
        "hits": edition.topics.hits(),
        "formats": tables.FORMATS,
        "moves": pages.move_links(actions.EDITION_FLOW, edition, request.user, "proposals:topics-act"),
    }
    return render(request, "proposals/topics.html", context)


def call_act(request, public_id, move):
    """One move on a call."""
    call = pages.own(CALLS, request.user, public_id)
    about = [("征集", call.title), ("状态", call.get_state_display())]
    back = call.get_absolute_url()
    return pages.act_page(request, call, flow=actions.CALL_FLOW, forms=CALL_FORMS, move=move, back=back, about=about, crumbs=_crumbs())


def topics_act(request, public_id, move):
    """One move on an edition."""
    edition = pages.own(EDITIONS, request.user, public_id)
    back = edition.get_absolute_url()
    about = [("选题", str(edition)), ("状态", edition.get_state_display())]
    crumbs = [*_crumbs(), (back, str(edition))]
    return pages.act_page(
        request, edition, flow=actions.EDITION_FLOW, forms=EDITION_FORMS, move=move, back=back, about=about, crumbs=crumbs
    )
