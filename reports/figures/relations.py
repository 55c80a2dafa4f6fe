"""The tables whose rows are counted: each an SQL source over the facts, and how its rows are found again by people."""

from collections.abc import Callable
from dataclasses import dataclass

from consultation.models import PlanItem
from feedback.models import Commitment, Suggestion
from organizations.models import Unit
from proposals.models import Handling, Proposal, Receipt, Reply, Talk, Topic
from reports.figures import facts
from supervision.models import Card, KeyProposal


@dataclass(frozen=True)
class Relation:
    """`row`: the SQL of a row's number in `source`; `model`: whose numbers these are; `facts`: functions of a scope that give its WITH
    queries, in order; `unit`: the SQL of the unit in charge, `unit_join` what must be joined for it (then a row may stand for several)."""

    name: str
    label: str
    model: type
    row: str
    source: str
    facts: tuple[Callable, ...]
    unit: str = ""
    unit_join: str = ""
    of_cases: bool = True

    @property
    def alias(self):
        """The name of its rows in `source`."""
        return self.source.split()[1]

    @property
    def holder(self):
        """Whose session its rows are of: the case's where they are about one."""
        return "c" if self.of_cases else self.alias


def _cases(scope):
    return facts.CASES


CASES = (facts.proposals, facts.handlings, facts.opinions, _cases)
LEDGER = (*CASES, facts.suggestions)
PROMISES = (*LEDGER, facts.commitments)
_relations = {}


def add(relation):
    """Enter a table that figures count; a room to the right may add its own."""
    _relations[relation.name] = relation


def relation_of(name):
    return _relations[name]


_CASE = "JOIN cases c ON c.id = {}.case_id"
for _relation in (
    Relation(
        *("cases", "提案", Proposal, "c.id", "cases c", CASES),
        unit="h.unit_id",
        unit_join="LEFT JOIN handled h ON h.case_id = c.id AND h.replies",
    ),
    Relation("handlings", "办理件", Handling, "h.id", f"handled h {_CASE.format('h')}", CASES, unit="h.unit_id"),
    Relation("letters", "答复函", Reply, "l.id", f"letter l {_CASE.format('l')}", (*CASES, facts.letters), unit="l.unit_id"),
    Relation("slips", "征询意见表", Receipt, "s.id", f"slip s {_CASE.format('s')}", (*CASES, facts.slips), unit="s.unit_id"),
    Relation("suggestions", "建议", Suggestion, "g.id", f"suggested g {_CASE.format('g')}", LEDGER, unit="g.unit_id"),
    Relation("commitments", "承诺", Commitment, "m.id", f"promised m {_CASE.format('m')}", PROMISES, unit="m.unit_id"),
    Relation("cards", "督办牌单", Card, "d.id", f"card d {_CASE.format('d')}", (*CASES, facts.cards), unit="d.unit_id"),
    Relation("keys", "重点提案名单", KeyProposal, "k.id", "listed k", (facts.keys,), of_cases=False),
    Relation("items", "计划事项", PlanItem, "i.id", "item i", (facts.items,), of_cases=False),
    Relation("plan_suggestions", "协商建议", Suggestion, "q.id", "planned q", (facts.plan_suggestions,), of_cases=False),
    Relation("topics", "参考选题", Topic, "t.id", "topic t", (facts.topics,), of_cases=False),
    Relation("talks", "征集协商", Talk, "v.id", "talk v", (facts.talks,), of_cases=False),
    Relation("units", "单位", Unit, "", "", ()),
):
    add(_relation)
