"""What the place and the session know: names of people and units on a day, rules, deadlines. Read once for a whole table."""

from functools import cache

from django.utils import timezone

from organizations.directory import Directory
from organizations.models import Membership, Sector
from proposals.actions.assigning import check_unit
from proposals.actions.moves import rules_in
from proposals.drafts import ProposerDraft
from proposals.importing.cells import full_width, plain
from proposals.models import Proposal
from proposals.permissions import AUTHORS
from workflow.calendar import Due, WorkCalendar
from workflow.refusals import Refused


class Known:
    """The people, units and rules of a session's place, as of `today`."""

    def __init__(self, session, today=None):
        self.session, self.today = session, today or timezone.localdate()
        self.place = session.term.jurisdiction
        self.rules = rules_in(session, self.place)
        self.case = Proposal(jurisdiction=self.place, session=session)
        self.people, self.accounts = {}, {}
        posts = Membership.objects.filter(jurisdiction=self.place, role__in=AUTHORS).select_related("person").order_by("pk")
        for person in {post.person_id: post.person for post in posts}.values():
            self.people.setdefault(plain(person.name), []).append(person)
            self.accounts[person.username or ""] = person
        self.sectors = {f"{sector.name}界别": sector for sector in Sector.objects.filter(jurisdiction=self.place)}
        self.calendar = WorkCalendar()
        self.directory = cache(lambda day: Directory(self.place, on=day))

    def due(self, key, starts, name, given=None):
        """The deadline by the rule `key`, or the day the table gives where it differs."""
        counted = self.calendar.by_rule(self.rules, key, starts, name=name)
        if given is None or given == counted.on:
            return counted
        return Due(given, (name, f"导入的表中所列期限 {given:%Y-%m-%d}；按规则为 {counted.on:%Y-%m-%d}"), False)

    def unit(self, cells, key, name, day):
        """The unit that bears `name` on `day` and may handle cases, or None with the fault noted."""
        match, sentence = self.directory(day).find(name), self.directory(day).describe(name)
        if match is None or sentence:
            cells.fault(key, f"{sentence}请改正名称，或先在单位名录中登记。")
            return None
        try:
            check_unit(self.case, match.unit, day)
        except Refused as refusal:
            cells.fault(key, str(refusal))
            return None
        return match.unit

    def proposer(self, cells, text):
        """The proposer written as 姓名 or 姓名（用户名）. Who is not known stays as printed; several of one name are a fault."""
        label = full_width(text)
        name, _, account = label.rstrip("）").partition("（")
        if len(name) > 80:
            cells.fault("proposers", f"“{name[:20]}……”超过 80 个字。")
        if account:
            if account not in self.accounts:
                cells.fault("proposers", f"本地区没有用户名为“{account[:30]}”的委员、联络员或召集人。")
            return ProposerDraft(name, self.accounts.get(account), label)
        found = self.people.get(plain(name), [])
        if len(found) > 1:
            accounts = "、".join(f"{name}（{person.username}）" for person in found)
            cells.fault("proposers", f"有 {len(found)} 位叫“{name}”，请写明用户名：{accounts}。")
        elif not found:
            cells.warn("proposers", f"名册里没有“{name}”，按表中姓名保存。")
        return ProposerDraft(name, found[0] if found else None, label)
