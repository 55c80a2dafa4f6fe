"""Walks a move table: every move × role × state, against a table of what should happen."""

from dataclasses import replace

from django.db import transaction

from organizations.models import Role
from workflow.flow import Flow, nothing
from workflow.models import Event
from workflow.refusals import Forbidden, Refused


class Rollback(Exception):
    pass


def outcome(flow, obj, name, person, **changes):
    """What the move does: the new state, "forbidden", or "refused"; everything is rolled back."""
    result = None
    try:
        with transaction.atomic():
            result = flow.apply(obj, name, by=person, reason="测试理由", **changes).state
            raise Rollback
    except Rollback:
        return str(result)
    except Forbidden:
        return "forbidden"
    except Refused:
        return "refused"


def check_table(flow, obj, people, table):
    """Assert for every move, role and state of `obj` what `table` says: {move: (source states, target, roles who may)}.

    `people`: {role: person}. Moves must be ready to go (nothing missing) in the world that is given.
    """
    assert set(table) == set(flow.moves), "the expected table names exactly the moves of the flow"
    model, states = type(obj), [value for value, _ in obj._meta.get_field("state").choices]
    wrong = []
    for state in states:
        model.objects.filter(pk=obj.pk).update(state=state)
        obj.refresh_from_db()
        trail = Event.objects.count()
        for name, (sources, target, roles) in table.items():
            for role in Role.values:
                expected = "forbidden" if role not in roles else (target or state) if state in sources else "refused"
                got = outcome(flow, obj, name, people[role])
                if got != expected:
                    wrong.append(f"{state} {name} {role}: {got}, expected {expected}")
                offered = name in {move.name for move, _ in flow.offered(obj, people[role])}
                if offered != (role in roles and state in sources):
                    wrong.append(f"{state} {name} {role}: offered {offered}")
        assert Event.objects.count() == trail
    assert not wrong


def check_rights(flow, obj, people, table, *, fields=None, changes=None):
    """As `check_table`, of who may do what in which state alone: what a move asks for beside is left aside.

    `fields`: {state: columns a row in this state must have}; `changes`: {move: what it writes with the state}; a roles entry
    "driven" stands for a move that follows from another: offered to nobody, recorded for anybody.
    """
    assert set(table) == set(flow.moves), "the expected table names exactly the moves of the flow"
    bare = Flow(flow.model, [replace(move, missing=nothing, unfit=nothing) for move in flow.moves.values()])
    wrong = []
    for state, _ in obj._meta.get_field("state").choices:
        try:
            with transaction.atomic():
                flow.model.objects.filter(pk=obj.pk).update(state=state, **(fields or {}).get(state, {}))
                row = flow.model.objects.get(pk=obj.pk)
                wrong += [line for name in table for line in _rights(bare, row, name, table[name], people, (changes or {}).get(name, {}))]
                raise Rollback
        except Rollback:
            pass
    assert not wrong, "\n".join(wrong)


def _rights(flow, row, name, entry, people, changes):
    sources, target, roles = entry
    for role in Role.values:
        driven = roles == "driven"
        may = driven or role in roles
        expected = "forbidden" if not may else (target or row.state) if row.state in sources else "refused"
        got = outcome(flow, row, name, people[role], **changes)
        if got != expected:
            yield f"{row.state} {name} {role}: {got}, expected {expected}"
        if (name in {move.name for move, _ in flow.offered(row, people[role])}) != (not driven and may and row.state in sources):
            yield f"{row.state} {name} {role}: offered wrongly"
