"""Accounts and posts: opened, shown once, locked; who may give which role to whom."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from organizations.actions import appoint
from organizations.models import Membership, Person, Role
from organizations.permissions import grant_refusal
from tests.world import person

PEOPLE = "/admin/organizations/person/"
POSTS = "/admin/organizations/membership/"


def text(response):
    return response.content.decode()


def new_person(role, place, unit=None, **fields):
    """What the page of a new person sends."""
    inline = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 1, "MAX_NUM_FORMS": 1000}
    post = {"0-role": role, "0-jurisdiction": place.pk, "0-unit": unit.pk if unit else "", "0-starts_on": "2026-01-01"}
    return {"name": "演示新人", "username": "newcomer"} | {f"memberships-{name}": value for name, value in (inline | post).items()} | fields


def test_a_new_person_gets_a_password_that_is_shown_once(secretary, world):
    answer = secretary.post(f"{PEOPLE}add/", new_person(Role.UNIT_HANDLER, world.place, world.education))
    password = re.search(r"<code>([a-z2-9-]{19})</code>", text(answer)).group(1)
    someone = Person.objects.get(username="newcomer")
    assert someone.check_password(password) and someone.must_change_password
    assert someone.access.holds(world.place.pk, Role.UNIT_HANDLER)
    assert "no-store" in answer["Cache-Control"]
    assert password not in text(secretary.get(f"{PEOPLE}{someone.pk}/change/"))
    visitor = Client()
    assert visitor.login(username="newcomer", password=password, request=answer.wsgi_request)
    assert visitor.get("/admin/").url == "/password/"


def test_a_new_person_needs_a_first_post(secretary, world):
    body = new_person("", world.place) | {"memberships-0-jurisdiction": "", "memberships-0-starts_on": ""}
    answer = secretary.post(f"{PEOPLE}add/", body)
    assert answer.status_code == 200 and "必填" in text(answer)
    assert not Person.objects.filter(username="newcomer").exists()


def test_a_first_post_never_lies_elsewhere(secretary, office):
    body = new_person(Role.MEMBER, office.other.place)
    assert secretary.post(f"{PEOPLE}add/", body).status_code == 200
    body = new_person(Role.UNIT_HANDLER, office.world.place, office.other.finance)
    assert secretary.post(f"{PEOPLE}add/", body).status_code == 200
    assert not Person.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_a_secretary_gives_no_reserved_role(secretary, world, role):
    page = text(secretary.get(f"{PEOPLE}add/"))
    assert Role.UNIT_HEAD.label in page and role.label not in page.split("memberships-__prefix__-role")[1].split("</select>")[0]
    assert secretary.post(f"{PEOPLE}add/", new_person(role, world.place)).status_code == 200
    assert not Person.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDITOR, Role.SECRETARY])
def test_a_system_administrator_gives_them(system, world, role):
    assert "一次性密码" in text(system.post(f"{PEOPLE}add/", new_person(role, world.place)))
    assert Person.objects.get(username="newcomer").access.holds(world.place.pk, role)


@pytest.mark.parametrize(
    ("held", "wanted", "refused"),
    [
        (Role.AUDITOR, Role.SYSTEM_ADMIN, True),
        (Role.AUDITOR, Role.SECRETARY, True),
        (Role.SYSTEM_ADMIN, Role.AUDITOR, True),
        (Role.SECRETARY, Role.AUDITOR, True),
        (Role.SECRETARY, Role.MEMBER, False),
        (Role.MEMBER, Role.SECRETARY, False),
        (Role.AUDITOR, Role.MEMBER, False),
    ],
)
def test_audit_stays_apart(office, held, wanted, refused):
    someone = person(office.world.place, held)
    sentence = grant_refusal(office.people["system"], someone, wanted, office.world.place)
    assert bool(sentence) == refused
    if refused:
        assert "须由不同的人承担" in sentence
        with pytest.raises(ValidationError, match="须由不同的人承担"):
            appoint(someone, wanted, office.other.place)


def test_a_former_auditor_may_become_secretary(world):
    someone = Person.objects.create(name="演示某")
    appoint(someone, Role.AUDITOR, world.place, starts_on=date(2020, 1, 1), ends_on=date(2022, 12, 31))
    with pytest.raises(ValidationError):
        appoint(someone, Role.SECRETARY, world.place, starts_on=date(2022, 12, 31))
    assert appoint(someone, Role.SECRETARY, world.place, starts_on=date(2023, 1, 1)).pk


def test_nobody_gives_himself_a_post(system, office):
    me = office.people["system"]
    body = {"person": me.pk, "role": "secretary", "jurisdiction": office.world.place.pk}
    answer = system.post(f"{POSTS}add/", body)
    assert answer.status_code == 200 and "不能给自己任职" in text(answer)
    assert me.memberships.count() == 1


def test_a_post_is_ended_and_nothing_else(secretary, office):
    post = office.world.handler.memberships.get()
    body = {"role": "secretary", "unit": office.world.education.pk, "person": office.world.head.pk, "ends_on": "2026-06-30"}
    assert secretary.post(f"{POSTS}{post.pk}/change/", body).status_code == 302
    after = Membership.objects.get(pk=post.pk)
    assert (after.role, after.unit, after.person) == (post.role, post.unit, post.person)
    assert after.ends_on == date(2026, 6, 30)


def test_a_reserved_post_is_not_the_secretarys_to_end(secretary, office):
    post = office.people["auditor"].memberships.get()
    assert secretary.get(f"{POSTS}{post.pk}/change/").status_code == 200
    assert secretary.post(f"{POSTS}{post.pk}/change/", {"ends_on": "2026-01-01"}).status_code == 403


@pytest.mark.parametrize(("target", "status"), [("handler", 302), ("system", 403), ("auditor", 403), ("secretary", 403), ("foreign", 404)])
@pytest.mark.parametrize("act", ["deactivate", "unlock"])
def test_whose_account_a_secretary_keeps(secretary, office, target, status, act):
    assert secretary.post(f"{PEOPLE}{office.people[target].pk}/act/{act}/").status_code == status


def test_an_account_that_reaches_further_is_shown_only(secretary, office):
    both = person(office.world.place, Role.MEMBER)
    appoint(both, Role.MEMBER, office.other.place)
    assert secretary.get(f"{PEOPLE}{both.pk}/change/").status_code == 200
    assert secretary.post(f"{PEOPLE}{both.pk}/act/reset_password/").status_code == 403


def test_a_reset_password_ends_the_sessions(secretary, office):
    visitor = office.client("handler")
    assert visitor.get("/password/").status_code == 200
    answer = secretary.post(f"{PEOPLE}{office.world.handler.pk}/act/reset_password/")
    password = re.search(r"<code>([a-z2-9-]{19})</code>", text(answer)).group(1)
    assert Person.objects.get(pk=office.world.handler.pk).check_password(password)
    assert visitor.get("/password/").status_code == 302
    assert secretary.get(f"{PEOPLE}{office.world.handler.pk}/act/reset_password/").content.decode().count(password) == 0


def test_a_locked_account_is_out_at_once(secretary, office):
    visitor = office.client("handler")
    secretary.post(f"{PEOPLE}{office.world.handler.pk}/act/deactivate/")
    assert visitor.get("/password/").status_code == 302
    secretary.post(f"{PEOPLE}{office.world.handler.pk}/act/activate/")
    assert Person.objects.get(pk=office.world.handler.pk).is_active


def test_a_program_gets_its_token_once(system, office):
    service = person(office.world.place, Role.UNIT_HANDLER, office.world.finance, is_service=True)
    url = f"{PEOPLE}{service.pk}/act/issue_token/"
    key = re.search(r"<code>(zx_[^<]+)</code>", text(system.post(url, {"name": "接口", "scope": "read", "days": "30"}))).group(1)
    token = service.tokens.get()
    assert key not in text(system.get(f"/admin/organizations/apitoken/{token.pk}/change/"))
    assert office.client("secretary").get(url).status_code == 403
    assert system.post(f"/admin/organizations/apitoken/{token.pk}/act/revoke/").status_code == 302
    assert service.tokens.get().revoked_at
    assert office.client("foreign system").get(f"/admin/organizations/apitoken/{token.pk}/change/").status_code == 404


def test_the_history_of_a_person_names_who_changed_what(secretary, office):
    handler = office.world.handler
    secretary.post(f"{PEOPLE}{handler.pk}/act/deactivate/")
    page = text(secretary.get(f"{PEOPLE}{handler.pk}/history/"))
    assert "在用" in page and "<del>是</del>" in page and "<ins>否</ins>" in page and office.world.secretary.name in page


def test_the_password_is_no_filter(secretary):
    assert secretary.get(f"{PEOPLE}?password__startswith=a").status_code == 400


def test_passwords_are_not_issued_for_accounts_of_others(secretary, office):
    auditor = office.people["auditor"]
    answer = secretary.post(PEOPLE, {"action": "issue_passwords", "_selected_action": [auditor.pk], "confirmed": "1"})
    assert "没有发放" in text(answer)
    assert Person.objects.get(pk=auditor.pk).password == auditor.password
