"""Counting: one statement for all figures of a relation, over a scope, whole or split by dimensions; and the list behind a number."""

import hashlib
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from consultation.models import PlanItem
from feedback.models import Commitment, Suggestion
from proposals.models import Handling, Proposal, Reply
from reports.figures import facts
from reports.figures.catalogue import Figure, figures_for
from reports.figures.dimensions import DIMENSIONS, leaders_of
from reports.figures.ratios import NONE, Ratio
from reports.figures.relations import relation_of
from supervision.models import Card, KeyProposal
from workflow.refusals import Refused

TYPES = {"proposal": Proposal, "handling": Handling, "suggestion": Suggestion, "commitment": Commitment}
TYPES |= {"item": PlanItem, "card": Card, "key": KeyProposal, "reply": Reply}


@dataclass(frozen=True)
class Measured:
    """What a figure came to: `part` of `whole` (None where it is a plain count), and the row numbers behind the part."""

    figure: Figure
    part: int
    whole: int | None
    rows: tuple[int, ...] = ()
    digits: int = 1

    @property
    def ratio(self):
        """The share, None for a plain count."""
        return None if self.whole is None else Ratio(self.part, self.whole, self.figure.basis, self.digits)

    @property
    def value(self):
        """What is printed: the percentage of a rate (None where there is no whole), else the count."""
        return self.ratio.percent if self.figure.rate else self.part

    def __str__(self):
        if self.figure.rate:
            return str(self.ratio)
        return str(self.part) if self.part or self.whole is None or self.whole else NONE

    @property
    def digest(self):
        """SHA-256 of the list behind it: the public ids in order, a line each."""
        return hashlib.sha256("\n".join(self.public_ids).encode()).hexdigest()

    @property
    def model(self):
        """Whose rows stand behind it."""
        return relation_of(self.figure.of[1] if self.figure.of else self.figure.relation).model

    @property
    def public_ids(self):
        """The public ids of those rows as text, in order of their numbers."""
        if not hasattr(self, "_ids"):
            object.__setattr__(self, "_ids", public_ids(self.model, self.rows))
        return self._ids


def public_ids(model, rows):
    """The public ids of rows, as text, in order of their numbers."""
    known = model.objects.filter(pk__in=rows).order_by("pk").values_list("public_id", flat=True)
    return tuple(map(str, known)) if rows else ()


def measure(scope, names=None):
    """{name: Measured} of the figures of a scope (all, or those named), each with the rows behind it; one statement a relation."""
    catalogue = figures_for(scope)
    wanted = [catalogue[name] for name in names] if names is not None else list(catalogue.values())
    found = {}
    for relation, figures in _by_relation(wanted):
        columns = [column for figure in figures for column in (_rows(figure, relation), _whole(figure, relation))]
        (row,) = _read(scope, relation, columns)
        for place, figure in enumerate(figures):
            rows, whole = row[2 * place : 2 * place + 2]
            found[figure.name] = Measured(figure, len(rows or ()), whole, tuple(rows or ()), scope.rules.digits)
    return {figure.name: found[figure.name] for figure in wanted}


def listed(scope, name, **keys):
    """The row numbers behind a figure, of one cell where `keys` ({dimension: key}) name it."""
    figure = figures_for(scope)[name]
    relation = relation_of(figure.relation)
    (row,) = _read(scope, relation, [_rows(figure, relation)], _dims(figure, relation, keys), keys)
    return list(row[0] or ())


def live(scope, names, *dimensions):
    """What `tabulate` (in `rollup`) gives, counted from the rows themselves."""
    catalogue, table = figures_for(scope), {}
    for relation, figures in _by_relation([catalogue[name] for name in names], dimensions):
        keys = _dims(figures[0], relation, dimensions)
        columns = [column for figure in figures for column in (_part(figure, relation, keys), _whole(figure, relation, keys))]
        for row in _read(scope, relation, columns, keys, grouped=True):
            cells = table.setdefault(tuple(row[: len(keys)]), {})
            for place, figure in enumerate(figures):
                part, whole = row[len(keys) + 2 * place : len(keys) + 2 * place + 2]
                cells[figure.name] = Measured(figure, part, whole, digits=scope.rules.digits)
    return [(keys, nothing(catalogue, names) | cells) for keys, cells in table.items()]


def nothing(catalogue, names):
    """{name: Measured} of figures where there is no row."""
    return {name: Measured(catalogue[name], 0, 0 if catalogue[name].whole else None) for name in names}


