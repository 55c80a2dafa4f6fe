"""The list behind a number of the statistics: what of it the person may see, each row with its page."""

from dataclasses import dataclass
from datetime import date as date_type

from django.http import Http404
from django.urls import reverse

from consultation.models import PlanItem
from feedback.models import Commitment, Suggestion
from organizations.models import Session, Unit
from proposals.models import Handling, Receipt, Reply, Talk, Topic
from reports.figures import DIMENSIONS, Figure, Scope, figures_for, listed
from reports.figures.counting import fits
from reports.figures.relations import relation_of
from reports.statistics.offered import DAYS
from supervision.models import Card, KeyProposal
from workflow.refusals import Refused

FLAGS = {"yes": True, "no": False}
FLAGGED, TEXTS = ("key", "period"), ("track", "category", "kind", "month", "list", "form")
RELATED = {
    Handling: ("proposal",),
    Reply: ("round__handling__proposal",),
    Receipt: ("proposer", "reply__round__handling__proposal"),
    Suggestion: ("proposed__proposal", "assignment"),
    Commitment: ("suggestion__proposed__proposal", "suggestion__assignment"),
    Card: ("assignment",),
    KeyProposal: ("proposal",),
    Topic: ("edition",),
}


@dataclass(frozen=True)
class Listed:
    """`figure` in `scope`, of the cell that `words` name; `rows`: a queryset of what the person may see, `hidden` how many he may not."""

    figure: Figure
    scope: Scope
    words: tuple[str, ...]
    rows: object
    count: int
    hidden: int


def behind(query, offered, person):
    """The `Listed` that the parameters of an address ask for. Raises Http404 where they ask for what is none."""
    scope = _scope(query, offered)
    figure = figures_for(scope).get(query.get("figure", ""))
    dims = [(query[name], query.get(key, "")) for name, key in (("by", "key"), ("across", "other")) if query.get(name)]
    if figure is None or any(name not in DIMENSIONS or not fits(figure, name) for name, _ in dims):
        raise Http404
    keys = {name: read(name, value) for name, value in dims}
    numbers = listed(scope, figure.name, **keys)
    model = relation_of(figure.of[1] if figure.of else figure.relation).model
    rows = readable(model, person).filter(pk__in=numbers)
    return Listed(figure, scope, tuple(_words(scope, keys)), rows, len(numbers), len(numbers) - rows.count())


def _scope(query, offered):
    value, ruling = query.get("session", ""), query.get("rules", "")
    days = {name: _day(query.get(name, "")) for name in ("as_of", "since", "until")}
    by = None
    if ruling:
        by = _day(ruling) if value.startswith(DAYS) else offered.sessions.get(ruling)
        if by is None or isinstance(by, Session) and by.term.jurisdiction_id not in _places(offered, value):
            raise Http404
    try:
        scope = offered.scope(value, unit=query.get("unit", ""), by=by, **days)
    except Refused as refusal:
        raise Http404 from refusal
    if scope is None:
        raise Http404
    return scope


def _places(offered, value):
    return {each.term.jurisdiction_id for each in offered.named(value)}


def _day(text):
    try:
        return date_type.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None


def read(dimension, text):
    """A key of a dimension out of an address. Raises Http404 for what can be none."""
    if not text:
        return None
    if dimension in FLAGGED:
        if text not in FLAGS:
            raise Http404
        return FLAGS[text]
    if dimension in TEXTS:
        if "\x00" in text or len(text) > 80:
            raise Http404
        return text
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


def _words(scope, keys):
    """The cell in words: 承办单位：市教育局."""
    for name, key in keys.items():
        names = DIMENSIONS[name].names(scope, [key])
        yield f"{DIMENSIONS[name].label}：{names.get(key, '未标明' if key is None else key)}"


def readable(model, person):
    """The rows of a model that the person may see, with what their names and addresses need."""
    rows = model.objects.visible_to(person)
    return rows.select_related(*RELATED[model]) if model in RELATED else rows


def link_of(row):
    """The page of a row, "" for one that has none."""
    if isinstance(row, PlanItem):
        return reverse("consultation:item-detail", args=[row.public_id])
    if isinstance(row, Unit):
        return reverse("organizations:unit-detail", args=[row.public_id])
    if isinstance(row, Talk):
        return reverse("proposals:solicitation")
    holder = _holder(row)
    return holder.get_absolute_url() if hasattr(holder, "get_absolute_url") else ""


def _holder(row):
    """The row on whose page another stands."""
    if isinstance(row, Reply):
        return row.round.handling.proposal
    if isinstance(row, Receipt):
        return row.reply.round.handling.proposal
    if isinstance(row, Topic):
        return row.edition
    if isinstance(row, Commitment):
        row = row.suggestion
    if isinstance(row, Suggestion):
        return row.proposed.proposal if hasattr(row, "proposed") else row.assignment
    return row
