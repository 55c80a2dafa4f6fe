"""docs/moves.md is what the move tables say."""

from io import StringIO
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

from consultation.models import PlanItem
from dashboard.management.commands.document_moves import FLOWS, chapter, condition
from workflow.flow import Flow, Move
from workflow.models import MovedModel

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "moves.md"


def test_the_document_is_what_the_command_prints():
    out = StringIO()
    call_command("document_moves", stdout=out)
    assert DOCUMENT.read_text() == out.getvalue(), "run: manage.py document_moves > docs/moves.md"


def test_every_model_with_moves_has_its_chapter():
    moved = [model for model in apps.get_models() if issubclass(model, MovedModel) and not model._meta.proxy]
    assert {flow.model for flow in FLOWS} == set(moved)


def test_every_condition_is_a_sentence_in_chinese():
    sentences = [condition(each) for flow in FLOWS for move in flow.moves.values() for each in (move.unfit, move.missing)]
    assert [text for text in sentences if text and not ("一" <= text[0] <= "鿿" and text.endswith("。"))] == []


def test_a_move_is_told_with_its_states_people_and_conditions():
    def by(person, row):
        return person.access.holds(row.jurisdiction_id, "secretary") or row.unit_id in person.access.units("unit_head")

    def missing(row):
        """须先吃饭。"""

    flow = Flow(PlanItem, [Move("hold", "举行", ("planned", "postponed"), "held", by, missing=missing, reason=True)])
    assert chapter(flow).splitlines()[-1] == ("| 举行 | `hold` | 已列入计划、延期 | 已举行 | 政协秘书、责任单位负责人 | 须先吃饭。 | 是 |")
