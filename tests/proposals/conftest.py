import pytest

from tests.proposals.world import ProposalWorld


@pytest.fixture
def world(db):
    return ProposalWorld()
