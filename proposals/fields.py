"""Form fields of a reply: the answer to each suggestion, and the promises to be kept."""

from django import forms
from django.core.exceptions import ValidationError

from feedback.models import Adoption
from proposals.models.replies import told_answers
from workflow.rows import KeyedRowsInput, RowsInput

PARTY = ("party", "people", "opinion")
VERDICTS = [("", "请选择"), *[choice for choice in Adoption.choices if choice[0] != Adoption.OPEN]]


class AnswersInput(KeyedRowsInput):
    """One row for each suggestion of the case: `keys` = [(number, text)]."""

    template_name = "proposals/answers_input.html"
    parts = ("verdict", "text")
    key_part = "number"

    def rows_of(self, rows):
        return [{"verdicts": VERDICTS, **row} for row in super().rows_of(rows)]


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
        return told_answers(value)

    def to_python(self, value):
        if not isinstance(value, list | None):
            raise ValidationError("逐条答复应为列表。")
        return [self._answer(entry) for entry in value or []]

    def _answer(self, entry):
        known = {number for number, _ in self.widget.keys}
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


class PartiesInput(KeyedRowsInput):
    """One row for each party of the consultation: `keys` = [(name, name)]."""

    template_name = "proposals/parties_input.html"
    parts = ("people", "opinion")
    key_part = "party"


class PartiesField(forms.Field):
    """Cleans to [{"party", "people", "opinion"}]: who took part in the consultation for each party, and what it said."""

    widget = PartiesInput
    json_schema = {"type": "array", "items": {"type": "object", "properties": {name: {"type": "string"} for name in PARTY}}}

    def to_python(self, value):
        if not isinstance(value, list | None) or not all(isinstance(row, dict) for row in value or []):
            raise ValidationError("会商各方意见应为列表。")
        return [self._party(row) for row in value or []]

    def _party(self, row):
        if row.get("party") not in dict(self.widget.keys):
            raise ValidationError(f"会商各方应为：{'、'.join(dict(self.widget.keys))}。")
        limits = (("people", 200), ("opinion", 1000))
        try:
            cells = {name: forms.CharField(required=False, max_length=limit).clean(row.get(name)) for name, limit in limits}
        except ValidationError as error:
            raise ValidationError(f"{row['party']}：{error.messages[0]}") from None
        return {"party": row["party"], **cells}


def _commitment(line, row):
    try:
        number = forms.IntegerField(min_value=1, max_value=999).clean(row.get("number"))
        text = forms.CharField(max_length=500).clean(row["text"])
        return {"number": number, "text": text, "due_on": forms.DateField(required=False).clean(row.get("due_on"))}
    except ValidationError as error:
        raise ValidationError(f"第{line}行承诺：{error.messages[0]}") from None
