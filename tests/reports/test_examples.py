"""Examples of a report: chosen by the clerk in order, told from verified material first, from unverified only marked, else from replies."""

import pytest
from django.urls import reverse

from proposals.models import Handling, Proposal
from reports import actions
from tests.pages import enter, look
from tests.proposals.world import ProposalWorld
from workflow.refusals import Refused

SPACES = {"what": "新增停车位", "value": "120", "measure": "个", "source": "停车设施台账", "on": "2026-03-01"}
TEXT = "新增停车位120个。"


@pytest.fixture
def world(db):
    world = ProposalWorld()
    for number, title in (("084", "关于甲路的建议"), ("085", "关于乙路的建议"), ("086", "关于丙路的建议"), ("087", "关于丁路的建议")):
        world.issued(case_no=number, title=title)
    return world


def begun(world):
    return actions.begin(world.session, "handling", by=world.supervisor)


def handed_in(world, number, text=TEXT):
    handling = Handling.objects.get(proposal__case_no=number)
    return actions.submit_material(handling, by=world.handler, text=text, numbers=[SPACES] if "120" in text else [])


def led(report):
    return [line for line in report.text.split("\n") if line[:3] in ("例如，", "又如，", "还如，")]


def test_without_a_choice_cases_with_verified_material_come_first_and_are_told_by_it(world):
    actions.verify_material(handed_in(world, "087"), by=world.supervisor, opinion="已核对")
    handed_in(world, "085")
    first, second, third = led(begun(world))
    assert first == "例如，第087号提案《关于丁路的建议》，由市财政局承办。新增停车位120个。"
    assert second.startswith("又如，第084号") and second.endswith("承办。已办理。")
    assert third.endswith("新增停车位120个（未核实）。（以上由市财政局报送，未核实）")


def test_what_the_clerk_chose_stands_in_his_order_and_other_text_stays(world):
    report = begun(world)
    report = actions.edit(report, by=world.supervisor, text=report.text + "\n自己写的一段。")
    report = actions.choose(report, by=world.supervisor, examples={"A": ["087", "085"], "B": []})
    assert [line[:9] for line in led(report)] == ["例如，第087号提", "又如，第085号提"] and report.examples == {"A": ["087", "085"]}
    assert report.text.endswith("\n自己写的一段。")
    lines = report.text.split("\n")
    assert lines.index(led(report)[0]) == next(place for place, line in enumerate(lines) if "${class_A}" in line and line[0] == "（") + 1
    report = actions.redraft(report, by=world.supervisor)
    assert [line[:9] for line in led(report)] == ["例如，第087号提", "又如，第085号提"]
    report = actions.choose(report, by=world.supervisor, examples={})
    assert len(led(report)) == 3 and report.examples == {}


def test_a_choice_that_is_none_is_refused_and_nothing_changes(world):
    report = begun(world)
    Proposal.objects.filter(case_no="086").update(sensitivity="closed")
    for examples, words in (
        ({"A": ["099"]}, "第099号"),
        ({"Z": ["084"]}, "没有“Z”"),
        ({"B": ["084"]}, "B类里没有"),
        ({"A": ["086"]}, "第086号"),
    ):
        with pytest.raises(Refused, match=words):
            actions.choose(report, by=world.supervisor, examples=examples)
    report = actions.edit(report, by=world.supervisor, text="一、总体情况\n没有分类。")
    with pytest.raises(Refused, match="没有A类的一段"):
        actions.choose(report, by=world.supervisor, examples={"A": ["084"]})
    other = actions.begin(world.session, "progress", by=world.supervisor)
    with pytest.raises(Refused, match="不按结果分类举例"):
        actions.choose(other, by=world.supervisor, examples={"A": ["084"]})


def test_a_unit_tells_its_own_material_alone(world):
    actions.verify_material(handed_in(world, "084"), by=world.supervisor, opinion="已核对")
    own = actions.begin(world.session, "unit", by=world.handler, unit=world.finance)
    assert "新增停车位120个" in own.text


def test_material_that_names_a_field_or_a_heading_is_text_alone(world):
    handed_in(world, "084", text="一、完成\n${nothing}整治。")
    report = begun(world)
    assert "＄{nothing}" in actions.text_of(report)


def test_examples_are_chosen_on_a_page(client, world):
    actions.verify_material(handed_in(world, "085"), by=world.supervisor, opinion="已核对")
    report = begun(world)
    enter(client, world.supervisor)
    address = reverse("reports:act", args=[report.public_id, "choose"])
    assert "可以举例的 4 件；有已核实素材的：第085号" in look(client, address)[0]
    assert client.post(address, {"examples-0-numbers": "099"}).status_code == 409
    assert client.post(address, {"examples-0-numbers": "086、084"}).status_code == 302
    report.refresh_from_db()
    assert report.examples == {"A": ["086", "084"]}
    text, _ = look(client, report.get_absolute_url())
    assert "第086号提案" in text
    assert "A：086、084" in text
