"""A case with all that belongs to it, read by two statements however much that is."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from documents.models import Attachment, Paper
from feedback.models import Suggestion, Team
from feedback.statistics import with_lateness
from organizations.models import Unit
from organizations.nested import Part, settled, with_parts
from organizations.pages import own
from proposals.lifeline import TURNS
from proposals.models import (
    Contact,
    Extension,
    Handling,
    Proposal,
    ProposedSuggestion,
    Proposer,
    PublishedText,
    Receipt,
    Reply,
    ReturnRequest,
    Review,
    Round,
    SignStep,
    Topic,
)
from workflow.models import Event

JOINED = ("session__term__jurisdiction", "session__ruleset", "jurisdiction", "author", "merged_into", "body", "key_approved_at__term")


def whole_case(person, public_id):
    """(proposal, its handlings with `is_late` and `is_seen`, each with rounds, replies, signatures and receipts, contacts, requests).

    The proposal has `turns`, what its trail tells the life line, its links to the ledger `is_seen`; a reply has `is_seen` and `letter`,
    the id of its last paper. Raises Http404 for a case that the person may not see.
    """
    parts = _of_case(person)
    proposal = settled(own(with_parts(Proposal.objects.select_related(*JOINED), parts), person, public_id), parts)
    parts = _of_handling(person)
    rows = with_lateness(Handling.objects.filter(proposal=proposal), timezone.localdate()).select_related("unit").order_by("pk")
    rows = rows.annotate(is_seen=Exists(Handling.objects.visible_to(person).filter(pk=OuterRef("pk"))))
    handlings = [settled(row, parts) for row in with_parts(rows, parts)]
    for handling in handlings:
        handling.proposal = proposal
    return proposal, handlings


def _of_case(person):
    told = Suggestion.objects.visible_to(person).filter(pk=OuterRef("suggestion"))
    return (
        Part("proposers", rows=Proposer.objects.order_by("order", "pk")),
        Part("wished_units", rows=Unit.objects.order_by("order", "pk")),
        Part("topics", Part("edition"), rows=Topic.objects.order_by("edition", "number")),
        Part("merged", rows=Proposal.objects.order_by("-pk")),
        Part("reviews", Part("by"), rows=Review.objects.order_by("submission", "number")),
        Part("published", rows=PublishedText.objects.order_by("pk")),
        Part("ledger_links", Part("suggestion"), rows=ProposedSuggestion.objects.annotate(is_seen=Exists(told)).order_by("pk")),
        Part("turns", rows=_of(Proposal, Event, "subject").filter(move__in=TURNS).order_by("pk")),
        _files(Proposal),
    )


def _files(model):
    """The attachments of a row of `model`, with who uploaded them."""
    return Part("files", Part("uploaded_by"), rows=_of(model, Attachment, "owner").order_by("pk"))


def _of(model, rows, name):
    """The `rows` (a model) that belong to a row of `model` by type and number."""
    return rows.objects.filter(**{f"{name}_type": ContentType.objects.get_for_model(model), f"{name}_id": OuterRef("pk")})


def _of_handling(person):
    papers = _of(Reply, Paper, "subject").order_by("-pk")
    replies = Reply.objects.annotate(
        is_seen=Exists(Reply.objects.visible_to(person).filter(pk=OuterRef("pk"))), letter=Subquery(papers.values("public_id")[:1])
    )
    reply = Part(
        "reply",
        Part("steps", Part("signed_by"), Part("leader"), rows=SignStep.objects.order_by("pk")),
        Part("receipts", Part("proposer"), rows=Receipt.objects.order_by("-pk")),
        rows=replies.order_by(),
    )
    return (
        Part("teams", rows=Team.objects.order_by("-pk")),
        Part("contacts", _files(Contact), rows=Contact.objects.order_by("on", "pk")),
        Part("extensions", rows=Extension.objects.order_by("pk")),
        Part("return_requests", Part("suggested_unit"), rows=ReturnRequest.objects.order_by("number")),
        Part("rounds", reply, rows=Round.objects.order_by("number")),
    )
