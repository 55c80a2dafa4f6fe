"""Walks a move table: every move × role × state, against a table of what should happen."""

from django.db import transaction

from organizations.models import Role
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
