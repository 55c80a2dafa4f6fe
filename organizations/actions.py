"""Changes to units and people that are more than editing one row."""

from django.db import transaction

from organizations.models import Membership, Role, Unit, UnitKind, UnitName


@transaction.atomic
def add_unit(jurisdiction, name, kind=UnitKind.GOVERNMENT, *, aliases=(), **fields):
    """Register a unit with its name, full name and `aliases`; returns the unit."""
    unit = Unit(jurisdiction=jurisdiction, name=name, kind=kind, **fields)
    unit.full_clean(exclude=["public_id"])
    unit.save()
    add_names(unit, [name, unit.full_name, *aliases])
    return unit


def add_names(unit, names):
    """Register further names of a unit, in force as long as the unit is; names it has already are left alone."""
    for name in dict.fromkeys(filter(None, names)):
        UnitName.objects.get_or_create(
            unit=unit, name=name, starts_on=unit.starts_on, defaults={"jurisdiction": unit.jurisdiction, "ends_on": unit.ends_on}
        )


@transaction.atomic
def rename_unit(unit, name, *, on, full_name=""):
    """A unit goes on under a new name from the day `on`; its old names end the day before and still find it."""
    from_day = on
    unit.names.filter(ends_on__isnull=True).update(ends_on=_day_before(from_day))
    unit.name, unit.full_name = name, full_name
    unit.full_clean()
    unit.save()
    for each in filter(None, dict.fromkeys([name, full_name])):
        UnitName.objects.create(unit=unit, jurisdiction=unit.jurisdiction, name=each, starts_on=from_day)
    return unit


@transaction.atomic
def merge_unit(unit, successor, *, on):
    """A unit ends before the day `on` and its duties pass to `successor`; papers of its time keep its name."""
    unit.ends_on, unit.successor = _day_before(on), successor
    unit.full_clean()
    unit.save()
    unit.names.filter(ends_on__isnull=True).update(ends_on=unit.ends_on)
    return unit


def appoint(person, role, jurisdiction, *, unit=None, sector=None, starts_on=None, ends_on=None):
    """Give a person a post; returns the membership. Raises ValidationError for a role without the unit it needs."""
    membership = Membership(
        person=person, role=Role(role), jurisdiction=jurisdiction, unit=unit, sector=sector, starts_on=starts_on, ends_on=ends_on
    )
    membership.full_clean()
    membership.save()
    person.__dict__.pop("access", None)
    return membership


def _day_before(day):
    return day.fromordinal(day.toordinal() - 1)
