"""A post fits: its unit, its sector and whoever gives it belong to its place; the same sentence from action and page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.actions import add_unit, appoint, merge_unit
from organizations.models import MemberProfile, Membership, Person, Role, Ruleset, Sector, Session, Term
from tests.admin.conftest import Office
from tests.admin.test_people import new_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def test_unit_and_sector_lie_in_the_place_of_the_post(office):
    someone, place = Person.objects.create(name="演示某"), office.world.place
    with pytest.raises(ValidationError, match="所选的“单位”不属于测试市。"):
        appoint(someone, Role.UNIT_HANDLER, place, unit=office.other.finance)
    with pytest.raises(ValidationError, match="所选的“界别”不属于测试市。"):
        appoint(someone, Role.MEMBER, place, sector=Sector.objects.create(jurisdiction=office.other.place, name="经济界"))
    assert not someone.memberships.exists()


def test_nobody_is_in_post_in_a_group_or_in_a_unit_that_has_ended(office):
    someone, place = Person.objects.create(name="演示某"), office.world.place
    with pytest.raises(ValidationError, match="统称"):
        appoint(someone, Role.UNIT_HANDLER, place, unit=office.world.group)
    former = merge_unit(add_unit(place, "市国资办"), office.world.finance, on=date(2025, 1, 1))
    with pytest.raises(ValidationError, match="2024-12-31 终止"):
        appoint(someone, Role.UNIT_HANDLER, place, unit=former, starts_on=date(2025, 1, 1))
    assert appoint(someone, Role.UNIT_HANDLER, place, unit=former, starts_on=date(2024, 12, 31)).pk


def test_the_page_says_the_same(office):
    for unit, sentence in ((office.world.group, "统称"), (office.other.finance, "")):
        answer = office.client("system").post("/admin/organizations/person/add/", new_person("unit_handler", office.world.place, unit))
        assert answer.status_code == 200 and sentence in answer.content.decode()
    assert not Person.objects.filter(username="newcomer").exists()


def test_who_is_of_elsewhere_is_appointed_by_those_of_elsewhere(office):
    stranger, keeper = office.other.handler, office.people["secretary"]
    with pytest.raises(ValidationError, match="不是您所管地区的人员"):
        appoint(stranger, Role.MEMBER, office.world.place, by=keeper)
    appoint(keeper, Role.SECRETARY, office.other.place)
    assert appoint(stranger, Role.MEMBER, office.world.place, by=keeper).pk
    assert appoint(Person.objects.create(name="演示新"), Role.MEMBER, office.world.place, by=keeper).pk


def test_a_profile_and_a_session_name_only_what_is_of_their_place(office):
    here, there = (Term.objects.create(jurisdiction=world.place, number=9) for world in (office.world, office.other))
    post = Membership.objects.create(person=Person.objects.create(name="演示委员"), role=Role.MEMBER, jurisdiction=office.world.place)
    with pytest.raises(ValidationError) as refused:
        MemberProfile(membership=post, term=there, party=office.other.party_office, committee=office.world.committee).full_clean()
    assert refused.value.message_dict == {"term": ["所选的“届”不属于测试市。"], "party": ["所选的“党派”不属于测试市。"]}
    MemberProfile(membership=post, term=here, committee=office.world.committee).full_clean()
    rules = Ruleset.objects.create(jurisdiction=office.other.place, version=1, name="别处", effective_on=date(2020, 1, 1))
    with pytest.raises(ValidationError, match="所选的“适用规则”不属于测试市。"):
        Session(term=here, number=1, ruleset=rules).full_clean()
