"""Which columns of a table an endpoint shows, under which names: read as one SQL statement, documented from the same fields."""

from dataclasses import dataclass
from functools import cached_property

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Cast, JSONObject

from organizations import statements

TYPES = (
    (ArrayField, {"type": "array", "items": {"type": "string"}}),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.AutoField, {"type": "integer"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.JSONField, {}),
)


class Many:
    """A nested list: rows of `queryset` (which names the outer row by OuterRef) with `columns`, a text as in `Shape`."""

    def __init__(self, queryset, columns):
        self.queryset, self.shape = queryset, Shape(queryset.model, columns)

    @property
    def expression(self):
        pairs = {}
        for column in self.shape.columns:
            pairs[column.name] = F(column.source)
            if column.labels:
                cases = [When(**{column.source: value}, then=Value(label)) for value, label in column.labels.items()]
                pairs[column.name + "_label"] = Case(*cases, default=Value(""))
        return ArraySubquery(self.queryset.values_list(JSONObject(**pairs)))

    @property
    def document(self):
        return {"type": "array", "items": self.shape.document}

    @staticmethod
    def plain(value):
        return [orjson.Fragment(entry) for entry in value]


class Texts:
    """A nested list of texts: one column of `queryset`, which names the outer row by OuterRef."""

    document = {"type": "array", "items": {"type": "string"}}
    plain = None

    def __init__(self, queryset, column):
        self.expression = ArraySubquery(queryset.values(column))


@dataclass(frozen=True)
class Column:
    """A column of the model, also through relations: its name outside and its path inside."""

    name: str
    source: str
    field: models.Field
    nullable: bool

    @property
    def expression(self):
        """What is read of it: a UUID or an exact number as the text that goes out, so that nobody makes an object of it in between."""
        as_text = isinstance(self.field, models.UUIDField | models.DecimalField)
        return Cast(self.source, models.TextField()) if as_text else self.source

    @cached_property
    def labels(self):
        return {value: str(label) for value, label in self.field.flatchoices}

    @property
    def document(self):
        known = next((dict(kind) for base, kind in TYPES if isinstance(self.field, base)), {"type": "string"})
        if self.labels:
            known["enum"] = [*self.labels, *([""] if self.field.blank else []), *([None] if self.nullable else [])]
        if self.nullable and known:
            known["nullable"] = True
        if self.field.verbose_name:
            known["description"] = str(self.field.verbose_name)
        return known


def column_of(model, text):
    """The `Column` written as `name` or `name=path__to__field`."""
    name, _, source = text.partition("=")
    nullable, field = False, None
    for part in (source or name).split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        nullable = nullable or field.null
        model = field.related_model
    return Column(name, source or name, field, nullable)


class Shape:
    """The columns of `model` in `columns` (names, or `name=path`, parted by blanks), then nested lists by keyword.

    A column with choices is followed by `<name>_label`, its Chinese text.
    """

    def __init__(self, model, columns, **nested):
        self.model, self.nested = model, nested
        self.columns = [column_of(model, text) for text in columns.split()]
        self._names = [*(column.name for column in self.columns), *nested, "_row"]
        self._labels = [(column.name, column.name + "_label", column.labels) for column in self.columns if column.labels]
        self._plain = {column.name: orjson.Fragment for column in self.columns if isinstance(column.field, models.JSONField)}
        self._plain |= {name: many.plain for name, many in nested.items() if many.plain}

    def rows(self, queryset):
        """The rows of `queryset` in its order as dicts ready for orjson, each with its row number under `_row`: one SQL statement."""
        return self.run(self.statement(queryset))

    def statement(self, queryset):
        """The statement (see `organizations.statements`) that reads `queryset` in this shape."""
        sources = [*(column.expression for column in self.columns), *(many.expression for many in self.nested.values()), "pk"]
        return statements.written(queryset.values_list(*sources))

    def run(self, statement, given=None):
        """The rows that a `statement` gives."""
        rows = [dict(zip(self._names, values, strict=True)) for values in statements.rows(statement, given)]
        for name, label, labels in self._labels:
            for row in rows:
                row[label] = labels.get(row[name], "")
        for name, plain in self._plain.items():
            for row in rows:
                row[name] = row[name] and plain(row[name])
        return rows

    @cached_property
    def document(self):
        """The OpenAPI schema of one row."""
        shown = {}
        for column in self.columns:
            shown[column.name] = column.document
            if column.labels:
                shown[column.name + "_label"] = {"type": "string"}
        shown |= {name: many.document for name, many in self.nested.items()}
        return {"type": "object", "properties": shown, "required": list(shown)}
