"""Form fields of a reply: the answer to each suggestion, and the promises to be kept."""

from django import forms
from django.core.exceptions import ValidationError

from feedback.models import Adoption
from workflow.rows import RowsInput

VERDICTS = [("", "请选择"), *[choice for choice in Adoption.choices if choice[0] != Adoption.OPEN]]


class AnswersInput(RowsInput):
    """One row for each suggestion of the case; `suggestions` = [(number, text)] is set by the form."""

    template_name = "proposals/answers_input.html"
    parts = ("verdict", "text")
    suggestions = ()

    def value_from_datadict(self, data, files, name):
        rows = super().value_from_datadict(data, files, name)
        if name in data:
            return rows
        return [{"number": number, **row} for (number, _), row in zip(self.suggestions, rows, strict=False)]

    def rows_of(self, rows):
        given = {row.get("number"): row for row in rows}
        blank = {"verdict": "", "text": ""}
        return [
            {"about": text, "verdicts": VERDICTS} | blank | given.get(number, {}) | {"number": number} for number, text in self.suggestions
        ]


class AnswersField(forms.Field):
    """Cleans to [{"number", "verdict", "text"}]: what becomes of the suggestion with this number; unanswered ones have verdict ""."""

    widget = AnswersInput
    json_schema = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "number": {"type": "integer"},
                "verdict": {"type": "string", "enum": [value for value, _ in VERDICTS if value]},
                "text": {"type": "string"},
            },
        },
    }

    def told(self, value):
        """The answers as they are read, one per line."""
        rows = sorted(value or [], key=lambda row: row["number"])
        labels = dict(VERDICTS) | {"": "未答复"}
        return "\n".join(
            f"第{row['number']}条：{labels.get(row.get('verdict', ''), '')}。{row.get('text', '')}".rstrip("。") for row in rows
        )

    def to_python(self, value):
        if not isinstance(value, list | None):
            raise ValidationError("逐条答复应为列表。")
        return [self._answer(entry) for entry in value or []]

    def _answer(self, entry):
        known = {number for number, _ in self.widget.suggestions}
        if not isinstance(entry, dict) or set(entry) - {"number", "verdict", "text"} or entry.get("number") not in known:
            raise ValidationError("逐条答复的每一项应有 number（第几条建议）、verdict（采纳情况）和 text（说明）。")
        verdict, text = entry.get("verdict") or "", entry.get("text") or ""
        if verdict not in dict(VERDICTS) or not isinstance(text, str) or len(text) > 2000:
            raise ValidationError(f"第{entry['number']}条：采纳情况或说明不对，说明不超过 2000 个字。")
        return {"number": entry["number"], "verdict": verdict, "text": forms.CharField(required=False).clean(text)}


class CommitmentsInput(RowsInput):
    """Rows of 第几条建议, 承诺内容, 完成日期; an empty row is no commitment."""

    template_name = "proposals/commitments_input.html"
    parts = ("text", "number", "due_on")

    def rows_of(self, rows):
        return rows + [dict.fromkeys(self.parts, "")] * 2


class CommitmentsField(forms.Field):
    """Cleans to [{"number", "text", "due_on"}]: what was promised for which suggestion, by which day (may be open)."""

    widget = CommitmentsInput
    json_schema = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "number": {"type": "integer"},
                "text": {"type": "string"},
                "due_on": {"type": "string", "format": "date", "nullable": True},
            },
        },
    }

    def to_python(self, value):
        if not isinstance(value, list | None) or not all(isinstance(row, dict) for row in value or []):
            raise ValidationError("承诺应为列表。")
        return [_commitment(number, row) for number, row in enumerate(value or [], 1) if str(row.get("text") or "").strip()]


def _commitment(line, row):
    try:
        number = forms.IntegerField(min_value=1, max_value=999).clean(row.get("number"))
        text = forms.CharField(max_length=500).clean(row["text"])
        return {"number": number, "text": text, "due_on": forms.DateField(required=False).clean(row.get("due_on"))}
    except ValidationError as error:
        raise ValidationError(f"第{line}行承诺：{error.messages[0]}") from None
