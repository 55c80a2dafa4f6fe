"""A table of inputs as one form field: rows of named parts."""

import re

from django import forms
from django.core.exceptions import ValidationError

MOST_ROWS = 100


def text_cell(value, length, said):
    """The text of a cell, at most `length` characters. Raises ValidationError that begins with `said`, which names row and column."""
    try:
        return forms.CharField(max_length=length).clean(value)
    except ValidationError as error:
        raise ValidationError(f"{said}：{error.messages[0]}") from None


def day_cell(value, said, *, required=True):
    """The day of a cell, None where it is empty and not `required`. Raises ValidationError that begins with `said`."""
    try:
        return forms.DateField(required=required).clean(value)
    except ValidationError:
        raise ValidationError(f"{said}“{value[:20]}”不是日期，请写成 2026-05-20。") from None


class RowsInput(forms.Widget):
    """Rows of `parts` named `<name>-<row>-<part>`; the value is a list of dicts of texts, or what stands under the field's own name."""

    parts = ()
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        if name in data:
            return data.getlist(name) if hasattr(data, "getlist") else data[name]
        numbers = (re.fullmatch(rf"{re.escape(name)}-([0-9]{{1,3}})-{self.parts[0]}", key) for key in data)
        rows = sorted(int(found.group(1)) for found in numbers if found)[:MOST_ROWS]
        return [{part: data.get(f"{name}-{row}-{part}", "") for part in self.parts} for row in rows]

    def value_omitted_from_data(self, data, files, name):
        return not any(key == name or key.startswith(f"{name}-") for key in data)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = self.rows_of([row for row in value or [] if isinstance(row, dict)])
        context["widget"]["rows"] = [{**row, "index": index} for index, row in enumerate(rows[:MOST_ROWS])]
        return context

    def rows_of(self, rows):
        """The rows that are shown, given those that are filled."""
        return rows


class KeyedRowsInput(RowsInput):
    """One row of `parts` for each of `keys` = [(key, what it is about)], which the form sets; a row names its key as `key_part`."""

    key_part = ""
    keys = ()

    def value_from_datadict(self, data, files, name):
        rows = super().value_from_datadict(data, files, name)
        if name in data:
            return rows
        return [{self.key_part: key, **row} for (key, _), row in zip(self.keys, rows, strict=False)]

    def rows_of(self, rows):
        given = {row.get(self.key_part): row for row in rows}
        blank = dict.fromkeys(self.parts, "")
        return [{"about": about} | blank | given.get(key, {}) | {self.key_part: key} for key, about in self.keys]
