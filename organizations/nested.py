"""Rows read together with the rows that belong to them, by one statement. `prefetch_related` asks once for each relation, which takes
a page of many relations longer than the rows themselves; here the database answers with them as JSON, made into rows as they arrive."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Expression, F, JSONField, OuterRef, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import JSONObject


class WholeRow(Expression):
    """The row of a statement's own table as JSON, {column: value}."""

    output_field = JSONField()

    def as_sql(self, compiler, connection):
        return f"to_jsonb({compiler.quote_name_unless_alias(compiler.query.base_table)})", []


class Part:
    """Rows that belong to a row: those of the relation `name` of its model, or `rows` that name the row themselves (`OuterRef`).

    `rows`: which of them, in what order, with what annotated; by default all, as they come. `parts`: what belongs to each of them in turn.
    Their model is one of a single table. Rows of a relation are found where `prefetch_related` and `select_related` leave theirs; others
    as a list in the attribute `name`.
    """

    def __init__(self, name, *parts, rows=None):
        self.name, self.parts, self.rows = name, parts, rows

    def of(self, model):
        """The rows of this part as an expression on `model`."""
        relation = self._relation(model)
        rows = relation.related_model.objects.order_by() if self.rows is None else self.rows
        if relation:
            rows = rows.filter(**_link(relation))
        more = {part.name: part.of(rows.model) for part in self.parts} | {name: F(name) for name in self._noted()}
        whole = CombinedExpression(WholeRow(), "||", JSONObject(**{f"_{name}": found for name, found in more.items()}), JSONField())
        found = rows.values(_row=whole)
        return ArraySubquery(found) if _is_many(relation) else Subquery(found[:1])

    def settle(self, row, found):
        """Give `row` what the database answered for this part: a list, or one row, or None."""
        relation = self._relation(type(row))
        model = relation.related_model if relation else self.rows.model
        if not _is_many(relation):
            made = found and self._made(model, found)
            relation.set_cached_value(row, made)
            _look_back(relation, row, [made] if made else [])
            return
        made = [self._made(model, each) for each in found]
        if relation is None:
            setattr(row, self.name, made)
            return
        _look_back(relation, row, made)
        fetched = getattr(row, self.name).all()
        fetched._result_cache, fetched._prefetch_done = made, True
        vars(row).setdefault("_prefetched_objects_cache", {})[self.name] = fetched

    def _relation(self, model):
        return next((field for field in model._meta.get_fields() if field.is_relation and field.name == self.name), None)

    def _noted(self):
        return self.rows.query.annotation_select if self.rows is not None else ()

    def _made(self, model, found):
        """A row of `model` from the JSON of its columns."""
        fields = model._meta.concrete_fields
        row = model.from_db(
            DEFAULT_DB_ALIAS, [field.attname for field in fields], [field.to_python(found[field.column]) for field in fields]
        )
        for name in self._noted():
            setattr(row, name, found[f"_{name}"])
        for part in self.parts:
            part.settle(row, found[f"_{part.name}"])
        return row


def with_parts(queryset, parts):
    """`queryset` with `parts` read along; its rows want to be `settled`."""
    return queryset.annotate(**{f"_{part.name}": part.of(queryset.model) for part in parts})


def settled(row, parts):
    """A row of a queryset `with_parts`, with what was read along in its place."""
    for part in parts:
        part.settle(row, vars(row).pop(f"_{part.name}"))
    return row


def _is_many(relation):
    return relation is None or relation.one_to_many or relation.many_to_many


def _link(relation):
    """The condition on rows of a relation that they belong to the outer row."""
    if not relation.concrete:
        return {relation.remote_field.name: OuterRef("pk")}
    if not relation.many_to_many:
        return {"pk": OuterRef(relation.attname)}
    links = relation.remote_field.through.objects.filter(**{relation.m2m_field_name(): OuterRef(OuterRef("pk"))})
    return {"pk__in": links.values(relation.m2m_reverse_field_name())}


def _look_back(relation, row, made):
    """Let rows that point to `row` know it."""
    if not relation.concrete and not relation.many_to_many:
        for each in made:
            relation.remote_field.set_cached_value(each, row)
