import pytest

from tests.supervision.world import SupervisedWorld


@pytest.fixture
def world(db):
    return SupervisedWorld()
