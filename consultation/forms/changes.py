"""The changes that one amendment gathers: for any item of the plan what is changed, and what it is now."""

from django import forms
from django.core.exceptions import ValidationError

from consultation.drafts import UnitDraft, units_of
from consultation.models import UnitRole
from consultation.models.items import RESPONSIBLE
from consultation.notice.times import window
from workflow.rows import KeyedRowsInput

TIME, UNITS, POSTPONE, RESUME, CANCEL = "time", "units", "postpone", "resume", "cancel"
TEXTS = {"title": ("改题目", 300), "form": ("改方式", 60), "notes": ("改备注", 2000)}
WHAT = {
    "": "不变",
    TIME: "改时间",
    UNITS: "改单位",
    **{name: label for name, (label, _) in TEXTS.items()},
    POSTPONE: "延期",
    RESUME: "恢复",
    CANCEL: "取消",
}
PARTS = ("item", "what", "value")


class ChangesInput(KeyedRowsInput):
    """One row for each item that may be changed: `keys` = [(public id, how it is cited)]."""

    template_name = "consultation/changes_input.html"
    parts = ("what", "value")
    key_part = "item"

    def rows_of(self, rows):
        return [{"choices": list(WHAT.items()), **row} for row in super().rows_of(rows)]


class ChangesField(forms.Field):
    """Cleans to [(item, what, value)]: `what` a key of `WHAT`, `value` what it is now, ready for the action; what stays is left out.

    `items` and `year` are set by the form. An item may be named several times, with another `what` each.
    """

    widget = ChangesInput
    items, year = {}, None
    json_schema = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "item": {"type": "string", "format": "uuid"},
                "what": {"type": "string", "enum": [name for name in WHAT if name]},
                "value": {"type": "string"},
            },
            "required": ["item", "what"],
        },
    }

    def offer(self, items, year):
        """Offer the items (in the order of the plan) of a plan of `year`."""
        self.items, self.year = {str(item.public_id): item for item in items}, year
        self.widget.keys = [(key, f"{item}（{item.time_words or '未定时间'}）") for key, item in self.items.items()]

    def to_python(self, value):
        if not isinstance(value, list | None):
            raise ValidationError("各项调整应为列表。")
        found = [self._change(entry) for entry in value or []]
        found = [change for change in found if change]
        if len({(item.pk, what) for item, what, _ in found}) < len(found):
            raise ValidationError("同一事项的同一内容写了两次。")
        return found

    def _change(self, entry):
        if not isinstance(entry, dict) or set(entry) - set(PARTS) or not all(isinstance(each, str) for each in entry.values()):
            raise ValidationError("各项调整应有 item（事项编号）、what（怎样调整）和 value（现为），都是文字。")
        item, what, value = self.items.get(entry.get("item", "")), entry.get("what", ""), entry.get("value", "").strip()
        if item is None or what not in WHAT:
            raise ValidationError(f"没有这个事项，或不能这样调整；可以：{'、'.join(list(WHAT.values())[1:])}。")
        if not what and value:
            raise ValidationError(f"“{item}”写了新的内容，请选怎样调整。")
        return (item, what, self._value(item, what, value)) if what else None

    def _value(self, item, what, value):
        if what in (TIME, RESUME):
            return self._time(item, what, value)
        if what == UNITS:
            return self._units(item, value)
        if what in TEXTS:
            return self._text(item, what, value)
        return None

    def _time(self, item, what, text):
        precision, start, end = window(text, self.year)
        if start is None and (text or what == RESUME):
            raise ValidationError(f"“{item}”看不出新的时间，请写成“6月”“第二季度”等；要写起止日期的，请在那一项里办理。")
        if len(text) > 60:
            raise ValidationError(f"“{item}”的时间不能超过 60 字。")
        return {"time_text": text, "precision": precision, "window_start": start, "window_end": end}

    @staticmethod
    def _units(item, text):
        names = list(dict.fromkeys(name.strip() for name in text.replace("；", "、").split("、") if name.strip()))
        if not names or any(len(name) > 120 for name in names):
            raise ValidationError(f"“{item}”的责任单位请用“、”分开，第一个为牵头单位。")
        rows = list(item.units.all())
        consults = any(row.role == UnitRole.CONSULTED for row in rows) and not any(row.role in RESPONSIBLE for row in rows)
        role, replaced = (UnitRole.CONSULTED, (UnitRole.CONSULTED,)) if consults else (UnitRole.LEAD, RESPONSIBLE)
        return (*units_of(names, role), *(UnitDraft(row.name, row.role) for row in rows if row.role not in replaced))

    @staticmethod
    def _text(item, what, text):
        label, length = TEXTS[what]
        try:
            return forms.CharField(max_length=length, required=what == "title").clean(text)
        except ValidationError as error:
            raise ValidationError(f"“{item}”{label}：{error.messages[0]}") from None


def gathered(changes):
    """The arguments of `actions.amend` for cleaned changes; those of one item become one edit."""
    edits = {}
    for item, what, value in changes:
        if what in (TIME, UNITS) or what in TEXTS:
            fields = value if what == TIME else {what: value}
            edits.setdefault(item.pk, (item, {}))[1].update(fields)
    return {
        "edits": list(edits.values()),
        "postponed": [item for item, what, _ in changes if what == POSTPONE],
        "resumed": [(item, time) for item, what, time in changes if what == RESUME],
        "cancelled": [item for item, what, _ in changes if what == CANCEL],
    }
