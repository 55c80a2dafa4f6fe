"""The notice reader as a call: text or a file in, what was read out; nothing is stored."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from consultation.api.drafting import place_for
from consultation.api.shapes import PLANS
from consultation.notice import MAX_TEXT, read
from consultation.notice.files import Unreadable, checked, text_of
from organizations.directory import Directory
from organizations.endpoints import Endpoint, answer
from organizations.inputs import filled
from organizations.models import Role
from organizations.schema import Operation, object_of
from workflow.refusals import Forbidden

TEXT = {"type": "string"}
GAP = {"code": TEXT, "item": {"type": "integer", "nullable": True}, "message": TEXT, "level": TEXT}
FOUND = {
    "doc": {"type": "object", "additionalProperties": True},
    "items": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
    "gaps": {"type": "array", "items": {"type": "object", "properties": GAP}},
    "stated_totals": {"type": "object", "additionalProperties": True},
}


class NoticeForm(forms.Form):
    """A notice as text or as a file; cleans to `text`."""

    text = forms.CharField(label="通知全文", max_length=MAX_TEXT, required=False, strip=False)
    file = forms.FileField(label="通知文件（.txt、.docx、.pdf）", required=False, allow_empty_file=True)
    jurisdiction = forms.CharField(label="地区代码，用于核对单位名称", max_length=30, required=False)

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            raise ValidationError("请在 text 和 file 中填写一项。")
        try:
            cleaned["text"] = text_of(file.read(), file.name) if file else checked(text)
        except Unreadable as reason:
            self.add_error("file" if file else "text", str(reason))
        return cleaned


def known_in(place):
    """The function that tells the reader by which name a unit of `place` goes today, None for a name nobody bears."""
    directory = Directory(place, on=timezone.localdate())

    def known(name):
        match = directory.find(name)
        return match and (match.unit.current().name if match.former else name)

    return known


class ReadNotice(Endpoint):
    tag = PLANS

    def post(self, request):
        """The object of `read_notice --json`. Raises Forbidden for who may not draft plans."""
        self.query()
        if Role.SECRETARY not in request.user.access.roles:
            raise Forbidden("只有政协秘书可以读取计划通知。")
        values = filled(NoticeForm(), request.data).cleaned_data
        place = place_for(request.user, values["jurisdiction"])
        return answer(read(values["text"], known_in(place)).to_json())

    def operation(self, method):
        bodies = dict.fromkeys(("application/json", "multipart/form-data"), object_of(NoticeForm.base_fields))
        document = {"type": "object", "properties": FOUND, "required": list(FOUND)}
        return Operation("读取计划通知，不保存", {200: document}, bodies=bodies, refusals=(400, 401, 403, 413, 415))
