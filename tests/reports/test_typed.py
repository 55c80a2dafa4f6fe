"""Numbers typed by hand: the same as the figure, another, or of nothing known; each at its place; fields are never judged."""

import pytest

from proposals.models import Handling
from reports import actions
from reports.drafting.keeping import pieces
from reports.typed import marked, typed_in
from tests.pages import enter, look
from tests.proposals.world import ProposalWorld
from workflow.refusals import Refused

FIGURES = {
    "assigned": {"label": "交办", "part": 197, "share": "", "value": "197"},
    "replied": {"label": "已答复", "part": 197, "share": "100.0%", "value": "197"},
    "class_A": {"label": "A类", "part": 183, "share": "92.9%", "value": "183"},
    "final_satisfied": {"label": "满意", "part": 196, "share": "99.5%", "value": "196"},
    "final_dissatisfied": {"label": "不满意", "part": 0, "share": "0.0%", "value": "0"},
    "satisfaction": {"label": "满意率", "part": 196, "share": "99.5%", "value": "99.5%"},
}


def verdicts(text):
    return [(each.text, each.verdict, each.name) for each in typed_in(pieces(text, FIGURES), FIGURES)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("交办提案197件。", [("197件", "same", "assigned")]),
        ("交办提案179件。", [("179件", "other", "assigned")]),
        ("交办提案一百九十七件。", [("一百九十七件", "same", "assigned")]),
        ("所提问题已经解决的A类提案180件，占92.9%。", [("180件", "other", "class_A"), ("92.9%", "same", "class_A")]),
        ("满意率99.5%。", [("99.5%", "same", "satisfaction")]),
        ("不满意1件。", [("1件", "other", "final_dissatisfied")]),
        ("新建停车位530个。", [("530个", "unknown", "")]),
        ("市财政局交办提案3件。", [("3件", "unknown", "assigned")]),
        ("近200件。", []),
        ("交办提案${assigned}件，A类占${class_A_share}。", []),
        ("", []),
    ],
)
def test_a_typed_number_is_compared_with_the_figure_its_words_name(text, wanted):
    assert verdicts(text) == wanted


def test_each_is_marked_at_its_place():
    lines = pieces("一、情况\n交办提案${assigned}件，其中A类提案180件。", FIGURES)
    typed = typed_in(lines, FIGURES)
    shown = marked(lines, typed)
    assert ["".join(words for words, _, _ in parts) for _, parts in shown] == ["一、情况", "交办提案197件，其中A类提案180件。"]
    assert [(words, what.verdict) for _, parts in shown for words, _, what in parts if what] == [("180件", "other")]


SPACES = {"what": "新增停车位", "value": "120", "measure": "个", "source": "停车设施台账", "on": "2026-03-01"}


def test_a_number_of_verified_material_is_one_that_is_known(db):
    world = ProposalWorld()
    world.issued(case_no="084")
    handling = Handling.objects.get(unit=world.finance)
    material = actions.submit_material(handling, by=world.handler, text="新增停车位120个，群众出行更方便。", numbers=[SPACES])
    report = actions.begin(world.session, "handling", by=world.supervisor)
    text = "一、情况\n例如，新增停车位120个，群众出行更方便。\n建成公厕120个，新增停车位130个。"
    report = actions.edit(report, by=world.supervisor, text=text)

    def said():
        return [(each.text, each.verdict) for each in actions.typed_numbers(report, actions.figures_of(report))]

    assert said() == [("120个", "unknown"), ("120个", "unknown"), ("130个", "unknown")]
    actions.verify_material(material, by=world.supervisor, opinion="已与台账核对")
    assert said()[0] == ("120个", "same") and said()[2] == ("130个", "unknown")
    (typed, *_) = actions.typed_numbers(report, actions.figures_of(report))
    assert typed.told == "120个：与第084号提案已核实的成效素材一致（新增停车位，来源：停车设施台账）。"


@pytest.mark.django_db
def test_a_number_that_contradicts_its_figure_is_shown_and_needs_a_reason(client):
    world = ProposalWorld()
    world.issued(case_no="084")
    report = actions.begin(world.session, "handling", by=world.supervisor)
    report = actions.edit(report, by=world.supervisor, text="一、情况\n交办提案5件，新建车位530个，已答复${replied}件。")
    enter(client, world.supervisor)
    text, _ = look(client, report.get_absolute_url())
    assert "5件：与指标“交办”不符，指标为 1。" in text and 'class="tone-bad"' in text
    answer = client.get(f"/api/v1/reports/{report.public_id}/").json()
    assert [each["verdict"] for each in answer["typed"]] == ["other", "unknown"]
    with pytest.raises(Refused, match="与指标“交办”不符"):
        actions.submit(report, by=world.supervisor)
    assert actions.submit(report, by=world.supervisor, waiver="另有口径").state == "signing"
