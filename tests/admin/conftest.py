import pytest
from django.test import Client

from organizations.models import Role
from tests.admin.objects import sample
from tests.world import World, person


class Office:
    """Two places, one person per role in the first, one object of every register in both, and a signed-in client for each person."""

    def __init__(self):
        self.world, self.other = World(), World("别市", "other")
        self.people = {
            "secretary": self.world.secretary,
            "office": self.world.somebody(Role.OFFICE_STAFF),
            "system": self.world.somebody(Role.SYSTEM_ADMIN),
            "auditor": self.world.somebody(Role.AUDITOR),
            "supervisor": self.world.somebody(Role.SUPERVISOR),
            "member": self.world.somebody(Role.MEMBER),
            "handler": self.world.handler,
            "foreign": self.other.secretary,
            "foreign system": person(self.other.place, Role.SYSTEM_ADMIN),
        }

    def client(self, who):
        client = Client(raise_request_exception=True)
        if who != "nobody":
            client.force_login(self.people[who])
        return client


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def world(office):
    return office.world


@pytest.fixture
def secretary(office):
    return office.client("secretary")


@pytest.fixture
def system(office):
    return office.client("system")


__all__ = ["sample"]
