"""What figures are counted over: sessions, or a place between two days; and as of which day."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from documents.official.model import chinese_date
from organizations.models import Jurisdiction, Session, Unit
from organizations.models.rulesets import rules_for
from organizations.models.units import Carried
from proposals.rules import ProposalRules
from reports.rules import ReportRules
from workflow.refusals import Refused


@dataclass(frozen=True)
class Scope:
    """The cases of `sessions`, or those handed in in `place` from `since` to `until`; everything as it stood at the end of `as_of`.

    `unit`: only what this unit, or one whose duties it carries, has in hand. `is_now`: nothing lies behind it, so that rows are read
    as they stand. The rules are those of the last session, of days those of the last one; or those of what it is compared with (the session
    `ruled_by`, the day `ruled_on`), so that both are counted by the same definition.
    """

    place: Jurisdiction
    as_of: datetime.date
    is_now: bool
    sessions: tuple[Session, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    ruled_by: Session | None = None
    ruled_on: datetime.date | None = None
    unit: Unit | None = None

    @property
    def session(self):
        return self.sessions[-1] if self.sessions else None

    @property
    def ruling(self):
        """The session whose rules hold; None where none is named."""
        return self.ruled_by or self.session

    @property
    def rules_on(self):
        """The day whose rules hold where no session pins any."""
        return (self.ruling.starts_on if self.ruling else self.ruled_on or self.until) or self.as_of

    def _rules(self, section):
        return rules_for(section, self.place, on=self.rules_on, session=self.ruling)

    @cached_property
    def case_rules(self):
        return self._rules(ProposalRules)

    @cached_property
    def rules(self):
        return self._rules(ReportRules)

    @cached_property
    def units(self):
        """The ids of the unit it is narrowed to, and of those whose duties that carries; none where it is narrowed to none."""
        return list(Unit.objects.filter(pk=self.unit.pk).values_list(Carried("pk", self.as_of), flat=True).get()) if self.unit else []

    @property
    def name(self):
        """Its sessions or days in words: 九届四次会议; 2026年; 2026年1月1日至11月23日."""
        if self.sessions:
            return "、".join(each.short_name for each in self.sessions)
        years = f"{self.since.year}年" if self.since.year == self.until.year else f"{self.since.year}年至{self.until.year}年"
        if (self.since.month, self.since.day, self.until.month, self.until.day) == (1, 1, 12, 31):
            return years
        until = chinese_date(self.until)
        return f"{chinese_date(self.since)}至{until.removeprefix(years)}"

    def __str__(self):
        handed_in = "" if self.sessions else "提交的提案"
        return f"{self.unit or self.place}{self.name}{handed_in}，截至 {self.as_of:%Y-%m-%d}"


def scope_of(*sessions, as_of=None, today=None, ruled_by=None, unit=None):
    """The `Scope` of one or several sessions of a place, the earliest first.

    `as_of`: the last day that counts, default today; `ruled_by`: the session whose rules hold, default the last; `unit`: of its work
    alone. Raises Refused for a day to come, or before the (first) session.
    """
    ordered = tuple(sorted(sessions, key=lambda session: (session.term.number, session.number)))
    first = ordered[0]
    as_of, is_now = _checked(as_of, today)
    if first.starts_on and as_of < first.starts_on:
        raise Refused(f"截止日期 {as_of:%Y-%m-%d} 早于{first.short_name}开始的 {first.starts_on:%Y-%m-%d}。")
    return Scope(first.term.jurisdiction, as_of, is_now, ordered, ruled_by=ruled_by, unit=unit)


def over_years(place, since, until, *, as_of=None, today=None, ruled_on=None, unit=None):
    """The `Scope` of what was handed in in a place from `since` to `until`, whatever the session. Raises Refused as `scope_of`."""
    as_of, is_now = _checked(as_of, today)
    if not since <= until or as_of < since:
        raise Refused("起止日期和截止日期应依次不早于前一个。")
    return Scope(place, as_of, is_now, since=since, until=until, ruled_on=ruled_on, unit=unit)


def _checked(as_of, today):
    today = today or timezone.localdate()
    as_of = as_of or today
    if as_of > today:
        raise Refused(f"截止日期 {as_of:%Y-%m-%d} 还没有到，最晚是今天 {today:%Y-%m-%d}。")
    return as_of, as_of == today
