"""Whom a duty concerns on a day: the posts of a place read once, so that thousands of duties need no further query."""

from collections import defaultdict

from django.utils import timezone

from organizations.models import Membership, Portfolio, Role
from organizations.models.units import Carried
from supervision.duties import KINDS, OFFICE, PERSON, UNIT


class Audience:
    """Who holds which post of a jurisdiction on a day and may sign in; a merged unit's duties have passed to its successor's people."""

    def __init__(self, jurisdiction, day=None):
        day = day or timezone.localdate()
        self.offices, self.units, self.leaders, self.known = defaultdict(list), defaultdict(list), defaultdict(list), set()
        posts = Membership.objects.on(day).filter(jurisdiction=jurisdiction, person__is_active=True, person__username__isnull=False)
        for person, role, units in posts.order_by("pk").values_list("person_id", "role", Carried("unit", day)):
            self.known.add(person)
            self.offices[role].append(person)
            for unit in units:
                self.units[role, unit].append(person)
        for unit, leader in Portfolio.objects.by_unit(jurisdiction.pk, day, "leader_id"):
            self.leaders[unit].append(leader)

    def told(self, duty, left, rules):
        """Ids of the people to be told of `duty` when `left` days are left (below 0: late), who bears it first."""
        people = self.bearers(duty)
        if KINDS[duty.kind].bearer == UNIT and left <= rules.head_within:
            people += self.heads(duty)
        if KINDS[duty.kind].bearer == UNIT and -left >= rules.leader_after:
            people += self.leaders[duty.unit_id]
        if left <= rules.office_within:
            people += [person for role in KINDS[duty.kind].watchers for person in self.offices[role]]
        return self._able(people)

    def chased(self, duty):
        """Ids of the people to be told when a duty is chased by hand: who bears it, and the heads of its unit."""
        return self._able(self.bearers(duty) + self.heads(duty))

    def bearers(self, duty):
        """Who is to do it: the one person, the people of the offices, of the unit those in `roles`, else its handlers, else its heads."""
        kind = KINDS[duty.kind]
        if kind.bearer == PERSON:
            return [duty.person_id]
        if kind.bearer == OFFICE:
            return [person for role in duty.roles or kind.roles for person in self.offices[role]]
        return [person for role in kind.roles or (Role.UNIT_HANDLER,) for person in self.units[role, duty.unit_id]] or self.heads(duty)

    def heads(self, duty):
        """The heads of the unit that owes it, none where no unit does."""
        return list(self.units[Role.UNIT_HEAD, duty.unit_id]) if KINDS[duty.kind].bearer == UNIT else []

    def _able(self, people):
        return [person for person in dict.fromkeys(people) if person in self.known]
