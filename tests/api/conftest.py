import pytest

from tests.api.caller import Caller
from tests.world import World


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def secretary(world):
    return Caller(world.secretary)


@pytest.fixture
def handler(world):
    return Caller(world.handler)
