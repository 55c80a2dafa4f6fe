"""What is owed by the year: for key proposals and campaigns, and at the end of a session's working year."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from organizations.models import Session
from proposals.models import Handling, Proposal, ProposalState
from proposals.models.proposals import RUNNING_STATES
from supervision.duties.owed import Counting, Duty, counted, rules_of
from supervision.models.appraisals import Appraisal, AppraisalState
from supervision.models.campaigns import Campaign, CampaignCase, CampaignKind, CampaignState, CaseState
from supervision.models.key import KeyTask, TaskState
from supervision.rules import SupervisionRules


def key_tasks(seen, until):
    """督办任务 of key proposals, until the unit has reported on them."""
    rows = KeyTask.objects.filter(seen, state=TaskState.OPEN, due_on__lte=until, key__proposal__is_history=False)
    for row in rows.select_related("key").order_by("due_on", "pk"):
        yield Duty("key_task", row.pk, row.jurisdiction_id, row.text, row.due_on, row.get_absolute_url(), row.unit_id, row.unit_name)


def rectifications(seen, until):
    """督查整改: what a campaign told a unit to put right, until it has reported on it."""
    rows = CampaignCase.objects.filter(seen, state=CaseState.RECTIFYING, due_on__lte=until)
    for row in rows.select_related("handling__proposal").order_by("due_on", "pk"):
        subject = f"{row.handling.proposal}：{row.measure}"
        yield Duty("rectify", row.pk, row.jurisdiction_id, subject, row.due_on, row.get_absolute_url(), row.unit_id, row.unit_name)


def campaigns(seen, until):
    """督查核查: campaigns with cases that nobody has looked at yet."""
    rows = Campaign.objects.filter(seen, state=CampaignState.RUNNING, ends_on__lte=until).with_progress().filter(pending_count__gt=0)
    for row in rows.order_by("ends_on", "pk"):
        subject = f"{row.title}，待核查 {row.pending_count} 件"
        yield Duty("campaign", row.pk, row.jurisdiction_id, subject, row.ends_on, row.get_absolute_url())


def look_backs(seen, until):
    """组织回头看 on the cases of a session that were concluded (D18), until there is one."""
    concluded = Handling.objects.filter(proposal__session=OuterRef("pk"), is_history=False, state="concluded")
    begun = Campaign.objects.filter(session=OuterRef("pk"), kind=CampaignKind.LOOK_BACK).exclude(state=CampaignState.CANCELLED)
    rows = list(_sessions(seen).filter(Exists(concluded), ~Exists(begun)))
    rules, counting = rules_of(SupervisionRules, [row.pk for row in rows]), Counting("look_back", "组织回头看", "opened")
    for row in rows:
        due = counting.due(row.pk, rules[row.pk], row.starts_on)
        if due.on <= until:
            link, place = reverse("supervision:campaigns"), row.term.jurisdiction_id
            yield counted("look_back", row, due, link, subject=f"{row.short_name}提案办理回头看", place=place)


def assessments(seen, until):
    """组织民主评议 of the units of a session all of whose cases are concluded (D19), until an appraisal of it is closed."""
    cases = Proposal.objects.filter(session=OuterRef("pk"), is_history=False)
    last = cases.filter(state=ProposalState.CONCLUDED).order_by("-concluded_on").values("concluded_on")[:1]
    done = Appraisal.objects.filter(session=OuterRef("pk"), state=AppraisalState.CLOSED)
    still = cases.filter(state__in=(ProposalState.FILED, *RUNNING_STATES))
    rows = list(_sessions(seen).annotate(last=Subquery(last)).filter(~Exists(still), ~Exists(done), last__isnull=False))
    rules, counting = rules_of(SupervisionRules, [row.pk for row in rows]), Counting("assess", "组织民主评议", "concluded")
    for row in rows:
        due = counting.due(row.pk, rules[row.pk], row.last)
        if due.on <= until:
            link, place = reverse("supervision:appraisals"), row.term.jurisdiction_id
            yield counted("assess", row, due, link, subject=f"{row.short_name}承办单位民主评议", place=place)


def _sessions(seen):
    return Session.objects.filter(seen, starts_on__isnull=False).select_related("term").order_by("pk")
