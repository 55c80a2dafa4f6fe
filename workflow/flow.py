"""The move table and its one writer.

A room declares `FLOW = Flow(Model, [Move(...), …])` at the top of its actions. The table feeds buttons, the API's `moves`,
admin actions, the documentation and the tests; `FLOW.apply` is the only code that writes `state`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from workflow.refusals import Forbidden, Refused, Stale
from workflow.trail import image, record


def nothing(obj):
    """What is missing for a move: nothing."""
    return ""


@dataclass(frozen=True)
class Move:
    """One row of a move table.

    `sources`: states it starts from; `target`: state it leads to (None = the state stays);
    `by(person, obj) -> bool`: who may; `unfit(obj) -> str`: why it makes no sense here (then it is not offered), or "";
    `missing(obj) -> str`: the Chinese sentence on what must be done before (it is offered, with the sentence), or "";
    `reason`: whether a reason must be given; `danger`: it is rarely wanted and hard to undo; `closing`: it ends the matter;
    `driven`: it follows from a move on another row (a case is concluded when its last receipt is in): never offered to anybody, not
    asked for permission, and recorded as made by whoever caused it.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    by: Callable
    missing: Callable = nothing
    unfit: Callable = nothing
    reason: bool = False
    danger: bool = False
    closing: bool = False
    driven: bool = False


def nobody(person, obj):
    """Who may make a driven move by himself: nobody."""
    return False


def own_tables(model):
    """What a lock on rows of `model` names: its own table, and those of the rows it extends."""
    return ("self", *(link.name for link in model._meta.parents.values() if link))


class Flow:
    """The moves of one model."""

    def __init__(self, model, moves):
        self.model = model
        self.locked = own_tables(model)
        self.moves = {move.name: move for move in moves}
        if len(self.moves) != len(moves):
            raise ValueError("a move is named twice")

    def offered(self, obj, person):
        """Moves that `person` may make from the state `obj` is in, each with what is still missing ("" = can go ahead)."""
        return [(move, move.missing(obj)) for move in self.moves.values() if self.may(obj, move.name, person)]

    def may(self, obj, name, person):
        """Whether `person` may make the move in the present state (what is missing aside)."""
        move = self.moves[name]
        return not move.driven and obj.state in move.sources and move.by(person, obj) and not move.unfit(obj)

    def require(self, obj, name, person):
        """The move, where `person` may make it from the present state (what is missing aside); else raises Forbidden or Refused."""
        move = self.moves[name]
        if not move.driven and not move.by(person, obj):
            raise Forbidden(f"您没有权限进行“{move.label}”。")
        if obj.state not in move.sources:
            raise Refused(f"当前状态是“{obj.get_state_display()}”，不能进行“{move.label}”。")
        return move

    def refusal(self, obj, name, person):
        """The refusal with which `person` is turned away from the move before he fills in anything; None where he is not."""
        try:
            move = self.require(obj, name, person)
        except Refused as refusal:
            return refusal
        sentence = move.unfit(obj)
        return Refused(sentence) if sentence else None

    def obstacle(self, obj, name, person):
        """Why `person` cannot make the move on `obj` as it stands, as a sentence; "" where he can."""
        refusal = self.refusal(obj, name, person)
        return str(refusal) if refusal else self.moves[name].missing(obj)

    @transaction.atomic
    def apply(self, obj, name, *, by, on=None, version=None, reason="", acting_for=None, noted=None, **changes):
        """Make the move `name` on `obj` and write its history; returns the locked row with its new values.

        `by`: the person; `on`: the day it counts for (default today); `version`: the version the person saw, where he saw one;
        `changes`: fields to write with it; `noted`: what else the history should tell, ({what: before}, {what: after}) in Chinese.
        Checks person, then state, then version, then what is missing.
        Raises Forbidden, Stale or Refused with a Chinese sentence; nothing is written then.
        """
        row = self.model.objects.select_for_update(of=self.locked).get(pk=obj.pk)
        move = self.require(row, name, by)
        if version is not None and int(version) != row.version:
            raise Stale
        if move.reason and not reason.strip():
            raise Refused(f"请填写“{move.label}”的理由。")
        if sentence := move.unfit(row) or move.missing(row):
            raise Refused(sentence)
        facts = {"by": by, "on": on or timezone.localdate(), "reason": reason, "acting_for": acting_for}
        return self._write(row, move, changes, noted or ({}, {}), facts)

    def _write(self, row, move, changes, noted, facts):
        before, from_state = image(row, changes), row.state
        for field, value in changes.items():
            setattr(row, field, value)
        row.state = move.target or row.state
        row.version += 1
        unchanged = [field.name for field in row._meta.fields if field.name not in changes and field.name != "state"]
        row.full_clean(exclude=unchanged, validate_unique=False)
        row.save()
        record(
            row,
            move.name,
            move.label,
            from_state=from_state,
            to_state=row.state,
            before=before | noted[0],
            after=image(row, changes) | noted[1],
            **facts,
        )
        return row
