"""Loading all of the demonstration data at once."""

import datetime

from django.db import transaction

from dashboard.demo.accounts import Accounts, hashed_password
from dashboard.demo.appraisals import load_appraisals
from dashboard.demo.awards import load_awards
from dashboard.demo.campaigns import load_campaigns
from dashboard.demo.data import PLACES, read
from dashboard.demo.history import load_history
from dashboard.demo.key import load_key
from dashboard.demo.materials import load_materials
from dashboard.demo.places import add_place, add_portfolio, reorganize
from dashboard.demo.proposals import load_084, load_running
from dashboard.demo.reports import load_reports
from dashboard.demo.running import load_year
from dashboard.demo.session_2020 import load_others
from dashboard.demo.supervision import load_supervision
from organizations.actions import add_unit, appoint, merge_unit
from organizations.models import MemberProfile, Role


@transaction.atomic
def load(today):
    """Make all demonstration data as of `today`, or nothing; returns {code: Place}."""
    password = hashed_password()
    places = {}
    for name in PLACES:
        place = places[name] = add_place(read(name), password)
        if "plan" in place.data:
            load_history(place, today)
            reorganize(place)
    _people_of_the_invented_city(places["yanshi"], password, today)
    load_year(places["yanshi"], today)
    work = load_running(places["yanshi"], today, password)
    load_supervision(places["yanshi"], today)
    load_key(work, today)
    load_campaigns(work, today)
    load_appraisals(work, today)
    load_awards(work, today)
    load_materials(work, today)
    load_reports(work, today)
    load_others(places["dadukou"], load_084(places["dadukou"], password).session)
    return places


def _people_of_the_invented_city(place, password, today):
    """More leaders and staff, one handler for each unit that answers, members with their profiles, one who must change the password."""
    accounts = Accounts(place.data["prefix"], password)
    for ending, name, title, role, unit in place.data["people"]:
        place.people[ending] = accounts.person(ending, name, title)
        appoint(place.people[ending], Role(role), place.jurisdiction, unit=place.units.get(unit))
    for entry in place.data["portfolios"]:
        add_portfolio(place, **entry)
    _renamed_department(place, today)
    place.handlers = {"市教育局": place.people["handler"]}
    for ending, unit in place.data["handlers"].items():
        place.handlers[unit] = accounts.person(ending, f"演示·{unit.removeprefix('演示')}经办人", unit)
        appoint(place.handlers[unit], Role.UNIT_HANDLER, place.jurisdiction, unit=place.units[unit])
    _members(place, accounts)


def _renamed_department(place, today):
    """市大数据局 has become 市数据局 since the plan was drafted: the printed name stays, the successor's people work on it."""
    former, begin = place.units["市大数据局"], datetime.date(today.year - 1, 7, 1)
    place.units["市数据局"] = add_unit(
        place.jurisdiction, "市数据局", former.kind, full_name="演示市数据局", starts_on=begin, order=former.order
    )
    merge_unit(former, place.units["市数据局"], on=begin)


def _members(place, accounts):
    standing = {True: "常委", False: "委员"}
    for number, (name, sector, party, committee, group, expertise, residence, is_standing) in enumerate(place.data["members"], 1):
        person = accounts.person(f"member-{number}", name, f"政协{standing[is_standing]}")
        post = appoint(person, Role.MEMBER, place.jurisdiction, sector=place.sectors[sector])
        MemberProfile.objects.create(
            membership=post,
            term=place.term,
            party=place.units.get(party),
            committee=place.units.get(committee),
            group=group,
            expertise=expertise,
            residence=residence,
            is_standing=is_standing,
        )
    newcomer = accounts.person("first-login", "演示·首次登录", "政协委员", must_change_password=True)
    appoint(newcomer, Role.MEMBER, place.jurisdiction, sector=place.sectors["教育"])
