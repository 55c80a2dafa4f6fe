"""The form field for the tasks of a work plan: a small table on pages, lines of text or a JSON list from programs."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from workflow.rows import MOST_ROWS, RowsInput, day_cell, text_cell

LEAST_ROWS = 5
PARTS = ("text", "owner", "due_on")
TASK_SCHEMA = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "owner": {"type": "string"},
        "due_on": {"type": "string", "format": "date", "nullable": True},
    },
    "required": ["text", "owner"],
}


class TasksInput(RowsInput):
    """Rows of 任务, 责任人, 完成日期; some are empty, a script may add more."""

    template_name = "feedback/tasks_input.html"
    parts = PARTS

    def rows_of(self, rows):
        return rows + [dict.fromkeys(PARTS, "")] * max(LEAST_ROWS - len(rows), 1)


class TasksField(forms.Field):
    """Cleans to [{"text", "owner", "due_on"}]; empty rows are left out, at least one task is needed.

    Takes rows of the table, a list of such objects, or text with one “任务｜责任人｜完成日期” a line.
    """

    widget = TasksInput
    default_error_messages = {"required": "请至少填写一项任务。"}
    json_schema = {"oneOf": [{"type": "array", "items": TASK_SCHEMA}, {"type": "string"}]}

    def to_python(self, value):
        rows = list(_rows(value))
        if len(rows) > MOST_ROWS:
            raise ValidationError(f"一份工作方案最多 {MOST_ROWS} 项任务。")
        return [_task(number, row) for number, row in enumerate(rows, 1) if any(row.values())]


def _rows(value):
    """The tasks as dicts of texts, from whatever form they come in."""
    if isinstance(value, str):
        value = value.splitlines()
    if not isinstance(value, list | None):
        raise ValidationError("工作任务应为列表。")
    for number, entry in enumerate(value or [], 1):
        if isinstance(entry, str):
            yield from map(_of_line, filter(str.strip, entry.splitlines()))
        else:
            yield _of_object(number, entry)


def _of_object(number, entry):
    if (
        not isinstance(entry, dict)
        or not set(entry) <= set(PARTS)
        or not all(isinstance(each, str | date | None) for each in entry.values())
    ):
        raise ValidationError(f"第{number}项任务应有 text（任务）和 owner（责任人），可有 due_on（完成日期），都是文字。")
    return {part: str(entry.get(part) or "").strip() for part in PARTS}


def _of_line(line):
    parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
    if len(parts) > len(PARTS):
        raise ValidationError(f"“{line[:40]}”请写成“任务｜责任人｜完成日期”。")
    return dict(zip(PARTS, parts + [""] * 2, strict=False))


def _task(number, row):
    if not row["text"] or not row["owner"]:
        raise ValidationError(f"第{number}行：任务和责任人都要填写。")
    cells = (("text", "任务", 200), ("owner", "责任人", 40))
    texts = {name: text_cell(row[name], length, f"第{number}行“{label}”") for name, label, length in cells}
    return texts | {"due_on": day_cell(row["due_on"], f"第{number}行：完成日期", required=False)}
