"""A new installation: the console makes the first administrator, who signs in and makes the rest."""

import re

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Jurisdiction, Person, Role

pytestmark = pytest.mark.django_db


def first_admin(capsys, *names):
    call_command("first_admin", *names)
    return re.search(r"首次登录须修改）：(\S+)", capsys.readouterr().out).group(1)


def test_the_first_administrator_signs_in_and_appoints_a_secretary(client, capsys):
    password = first_admin(capsys, "新市", "xin", "admin", "演示甲")
    assert client.post("/login/", {"username": "admin", "password": password}).status_code == 302
    person = Person.objects.get(username="admin")
    assert (person.must_change_password, person.access.roles) == (True, {Role.SYSTEM_ADMIN})
    person.must_change_password = False
    person.save()
    client.force_login(person)
    assert client.get("/admin/organizations/person/add/").status_code == 200


def test_a_second_administrator_of_the_same_place(capsys):
    first_admin(capsys, "新市", "xin", "admin", "演示甲")
    first_admin(capsys, "新市", "xin", "admin2", "演示乙")
    assert (Jurisdiction.objects.count(), Person.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    "names", [("新市", "xin", "admin", "演示乙"), ("旧市", "xin", "admin3", "演示乙"), ("另市", "不是 代码", "admin4", "演示乙")]
)
def test_what_is_wrong_is_told_and_nothing_is_stored(capsys, names):
    first_admin(capsys, "新市", "xin", "admin", "演示甲")
    with pytest.raises(CommandError, match="[一-龥]"):
        call_command("first_admin", *names)
    assert (Jurisdiction.objects.count(), Person.objects.count()) == (1, 1)
