"""The catalogue: open to other rooms, whole in its words, and docs/figures.md says what it says."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from proposals.rules import ProposalRules
from reports.figures import DIMENSIONS, Figure, measure, registered, scope_of, tabulate
from reports.figures.catalogue import Book, _makers, catalogued
from reports.figures.printed import PRINTED
from reports.rules import ReportRules
from tests.proposals.world import ProposalWorld
from workflow.refusals import Refused

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "figures.md"


def test_the_document_is_what_the_command_prints():
    out = StringIO()
    call_command("document_figures", stdout=out)
    assert DOCUMENT.read_text(encoding="utf-8") == out.getvalue(), "run: manage.py document_figures > docs/figures.md"


def test_every_figure_says_what_it_counts_of_what_and_where_that_is_entered():
    lacking = [
        name
        for name, each in registered().items()
        if not (each.label and each.definition.endswith("。") and each.page and each.group) or bool(each.whole) != bool(each.basis)
    ]
    assert lacking == [] and len(registered()) > 100


def test_every_number_of_the_public_reports_has_figures_that_are_there():
    named = {name for rows in PRINTED.values() for _, _, names in rows for name in names.split()}
    assert named <= set(registered())


def test_figures_follow_the_rules_of_the_place():
    rules = ProposalRules(classes=(("甲", "解决"), ("乙", "不能")), scale=(("good", "好"), ("dissatisfied", "不满意")))
    names = set(registered(Book(rules, ReportRules(solved=("甲",), followed=("乙",)))))
    assert {"class_甲", "class_乙", "final_good"} <= names and not {"class_A", "final_basically"} & names


@pytest.mark.parametrize(
    "changes",
    [{"satisfied": ()}, {"satisfaction_base": "all"}, {"opinion_of": "nobody"}, {"digits": 7}, {"solved": ("A",), "followed": ("A",)}],
)
def test_rules_that_make_no_sense_are_refused(changes):
    with pytest.raises(ValueError, match="。$"):
        ReportRules(**changes)


@pytest.mark.django_db
def test_another_room_may_add_figures_and_a_name_is_taken_once():
    @catalogued("试验")
    def extra(book):
        yield Figure("long_titles", "长案由", "cases", "c.is_filed AND c.id > 0", "试验。", page="无")

    try:
        world = ProposalWorld()
        world.filed()
        assert measure(scope_of(world.session), ["long_titles"])["long_titles"].part == 1
        catalogued("试验")(extra)
        with pytest.raises(ValueError, match="long_titles"):
            registered()
    finally:
        del _makers[-2:]


@pytest.mark.django_db
def test_every_figure_can_be_split_by_each_dimension_it_has_and_says_so_of_the_others():
    world = ProposalWorld()
    world.issued()
    scope, split = scope_of(world.session), 0
    alike = {(each.relation, each.dated, each.of): name for name, each in registered().items()}
    for name in alike.values():
        for dimension in DIMENSIONS:
            try:
                tabulate(scope, [name], dimension)
                split += 1
            except Refused as refusal:
                assert str(refusal).endswith("分。")
    assert split > 150


@pytest.mark.django_db
def test_a_case_is_counted_under_the_unit_the_leader_and_the_kind_it_has():
    world = ProposalWorld()
    world.issued()
    scope = scope_of(world.session)
    for dimension, key in (("unit", world.finance.pk), ("leader", world.leader.pk), ("kind", "individual"), ("result", 1), ("key", False)):
        ((keys, cells),) = tabulate(scope, ["class_A"], dimension)
        assert keys == (key,) and cells["class_A"].part == 1 and DIMENSIONS[dimension].names(scope, keys)[key]
