"""Form fields of 成效素材: its numbers with source and day, and the cases that are chosen as examples."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from workflow.forms import LinesField
from workflow.rows import MOST_ROWS, KeyedRowsInput, RowsInput, day_cell, text_cell

PARTS = ("what", "value", "measure", "source", "on")
LABELS = {"what": ("数的是什么", 60), "measure": ("计量单位", 20), "source": ("来源", 200)}
SPARE_ROWS = 3
TEXT = {"type": "string"}


class NumbersInput(RowsInput):
    """Rows of 数的是什么, 数值, 计量单位, 来源, 日期; some are empty, a script may add more."""

    template_name = "reports/numbers_input.html"
    parts = PARTS

    def rows_of(self, rows):
        return rows + [dict.fromkeys(PARTS, "")] * SPARE_ROWS


class NumbersField(forms.Field):
    """Cleans to [{"what", "value", "measure", "source", "on"}], texts all, the day as 2026-05-20; empty rows are left out."""

    widget = NumbersInput
    json_schema = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": dict.fromkeys(PARTS[:-1], TEXT) | {"on": TEXT | {"format": "date"}},
            "required": list(PARTS),
        },
    }

    def told(self, value):
        """The numbers as they are read, one per line."""
        return told_numbers(value or [])

    def to_python(self, value):
        if not isinstance(value, list | None) or len(value or ()) > MOST_ROWS:
            raise ValidationError(f"数据应为列表，最多 {MOST_ROWS} 个。")
        rows = [_texts(number, row) for number, row in enumerate(value or [], 1)]
        return [_number(number, row) for number, row in enumerate(rows, 1) if any(row.values())]


def told_numbers(numbers):
    """Numbers as they are read, one per line; those that are known not to be checked say so."""
    lines = (
        f"{each['what']}{each['value']}{each['measure']}（来源：{each['source']}，{each['on']}"
        f"{'' if each.get('checked', True) else '，未核实'}）"
        for each in numbers
    )
    return "\n".join(lines)


def _texts(number, row):
    if not isinstance(row, dict) or set(row) - set(PARTS) or not all(isinstance(each, str | int | float) for each in row.values()):
        raise ValidationError(f"第{number}个数应有 {'、'.join(PARTS)}（数的是什么、数值、计量单位、来源、日期），都是文字。")
    return {part: str(row.get(part, "")).strip() for part in PARTS}


def _number(number, row):
    """One row as it is kept. Raises ValidationError with the row and the column."""
    if empty := [label for part, label in _labels() if not row[part]]:
        raise ValidationError(f"第{number}个数：请填写{'、'.join(empty)}。")
    try:
        value = forms.DecimalField(max_digits=15, decimal_places=4).clean(row["value"].replace(",", ""))
    except ValidationError:
        raise ValidationError(f"第{number}个数：“{row['value'][:20]}”不是数，请只写数字，如 120、35.5。") from None
    on = day_cell(row["on"], f"第{number}个数：日期")
    if on > timezone.localdate():
        raise ValidationError(f"第{number}个数：日期 {on:%Y-%m-%d} 还没有到。")
    texts = {part: text_cell(row[part], length, f"第{number}个数“{label}”") for part, (label, length) in LABELS.items()}
    return texts | {"value": f"{value.normalize():f}", "on": f"{on:%Y-%m-%d}"}


def _labels():
    named = {part: label for part, (label, _) in LABELS.items()} | {"value": "数值", "on": "日期"}
    return [(part, named[part]) for part in PARTS]


class ExamplesInput(KeyedRowsInput):
    """One row of case numbers for each class: `keys` = [(code, what it is about)]."""

    template_name = "reports/examples_input.html"
    parts = ("numbers",)
    key_part = "class"


class ExamplesField(forms.Field):
    """Cleans to {class: [case numbers in order]}; takes [{"class", "numbers"}], the numbers as a list or as a text."""

    widget = ExamplesInput
    json_schema = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"class": TEXT, "numbers": {"type": "array", "items": TEXT}},
            "required": ["class", "numbers"],
        },
    }

    def prepare_value(self, value):
        rows = value if isinstance(value, list) and all(map(_is_choice, value)) else []
        return [row | {"numbers": _line(row["numbers"])} for row in rows]

    def told(self, value):
        """The choice as it is read, one class per line."""
        rows = value.items() if isinstance(value, dict) else [(row["class"], row["numbers"]) for row in value or []]
        return "\n".join(f"{code}类：{_line(numbers)}" for code, numbers in rows)

    def to_python(self, value):
        if not isinstance(value, list | None) or not all(map(_is_choice, value or [])):
            raise ValidationError("选定的例子应为列表，每一项有 class（分类）和 numbers（案号）。")
        lines = LinesField(max_length=1000, required=False)
        return {row["class"]: lines.clean(row["numbers"]) for row in value or []}


def _is_choice(row):
    return isinstance(row, dict) and set(row) == {"class", "numbers"} and isinstance(row["class"], str) and _is_text(row["numbers"])


def _is_text(value):
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))


def _line(numbers):
    """Case numbers as one line, given as a list or as typed."""
    return numbers if isinstance(numbers, str) else "、".join(numbers)
