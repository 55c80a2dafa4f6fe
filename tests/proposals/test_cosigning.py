"""Co-signing: what the author is told before he hands in, where the invited come out, that nobody declines by choosing nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals import actions
from proposals.models import ProposerState
from tests.api.caller import Caller
from tests.pages import browser

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)


@pytest.fixture
def draft(world):
    return world.draft_proposal(kind="joint", cosigners=[world.second], cosign_until=timezone.now() + LATER)


def test_the_author_reads_who_is_waited_for_before_he_hands_in(world, draft):
    text = browser(world.member).get(draft.get_absolute_url()).content.decode()
    assert "答复联名邀请" in text and "还有 1 位受邀联名人没有答复" in text
    actions.answer_invitation(draft, by=world.second, accept=False)
    text = browser(world.member).get(draft.get_absolute_url()).content.decode()
    assert "联名提案至少要有一位联名人同意联名。" in text and "核对后提交" in text
    assert Caller(world.member).post(f"proposals/{draft.public_id}/act/submit/", {}).status_code == 409


def test_who_joins_comes_back_to_the_draft_and_who_declines_to_the_list(world, draft):
    address, client = f"{draft.get_absolute_url()}cosign/", browser(world.second)
    assert client.post(address, {}).status_code == 400, "choosing nothing is no answer"
    assert draft.proposers.get(person=world.second).answer == ProposerState.INVITED
    assert Caller(world.second).post(f"proposals/{draft.public_id}/cosign/", {}).status_code == 400
    joined = client.post(address, {"accept": "1"}, follow=True)
    assert joined.status_code == 200 and "已完成：答复联名邀请" in joined.content.decode()
    other = world.draft_proposal("关于规范共享单车停放的建议", kind="joint", cosigners=[world.second])
    declined = client.post(f"{other.get_absolute_url()}cosign/", {"accept": ""}, follow=True)
    assert declined.status_code == 200 and declined.request["PATH_INFO"] == "/proposals/"
    assert other.title not in declined.content.decode().partition("<tbody>")[2]
    assert client.get(other.get_absolute_url()).status_code == 404
