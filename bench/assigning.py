"""Assignment of proposals: how often the recommended unit is the one that had the case (F17), and a batch of 200 (分办)."""

import time
from collections import Counter
from datetime import date

from django.db import connection

from bench import cases_data
from bench.data import Place
from bench.measure import least, say, undone
from organizations.models import Session
from proposals import actions
from proposals.grams import grams
from proposals.models import Allocation, AllocationRow, AllocationState, Handling, Part, Proposal
from proposals.recommend import recommend

PAST, ASKED, BATCH = 3_000, 600, 200
DAY = date(2021, 3, 1)
SHARE = "four fifths of these cases went to the unit that has their subject, the others to any: nobody could tell those from the title"


def hits():
    """hit@1 and hit@3: of the past cases for which a unit is recommended, each taken as unknown, how many went to it, or one of three."""
    place = Place("past", PAST)
    cases_data.fill(place, plain=True)
    leads = Handling.objects.filter(jurisdiction=place.jurisdiction, part=Part.LEAD).select_related("proposal").order_by("pk")
    past = leads[:: PAST // ASKED]
    found = [[each.unit.pk for each in recommend(place.jurisdiction, row.subject, before=row.proposal)] for row in past]
    told = [(row, units) for row, units in zip(past, found, strict=True) if units]
    for most in (1, 3):
        right = sum(row.unit_id in units[:most] for row, units in told)
        note = f"{right} of {len(told)}, the rest of {len(past)} past cases having fewer than five like it; {SHARE}"
        say(f"F17 hit@{most} of recommended units", 100 * right / max(len(told), 1), "%", note=note)


def batch(place, size):
    """An allocation of `size` cases, ready to be assigned to the units of the place in turn."""
    term = place.sessions[0].term
    session = Session.objects.create(term=term, number=term.sessions.count() + 1, starts_on=DAY)
    units = list(place.jurisdiction.units.filter(kind="government").order_by("pk"))
    titles = [f"关于批量交办第{number}件工作的建议" for number in range(size)]
    cases = Proposal.objects.bulk_create(
        Proposal(
            jurisdiction=place.jurisdiction, session=session, author=place.secretary, title=title, grams=grams(title), category="社会建设",
            problems="有问题。", suggestions=["解决"], state="filed", case_no=f"{number:04d}", filed_on=DAY, submission=1,
        )
        for number, title in enumerate(titles, 1)
    )  # fmt: skip
    facts = {"state": AllocationState.SETTLED, "consulted_on": DAY}
    allocation = Allocation.objects.create(jurisdiction=place.jurisdiction, session=session, title="一批", **facts)
    rows = [
        AllocationRow(allocation=allocation, proposal=case, first=units[n % len(units)], track="government") for n, case in enumerate(cases)
    ]
    AllocationRow.objects.bulk_create(rows)
    return allocation


def queries(allocation, by):
    """How many statements the batch takes; it is taken back."""
    asked = Counter()

    def counted(execute, *statement):
        asked["statements"] += 1
        return execute(*statement)

    with connection.execute_wrapper(counted):
        undone(lambda: actions.assign_all(allocation, by=by, on=DAY))()
    return asked["statements"]


def batches(small, large):
    """A batch of 200: statements for each case, and its time among few cases and among many."""
    half = batch(large, BATCH // 2)
    few, many = batch(small, BATCH), batch(large, BATCH)
    of_half, of_few, of_many = queries(half, large.secretary), queries(few, small.secretary), queries(many, large.secretary)
    each = (of_many - of_half) / (BATCH - BATCH // 2)
    note = f"{of_many} for {BATCH}, {of_half} for {BATCH // 2}, {of_few} for {BATCH} in the small place"
    say("P5 SQL of batch assignment, for each further case", each, "queries", goal=12, floor=16, note=note)
    acts = [
        undone(lambda a=allocation, p=place: actions.assign_all(a, by=p.secretary, on=DAY))
        for allocation, place in ((few, small), (many, large))
    ]
    spent = least(*acts, clock=time.perf_counter, rounds=3)
    sizes = f"{small.size} to {large.size} proposals"
    say(f"P7 batch assignment of {BATCH}, {sizes}", spent[1], "s", baseline=spent[0], goal=1.1, floor=1.3)


def run(small, large):
    """All figures of assignment."""
    hits()
    batches(small, large)
