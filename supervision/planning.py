"""What the next morning's reminders would be: counted anew each time from the duties of that day, stored nowhere."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from organizations.models import Person
from organizations.models.rulesets import rules_for
from supervision.audience import Audience
from supervision.duties import Duty, duties
from supervision.models import Reminder, ReminderRun
from supervision.models.reminders import occasion
from supervision.rules import SupervisionRules
from workflow.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Planned:
    """One person to be told of one duty at one tier; `held` is the row that keeps it back, if any."""

    person: Person
    duty: Duty
    tier: int
    held: Reminder | None = None

    @property
    def occasion(self):
        return occasion(self.tier)


def tier_of(left, rules):
    """The tier that a duty with `left` days left (below 0: late) stands at, None before the first: the last one it has passed.

    Of several tiers that passed in an outage only the last is told, so nothing storms afterwards.
    """
    if left >= 0:
        return min((tier for tier in rules.tiers if left <= tier), default=None)
    late, last = -left, rules.overdue_steps[-1]
    if late > last:
        return -(last + (late - last) // rules.overdue_every * rules.overdue_every)
    return min((-step for step in rules.overdue_steps if step <= late), default=None)


def planned(jurisdiction, day):
    """[Planned] of a place for the morning of `day`, in the order of people and days; empty where it is no working day.

    What has been told at this tier before is not there; what was held is, with the row that holds it.
    """
    if not WorkCalendar().is_workday(day):
        return []
    rules = rules_for(SupervisionRules, jurisdiction, on=day)
    audience, wanted = Audience(jurisdiction, day), []
    for duty in duties([jurisdiction.pk], day + timedelta(rules.tiers[0])):
        left = (duty.due_on - day).days
        if (tier := tier_of(left, rules)) is not None:
            wanted += [(person, duty, tier) for person in audience.told(duty, left, rules)]
    done = _recorded(wanted)
    people = Person.objects.in_bulk({person for person, _, _ in wanted})
    keyed = [(people[person], duty, tier, done.get((person, duty.kind, duty.row, duty.due_on, tier))) for person, duty, tier in wanted]
    found = [Planned(person, duty, tier, row) for person, duty, tier, row in keyed if row is None or (row.is_held and row.on == day)]
    return sorted(found, key=lambda each: (each.person.name, each.person.pk, each.duty.due_on, each.duty.kind, each.duty.row))


def _recorded(wanted):
    """{(person, kind, row, due_on, tier): Reminder} of what has been told of these duties, or kept back, so far."""
    people, duties_ = {person for person, _, _ in wanted}, [duty for _, duty, _ in wanted]
    rows = Reminder.objects.filter(person__in=people, row__in={duty.row for duty in duties_}, due_on__in={duty.due_on for duty in duties_})
    rows = rows.filter(tier__isnull=False).select_related("by")
    return {(row.person_id, row.kind, row.row, row.due_on, row.tier): row for row in rows}


def next_morning(jurisdiction, now=None):
    """The next working day whose reminders have not gone out: today until they have, else the one after; a date."""
    today, calendar = timezone.localdate(now), WorkCalendar()
    sent = ReminderRun.objects.filter(jurisdiction=jurisdiction, on=today).exists()
    return calendar.roll(today + timedelta(1) if sent else today)
