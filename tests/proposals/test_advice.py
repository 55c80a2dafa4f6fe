"""Who assigns sees which units had similar cases, and those cases: at one case and in an allocation; at least five or none."""

import pytest

from proposals import actions
from tests.pages import browser
from tests.proposals.world import DAY

pytestmark = pytest.mark.django_db
TITLE = "关于改善老城区路灯照明的建议"


def assign_page(world, case):
    return browser(world.supervisor).get(f"/proposals/{case.public_id}/act/assign/").content.decode()


def test_the_precedents_stand_beside_the_choice(world):
    for _ in range(4):
        world.assigned(title=TITLE)
    case = world.filed(title=TITLE)
    assert "以往由谁办理" not in assign_page(world, case), "four are too few to tell"
    last = world.assigned(title=TITLE)
    text = assign_page(world, case)
    assert "以往由谁办理" in text and "市财政局" in text and "相似度占 100%" in text
    assert f'<a href="{last.get_absolute_url()}">{TITLE}</a>' in text
    allocation = actions.begin_allocation(world.session, by=world.supervisor, title="第一批分办意见", on=DAY)
    row = allocation.rows.get()
    text = browser(world.supervisor).get(f"{allocation.get_absolute_url()}act/set_row/?row={row.public_id}").content.decode()
    assert f'<a href="{last.get_absolute_url()}">{TITLE}</a>' in text and "（相似度占 100%）" in text


def test_the_track_of_an_assignment_is_named(world):
    """交办口: on the case and in the rows of an allocation."""
    case = world.assigned()
    assert "政府办公厅（室），独办" in browser(world.handler).get(case.get_absolute_url()).content.decode()
    world.filed(title="关于规范共享单车停放的建议")
    allocation = actions.begin_allocation(world.session, by=world.supervisor, title="第二批分办意见", on=DAY)
    row = allocation.rows.get()
    changed = {"track": "party", "mode": "sole", "units": [world.finance]}
    actions.set_row(allocation, by=world.supervisor, row=row, **changed)
    assert "党委办公厅（室）" in browser(world.supervisor).get(allocation.get_absolute_url()).content.decode()
