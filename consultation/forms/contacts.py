"""The contacts on the side of the units: one line each, or objects from programs."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from feedback.forms import PhoneField

PARTS = ("unit", "name", "phone")
LENGTHS = {"unit": (120, "单位"), "name": (40, "姓名")}
CONTACT = {"type": "object", "properties": {part: {"type": "string"} for part in PARTS}, "required": ["unit", "name"]}
MOST = 60


class ContactsField(forms.CharField):
    """Lines of “单位｜姓名｜电话”. Cleans to [{"unit", "name", "phone"}]; a line that names nobody is left out."""

    widget = forms.Textarea(attrs={"rows": 4})
    json_schema = {"oneOf": [{"type": "array", "items": CONTACT}, {"type": "string"}]}

    def prepare_value(self, value):
        return "\n".join("｜".join(row[part] for part in PARTS) for row in value) if isinstance(value, list) else value

    def to_python(self, value):
        rows = value if isinstance(value, list) else str(value or "").splitlines()
        if len(rows) > MOST:
            raise ValidationError(f"联系人最多 {MOST} 位。")
        found = [self._row(number, row) for number, row in enumerate(rows, 1)]
        return [row for row in found if row["name"]]

    def _row(self, number, row):
        if isinstance(row, str):
            parts = [part.strip() for part in row.replace("|", "｜").split("｜")]
            row = dict(zip(PARTS, parts + [""] * len(PARTS), strict=False)) if len(parts) <= len(PARTS) else None
        if not isinstance(row, dict) or not set(row) <= set(PARTS) or not all(isinstance(each, str | None) for each in row.values()):
            raise ValidationError(f"第{number}行请写成“单位｜姓名｜电话”。")
        row = {part: (row.get(part) or "").strip() for part in PARTS}
        for part, (length, label) in LENGTHS.items():
            ProhibitNullCharactersValidator()(row[part])
            if len(row[part]) > length:
                raise ValidationError(f"第{number}行“{label}”不能超过 {length} 字。")
        if row["name"] and not row["unit"]:
            raise ValidationError(f"第{number}行：请写明是哪个单位的联系人。")
        return row | {"phone": _phone(number, row["phone"])}


def _phone(number, text):
    try:
        return PhoneField(required=False).clean(text)
    except ValidationError as error:
        raise ValidationError(f"第{number}行：{error.messages[0]}") from None
