"""An invented place with units and people, for tests."""

from datetime import date

from consultation import actions
from consultation.drafts import ItemDraft, PlanDraft, UnitDraft
from consultation.models import Precision, UnitRole
from organizations.actions import add_unit
from organizations.models import Jurisdiction, Level, Membership, Person, Role, Unit, UnitKind, UnitName

DAY = date(2026, 3, 2)
PASSWORD = "Test-2026-pass"  # noqa: S105
UNITS = {
    "市委办公室": UnitKind.PARTY_ORGAN,
    "市政府办公室": UnitKind.GOVERNMENT,
    "市政协办公室": UnitKind.CPPCC_OFFICE,
    "市政协提案委": UnitKind.SPECIAL_COMMITTEE,
    "市财政局": UnitKind.GOVERNMENT,
    "市教育局": UnitKind.GOVERNMENT,
    "各承办单位": UnitKind.GROUP,
}


def jurisdiction(name="测试市", code="test"):
    return Jurisdiction.objects.create(name=name, code=code, level=Level.CITY)


def person(place, role, unit=None, username=None, name=None, **fields):
    """A person with an account and one post since 2020; rows alone, as every test would pay for the checks of `appoint`."""
    username = username or f"{role}-{place.code}-{Person.objects.count()}"
    someone = Person.objects.create_user(username, PASSWORD, name=name or f"演示{role}", must_change_password=False, **fields)
    Membership.objects.create(person=someone, role=Role(role), jurisdiction=place, unit=unit, starts_on=date(2020, 1, 1))
    return someone


def units(place, kinds, **aliases):
    """Units by {name: kind}, each with its own name and, where given, one more; the rows that `add_unit` makes, all at once."""
    made = Unit.objects.bulk_create(Unit(jurisdiction=place, name=name, kind=kind) for name, kind in kinds.items())
    names = [(unit, name) for unit in made for name in (unit.name, aliases.get(unit.name)) if name]
    UnitName.objects.bulk_create(UnitName(unit=unit, jurisdiction=place, name=name) for unit, name in names)
    return made


class World:
    """One place: three offices, a special committee, two departments; one person per role; a drafted plan on demand."""

    def __init__(self, name="测试市", code="test"):
        self.place = jurisdiction(name, code)
        self.party_office, self.government_office, self.cppcc_office, self.committee, self.finance, self.education, self.group = units(
            self.place, UNITS, 市财政局="财政局"
        )
        self.secretary = person(self.place, Role.SECRETARY, self.committee)
        self.handler = person(self.place, Role.UNIT_HANDLER, self.finance)
        self.head = person(self.place, Role.UNIT_HEAD, self.finance)
        self.other_handler = person(self.place, Role.UNIT_HANDLER, self.education)

    @property
    def offices(self):
        return (self.party_office, self.government_office, self.cppcc_office)

    def somebody(self, role):
        """A new person with `role`, in a unit that suits it."""
        unit = {
            Role.UNIT_HEAD: self.finance,
            Role.UNIT_HANDLER: self.finance,
            Role.OFFICE_STAFF: self.government_office,
            Role.LIAISON: self.committee,
        }.get(role)
        if role == Role.COMMITTEE_STAFF:
            unit = Unit.objects.filter(jurisdiction=self.place, name="市政协经济委").first()
            unit = unit or add_unit(self.place, "市政协经济委", UnitKind.SPECIAL_COMMITTEE)
        return person(self.place, role, unit)

    def draft(self, year=2026, **fields):
        items = (
            ItemDraft(
                "测试议题一",
                number=1,
                form="对口协商",
                time_text="6月",
                precision=Precision.MONTH,
                window_start=date(year, 6, 1),
                window_end=date(year, 6, 30),
                units=(
                    UnitDraft("市财政局", lead_assumed=True),
                    UnitDraft("市教育局", UnitRole.CO),
                    UnitDraft("市政协提案委", UnitRole.HOST),
                ),
            ),
            ItemDraft("测试议题二", number=2, units=(UnitDraft("各承办单位"),)),
        )
        return PlanDraft(**{"year": year, "title": f"{year}年度协商计划", "issuers": ("市政府办公室",), "items": items} | fields)

    def plan(self, **fields):
        return actions.create_plan(self.place, self.draft(**fields), by=self.secretary, on=DAY)

    def approved_plan(self, **fields):
        plan = actions.consult(self.plan(**fields), by=self.secretary, on=DAY)
        for office in self.offices:
            actions.give_opinion(plan, by=self.secretary, office=office, agrees=True, on=DAY)
        plan = actions.report(plan, by=self.secretary, on=DAY)
        return actions.approve(plan, by=self.secretary, approved_by="市委", approved_on=DAY)

    def issued_plan(self, **fields):
        return actions.issue(self.approved_plan(**fields), by=self.secretary, issued_on=DAY, document_number="测府办〔2026〕1号")
