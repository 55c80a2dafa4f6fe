"""The forms of the reader page: the text, and one item as it was read."""

from django import forms

from consultation.forms import ItemFields
from consultation.notice.files import MAX_FILE, Unreadable, checked, text_of
from consultation.views.forms import HandPlanForm
from organizations.models import UnitKind

NAME_LENGTH = 80


class PasteForm(forms.Form):
    """The text of a notice, pasted or from a file. Cleans to `source`: one text with plain line ends."""

    missing = "请粘贴通知全文，或选择一个文件。"

    text = forms.CharField(
        label="通知全文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="从网页或文件里全选、复制，粘贴到这里；包括标题、正文和附件。",
    )
    file = forms.FileField(
        label="或者上传文件",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.docx,.pdf", "data-max-mb": MAX_FILE // 1024 // 1024}),
        help_text="可以是 .txt、.docx 或能复制文字的 .pdf，不超过 20 MB。",
        error_messages={"empty": "文件是空的。"},
    )

    def clean_text(self):
        text = plain_lines(self.cleaned_data["text"])
        return _read(lambda: checked(text)) if text.strip() else ""

    def clean_file(self):
        file = self.cleaned_data["file"]
        return plain_lines(_read(lambda: text_of(file.read(), file.name))) if file else ""

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["text"] and not cleaned["file"]:
            self.add_error("text", self.missing)
        elif cleaned.get("text") and cleaned.get("file"):
            self.add_error("file", "已经粘贴了文字，又选了文件，不知道读哪一份。请只留一种。")
        cleaned["source"] = cleaned.get("text") or cleaned.get("file") or ""
        return cleaned


def plain_lines(text):
    """The text with line feeds alone; browsers send and change line ends, and the places found in it must stay right."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read(reading):
    try:
        return reading()
    except Unreadable as reason:
        raise forms.ValidationError(str(reason)) from None


class ReadHeadForm(HandPlanForm):
    """The head of the plan as it was read."""

    attendance = forms.CharField(label="领导出席安排", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ReadItemForm(ItemFields):
    """One item as it was read; `origin` counts from 1 which of the read items it is, empty for one added by hand."""

    origin = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, year, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        self.offer(rules)
        for name in ("contents", "responsible", "consulted", "hosts"):
            self.fields[name].widget.attrs["rows"] = 3

    def plan_year(self):
        return self.year

    def value(self, name):
        """What stands in a field, right or wrong, as text."""
        return str(self[name].value() or "").strip()

    def brief(self):
        """(form, time, units, hosts) in a few words, for the line by which a closed item is known."""
        units = self.value("responsible").split() + self.value("consulted").split()
        hosts = self.value("hosts").split()
        words = [self.value("form"), self.value("time_text"), _few(units), f"承办：{_few(hosts)}" if hosts else ""]
        return [word for word in words if word]


def _few(names):
    return "、".join(names[:3]) + (f"等 {len(names)} 个单位" if len(names) > 3 else "")


class NewUnitForm(forms.Form):
    """What to do about a unit name nobody knows: leave it, register it as a new unit, or as another name of a known one."""

    add = forms.BooleanField(label="登记为新单位", required=False)
    kind = forms.ChoiceField(label="类别", choices=UnitKind)
    same = forms.CharField(
        label="或是哪个已有单位的别名",
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "已有单位的名称", "list": "known-units"}),
    )

    def __init__(self, *args, name, directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.name, self.directory = name, directory

    def clean(self):
        cleaned = super().clean()
        same = cleaned.get("same")
        if same and cleaned["add"]:
            self.add_error("same", "登记为新单位和登记为别名只能选一种。")
        elif same and self.directory.find(same) is None:
            self.add_error("same", f"名录里没有“{same}”。")
        elif cleaned["add"] and len(self.name) > NAME_LENGTH:
            self.add_error("add", f"名称超过 {NAME_LENGTH} 字，请先在事项里改正。")
        return cleaned
