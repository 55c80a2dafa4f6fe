"""Changes to units and people that are more than editing one row."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from organizations.models import Jurisdiction, Membership, Person, Role, Ruleset, Unit, UnitKind, UnitName
from organizations.permissions import grant_refusal

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


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


def add_former_name(unit, *, name, starts_on, ends_on):
    """Register a name a unit bore until a day in the past."""
    former = UnitName(unit=unit, jurisdiction=unit.jurisdiction, name=name, starts_on=starts_on, ends_on=ends_on)
    former.full_clean()
    former.save()


@transaction.atomic
def edit_unit(unit, *, aliases=()):
    """Store the edited facts of a unit, and further names of it. Raises ValidationError for what is wrong."""
    unit.full_clean()
    unit.save()
    add_names(unit, aliases)


@transaction.atomic
def rename_unit(unit, name, *, on, full_name=""):
    """A unit goes on under a new name from the day `on`; its old names end the day before and still find it."""
    from_day = on
    _end_names(unit, _day_before(from_day))
    unit.name, unit.full_name = name, full_name
    unit.full_clean()
    unit.save()
    for each in filter(None, dict.fromkeys([name, full_name])):
        UnitName.objects.create(unit=unit, jurisdiction=unit.jurisdiction, name=each, starts_on=from_day)
    return unit


@transaction.atomic
def merge_unit(unit, successor, *, on):
    """A unit ends before the day `on` and its duties pass to `successor`; papers of its time keep its name."""
    unit, successor = _locked(unit, successor)
    unit.ends_on, unit.successor = _day_before(on), successor
    unit.full_clean()
    unit.save()
    _end_names(unit, unit.ends_on)
    return unit


def _end_names(unit, last):
    """The names in use end on the day `last`. Raises ValidationError where one of them came into use after it."""
    in_use = unit.names.filter(ends_on__isnull=True)
    if late := in_use.filter(starts_on__gt=last).first():
        raise ValidationError({"on": f"名称“{late.name}”自 {late.starts_on:%Y-%m-%d} 起使用，日期应晚于这一天。"})
    in_use.update(ends_on=last)


def _locked(*units):
    """The units as they are now, kept from being merged elsewhere at the same time."""
    rows = Unit.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([unit.pk for unit in units])
    return [rows[unit.pk] for unit in units]


@transaction.atomic
def appoint(person, role, jurisdiction, *, by=None, unit=None, sector=None, starts_on=None, ends_on=None):
    """Give a person a post; returns the membership. `by`: who gives it, None for the system itself.

    Raises ValidationError for a role without the unit it needs, one that `by` may not give, or one that must lie in other hands.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if sentence := grant_refusal(by, person, role, jurisdiction, starts_on=starts_on, ends_on=ends_on):
        raise ValidationError(sentence)
    membership = Membership(
        person=person, role=Role(role), jurisdiction=jurisdiction, unit=unit, sector=sector, starts_on=starts_on, ends_on=ends_on
    )
    membership.full_clean()
    membership.save()
    person.__dict__.pop("access", None)
    return membership


def enter_person(**facts):
    """Enter somebody without a password, who cannot sign in until one is issued; returns him. His first post is given by `appoint`."""
    person = Person(**facts)
    person.set_unusable_password()
    person.full_clean()
    person.save()
    return person


def open_account(person):
    """Enter a new person; returns the one-time password, "" for one who does not sign in. His first post is given by `appoint`."""
    password = one_time_password() if person.username and not person.is_service else ""
    person.set_password(password or None)
    person.must_change_password = True
    person.save()
    return password


@transaction.atomic
def edit_account(person, *, renamed):
    """Store the edited facts of a person; who has lost his username (`renamed`) is let in nowhere any more."""
    person.save()
    if renamed and not person.username:
        shut_out(person)


@transaction.atomic
def reset_password(person):
    """Give a new one-time password, returned once; whoever was let in by what was before is out (see `shut_out`)."""
    password = one_time_password()
    _take_password(person, password, must_change=True)
    return password


@transaction.atomic
def change_password(person, password):
    """One's own new password; all other sessions, tokens and the calendar's address end."""
    _take_password(person, password, must_change=False)


def _take_password(person, password, *, must_change):
    person.set_password(password)
    person.must_change_password = must_change
    person.save(update_fields=["password", "must_change_password"])
    shut_out(person)


@transaction.atomic
def shut_out(person):
    """End all that lets anybody in under this name: sessions, access tokens, the address of the calendar."""
    person.shut_out_at, person.feed_key = timezone.now(), None
    person.save(update_fields=["shut_out_at", "feed_key"])
    person.tokens.filter(revoked_at__isnull=True).update(revoked_at=person.shut_out_at)


def one_time_password():
    """A password that can be read out: four groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def set_active(person, active):
    """Lock an account out or let it in again; posts and history stay. What a locked account had to get in by is gone for good."""
    person.is_active = active
    person.save(update_fields=["is_active"])
    if not active:
        shut_out(person)
    return person


@transaction.atomic
def add_jurisdiction(jurisdiction, *, by):
    """Enter a new place; who enters it becomes its first system administrator. Returns the place."""
    jurisdiction.full_clean()
    jurisdiction.save()
    appoint(by, Role.SYSTEM_ADMIN, jurisdiction, starts_on=timezone.localdate())
    return jurisdiction


@transaction.atomic
def add_first_admin(*, place, code, level, username, name):
    """Enter a place where it is not there yet, and a system administrator of it; returns (person, one-time password).

    Raises ValidationError for a name that is taken or a value that is wrong. For whoever sets the system up at the console.
    """
    jurisdiction = Jurisdiction.objects.filter(code=code).first() or Jurisdiction(name=place, code=code, level=level)
    if jurisdiction.name != place:
        raise ValidationError(f"代码 {code} 已经属于{jurisdiction.name}。")
    jurisdiction.full_clean()
    jurisdiction.save()
    person, password = Person(username=username, name=name, title="系统管理员"), one_time_password()
    person.set_password(password)
    person.full_clean()
    person.save()
    appoint(person, Role.SYSTEM_ADMIN, jurisdiction, starts_on=timezone.localdate())
    return person, password


def _day_before(day):
    return day.fromordinal(day.toordinal() - 1)


def copy_ruleset(ruleset, *, name, effective_on, overrides, note):
    """The next version of a place's rules, begun as a copy; returns it. Raises ValidationError for rules nobody knows."""
    return add_ruleset(ruleset.jurisdiction_id, name=name, effective_on=effective_on, overrides=overrides, note=note)


@transaction.atomic
def add_ruleset(place_id, *, name, effective_on, overrides, note=""):
    """The next version of the rules of a jurisdiction; returns it. Raises ValidationError for rules nobody knows."""
    place = Jurisdiction.objects.select_for_update().get(pk=place_id)
    last = place.rulesets.aggregate(last=Max("version"))["last"] or 0
    added = Ruleset(jurisdiction=place, version=last + 1, name=name, effective_on=effective_on, overrides=overrides, note=note)
    added.full_clean()
    added.save()
    return added
