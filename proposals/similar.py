"""Similar titles of all years of a place, found by the rare pairs of characters they share, with what became of them."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import log

from django.db import connection

from documents.models import Sensitivity
from feedback.models import Commitment, CommitmentState
from proposals.grams import grams
from proposals.models import Proposal, Publication, Reply, ReplyState
from proposals.models.proposals import BEFORE_FILING

SHOWN = 5
ALIKE, SAME = 12, 40  # percent from which a title is shown, and from which it counts as the same matter
RARE, ROWS_READ = 1_000, 2_000  # a pair that stands in fewer titles is read wholly, up to so many titles in all
COMMON, OF_EACH = 5, 60  # of commoner pairs so many are looked up two by two, and so many titles read of each two
KNOWN = """
SELECT each.gram, each.share * c.reltuples FROM pg_stats s
JOIN pg_class c ON c.oid = 'proposals_proposal'::regclass
CROSS JOIN LATERAL unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS each (gram, share)
WHERE s.schemaname = 'public' AND s.tablename = 'proposals_proposal' AND s.attname = 'grams' AND each.gram = ANY(%s)
"""


@dataclass(frozen=True)
class Likeness:
    """A proposal like the one that is written: how alike, in percent; what its reply was; promises not kept or still open.

    `link`: whether the person may open it; `number` and `promises` are empty where they are neither public nor his to see.
    """

    proposal: Proposal
    percent: int
    result_class: str
    number: str
    promises: tuple
    unmet: int
    link: bool


@dataclass(frozen=True)
class Found:
    """The likest proposals, best first, and how often the same matter came in which year: ((year, times), …)."""

    rows: tuple[Likeness, ...] = ()
    years: tuple[tuple[int, int], ...] = ()

    @property
    def times(self):
        return sum(count for _, count in self.years)


def similar(place, title, *, by):
    """What `by` may know of the filed proposals of `place` most like `title`; nothing for a title too short to say."""
    scored = _alike(place, title)
    best = scored[:SHOWN]
    same = [pk for pk, percent in scored if percent >= SAME]
    dates = Proposal.objects.filter(pk__in=same, filed_on__isnull=False).values_list("filed_on", flat=True) if same else ()
    years = Counter(day.year for day in dates)
    return Found(tuple(_told(_with_rows(best), by)) if best else (), tuple(sorted(years.items())))


def nearest(place, title, most):
    """The filed proposals of `place` most like `title`, at most `most`, as (likeness in percent, proposal), best first."""
    return _with_rows(_alike(place, title)[:most])


def _with_rows(scored):
    rows = Proposal.objects.select_related("session__term").in_bulk([pk for pk, _ in scored])
    return [(percent, rows[pk]) for pk, percent in scored]


def _alike(place, title):
    """[(row number, percent)], the likest first."""
    wanted = set(grams(title))
    return _scored(wanted, _candidates(place, wanted)) if len(wanted) > 1 else []


def _known(wanted):
    """{pair: in how many titles it stands} of the common ones among `wanted`, as the database has last counted."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [sorted(wanted)])
        return dict(cursor.fetchall())


def _candidates(place, wanted):
    """({pair: in how many titles it stands}, [(row number, its pairs)]): titles that share a rare pair or two common ones."""
    known = _known(wanted)
    filed = Proposal.objects.filter(jurisdiction=place).exclude(state__in=BEFORE_FILING).order_by().values_list("pk", "grams")
    rare = [gram for gram in wanted if known.get(gram, 0) <= RARE]
    common = sorted(wanted.difference(rare), key=known.get)[:COMMON]
    parts = [filed.filter(grams__overlap=rare)[:ROWS_READ]] if rare else []
    parts += [filed.filter(grams__contains=list(two))[:OF_EACH] for two in combinations(common, 2)]
    if not parts:
        parts = [filed.filter(grams__contains=common)[:ROWS_READ]]
    rows = {}
    for part in [parts[0].union(*parts[1:], all=True)] if len(parts) > 1 else parts:
        rows |= dict(part)
    return known, rows


def _scored(wanted, candidates):
    """[(row number, percent)] of the candidates, the likest first: a shared pair weighs the more the fewer titles have it."""
    known, rows = candidates
    counted = Counter(gram for found in rows.values() for gram in found)
    total = max([len(rows), *known.values()]) + 2

    def weigh(pairs):
        return sum(log(total / (max(counted[gram], known.get(gram, 0), 1) + 1)) ** 2 for gram in pairs)

    whole, scored = weigh(wanted), []
    for pk, found in rows.items():
        alike = weigh(wanted.intersection(found))
        percent = round(100 * alike / (whole * weigh(found)) ** 0.5) if alike else 0
        if percent >= ALIKE:
            scored.append((pk, percent))
    return sorted(scored, key=lambda each: (-each[1], -each[0]))


def _told(rows, by):
    """The rows ([(percent, proposal)]) with what became of them, as far as `by` may know it."""
    keys = [row.pk for _, row in rows]
    open_to = set(Proposal.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
    replies = Reply.objects.filter(round__handling__proposal__in=keys, state=ReplyState.ISSUED).order_by("pk")
    last = {proposal: said for proposal, *said in replies.values_list("round__handling__proposal", "result_class", "number")}
    promised = Commitment.objects.filter(suggestion__proposed__proposal__in=keys).exclude(state=CommitmentState.KEPT)
    promises = {}
    for promise in promised.select_related("suggestion__proposed").order_by("due_on", "pk"):
        promises.setdefault(promise.suggestion.proposed.proposal_id, []).append(promise)
    for percent, row in rows:
        if row.sensitivity == Sensitivity.CLOSED and row.pk not in open_to:
            continue
        letter, number = last.get(row.pk, ("", ""))
        unmet = promises.get(row.pk, [])
        known = row.pk in open_to or row.publication in (Publication.FULL, Publication.SUMMARY)
        shown = (number, tuple(unmet)) if known else ("", ())
        yield Likeness(row, percent, letter, *shown, len(unmet), row.pk in open_to)
