"""Places with their units, names through time, terms, meetings and people."""

import datetime
from dataclasses import dataclass, field

from dashboard.demo.accounts import add_accounts
from organizations.actions import add_unit, merge_unit
from organizations.models import CounterpartLink, Jurisdiction, Meeting, Portfolio, Sector, Session, Term, Unit, UnitName


@dataclass
class Place:
    """What has been made of a place, by the words that its data use."""

    data: dict
    jurisdiction: Jurisdiction
    units: dict
    sectors: dict
    people: dict
    term: Term
    meetings: dict
    handlers: dict = field(default_factory=dict)

    def person(self, ending):
        return self.people[ending]


def add_place(data, password):
    """Register a place of the data; returns a `Place`."""
    parent = Jurisdiction.objects.get(code=data["parent"]) if "parent" in data else None
    jurisdiction = Jurisdiction.objects.create(name=data["name"], code=data["code"], level=data["level"], parent=parent, is_demo=True)
    units = _units(data, jurisdiction)
    sectors = [Sector.objects.create(jurisdiction=jurisdiction, name=name, order=n) for n, name in enumerate(data["sectors"], 1)]
    term = Term.objects.create(jurisdiction=jurisdiction, number=data["term"])
    for number in data["sessions"]:
        Session.objects.create(term=term, number=number)
    meetings = {
        (body, number): Meeting.objects.create(jurisdiction=jurisdiction, term=term, body=body, number=number)
        for body, number in data.get("meetings", [])
    }
    people = add_accounts(data, jurisdiction, units, sectors, password)
    place = Place(data, jurisdiction, units, {sector.name: sector for sector in sectors}, people, term, meetings)
    _links(place)
    return place


def _units(data, jurisdiction):
    """All units of a place with their names at once: unit by unit it would be most of the time that loading takes."""
    rows = [(group, *entry) for group in data["units"] for entry in group["names"]]
    units = {
        name: Unit(jurisdiction=jurisdiction, name=name, full_name=full_name, kind=group["kind"], order=order)
        for order, (group, name, full_name, *_) in enumerate(rows, 1)
    }
    for unit in units.values():
        unit.clean_fields(exclude=["jurisdiction"])
    Unit.objects.bulk_create(units.values())
    for group, name, *_ in rows:
        if parent := group.get("parent"):
            Unit.objects.filter(pk=units[name].pk).update(parent=units[parent])
    UnitName.objects.bulk_create(
        UnitName(unit=units[name], jurisdiction=jurisdiction, name=each)
        for _, name, *others in rows
        for each in dict.fromkeys(filter(None, [name, *others]))
    )
    return units


def _links(place):
    """What the leader of the government is in charge of 分管, and the standing contacts 对口联系 of the committees."""
    if "portfolios" not in place.data:
        add_portfolio(place, "mayor", place.data["portfolio"])
    for committee, unit in place.data.get("links", []):
        CounterpartLink.objects.create(jurisdiction=place.jurisdiction, committee=place.units[committee], unit=place.units[unit])
    for committee, sector in place.data.get("sector_links", []):
        CounterpartLink.objects.create(jurisdiction=place.jurisdiction, committee=place.units[committee], sector=place.sectors[sector])


def add_portfolio(place, leader, units, alternate=None, categories=""):
    portfolio = Portfolio.objects.create(
        jurisdiction=place.jurisdiction,
        leader=place.person(leader),
        alternate=place.person(alternate) if alternate else None,
        categories=categories,
    )
    portfolio.units.set([place.units[name] for name in units])


def reorganize(place):
    """Bring the units of a place to the present: those merged or renamed end with the year of the reform and name their successor."""
    for entry in place.data.get("successions", []):
        begin = datetime.date(entry["year"] + 1, 1, 1)
        former = [place.units[name] for name in entry["of"]]
        successor = add_unit(
            place.jurisdiction, entry["name"], former[0].kind, full_name=entry["full"], starts_on=begin, order=former[0].order
        )
        place.units[successor.name] = successor
        for unit in former:
            merge_unit(Unit.objects.get(pk=unit.pk), successor, on=begin)
