"""A table of inputs as one form field: rows of named parts."""

import re

from django import forms

MOST_ROWS = 100


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