def per_session(scope, figures, *dimensions):
    """(session id, keys, figure, [rows there are, part, whole, numbers of what is counted once]) of figures, each session by itself.

    The numbers are None where rows are counted.
    """
    for relation, group in _by_relation(figures):
        keys = _dims(group[0], relation, ("session", *dimensions))
        columns = ["count(*)"]
        for figure in group:
            once = _rows(figure, relation) if figure.of else "NULL::bigint[]"
            columns += [_part(figure, relation, keys), _whole(figure, relation, keys), once]
        for row in _read(scope, relation, columns, keys, grouped=True):
            for place, figure in enumerate(group):
                start = len(keys) + 1 + 3 * place
                yield row[0], row[1 : len(keys)], figure, [row[len(keys)], *row[start : start + 3]]


def digest_of(scope, figure, *dimensions):
    """The SHA-256 of the statement that counts a figure, whatever the sessions and the day."""
    relation = relation_of(figure.relation)
    dims = _dims(figure, relation, dimensions)
    values = _values(scope, dims) | {"sessions": None, "as_of": None}
    words = [each(scope) for each in relation.facts] + [relation.source, figure.name, figure.part, figure.whole, figure.of]
    words += [(dim.key, dim.joins, dim.repeats) for dim in dims] + sorted(values.items())
    return hashlib.sha256(repr(words).encode()).hexdigest()


def fits(figure, dimension):
    """Whether a figure can be split by a dimension (its name)."""
    try:
        DIMENSIONS[dimension].of(relation_of(figure.relation), figure)
    except Refused:
        return False
    return True


def _by_relation(figures, dimensions=()):
    """[(relation, [figures])], apart for each date by which months are told where they are."""
    groups = {}
    for figure in figures:
        key = (figure.relation, figure.dated if "month" in dimensions else "")
        groups.setdefault(key, []).append(figure)
    return [(relation_of(name), found) for (name, _), found in groups.items()]


def _dims(figure, relation, names):
    return [DIMENSIONS[name].of(relation, figure) for name in names]


def _each(figure, relation, dims):
    """What is counted, and whether a row of the statement stands for it alone."""
    alone = not figure.of and not any(dim.repeats for dim in dims)
    return (figure.of[0] if figure.of else relation.row), alone


def _rows(figure, relation):
    each, _ = _each(figure, relation, ())
    return f"array_agg(DISTINCT {each} ORDER BY {each}) FILTER (WHERE ({figure.part}) AND {each} IS NOT NULL)"


def _part(figure, relation, dims=()):
    return _count(figure, relation, dims, figure.part)


def _whole(figure, relation, dims=()):
    return _count(figure, relation, dims, figure.whole) if figure.whole else "NULL::bigint"


def _count(figure, relation, dims, condition):
    each, alone = _each(figure, relation, dims)
    return f"count({'*' if alone else f'DISTINCT {each}'}) FILTER (WHERE {condition})"


def _read(scope, relation, columns, dims=(), keys=None, *, grouped=False):
    """The rows of one statement over a relation."""
    source = " ".join([relation.source, *dict.fromkeys(join for dim in dims for join in dim.joins)])
    selected = [*(dim.key for dim in dims if grouped), *columns]
    sql = f"WITH {', '.join(each(scope) for each in relation.facts)} SELECT {', '.join(selected)} FROM {source}"
    values = _values(scope, dims)
    if keys:
        sql += " WHERE " + " AND ".join(f"{dim.key} IS NOT DISTINCT FROM %(key{place})s" for place, dim in enumerate(dims))
        values |= {f"key{place}": key for place, key in enumerate(keys.values())}
    if grouped and dims:
        places = ", ".join(str(place) for place in range(1, len(dims) + 1))
        sql += f" GROUP BY {places} ORDER BY {places}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _values(scope, dims):
    """The values that the statement's names stand for."""
    units, leaders = leaders_of(scope) if any(dim.name == "leader" for dim in dims) else ([], [])
    return {
        **{f"{name}_type": ContentType.objects.get_for_model(model).pk for name, model in TYPES.items()},
        "as_of": scope.as_of,
        "place": scope.place.pk,
        "units": scope.units,
        "sessions": [each.pk for each in scope.sessions],
        "since": scope.since,
        "until": scope.until,
        "classes": [code for code, _ in scope.case_rules.classes],
        "scale": [code for code, _ in scope.case_rules.scale],
        "on_file": list(facts.ON_FILE),
        "in_hand": list(facts.IN_HAND),
        "led_units": units,
        "led_leaders": leaders,
    }
