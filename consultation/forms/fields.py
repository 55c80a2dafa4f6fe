"""The fields of an item as a person types them, shared by every form that asks for some of them."""

from datetime import date

from django import forms

from consultation.drafts import ItemDraft, units_of
from consultation.models import Precision, UnitRole
from consultation.notice.times import window
from consultation.rules import ConsultationRules
from organizations.forms import DATE
from workflow.forms import LinesField, SuggestedInput

LONG = forms.Textarea(attrs={"rows": 4})
NAME_LENGTH = 120
DAYS = (date(1949, 10, 1), date(2100, 12, 31))


class TimeFields(forms.Form):
    """When an item takes place: the time as printed, and its first and last day where the words do not say them.

    A time nobody can place (待定) is refused when typed, but what the document prints, given as initial value, may stay.
    """

    time_text = forms.CharField(label="时间", max_length=60, required=False, help_text="如：6月、第二季度、上半年、全年；未定可留空。")
    window_start = forms.DateField(label="最早日期", required=False, widget=DATE, help_text="一般不填，由“时间”推算。")
    window_end = forms.DateField(label="最晚日期", required=False, widget=DATE)

    def plan_year(self):
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if "window_start" in self.errors or "window_end" in self.errors:
            return cleaned
        start, end, text = cleaned.get("window_start"), cleaned.get("window_end"), cleaned.get("time_text", "")
        if bool(start) != bool(end):
            self.add_error("window_start" if end else "window_end", "起止日期要么都填，要么都不填。")
        elif start and not (DAYS[0] <= start and end <= DAYS[1]):
            self.add_error("window_start" if start < DAYS[0] else "window_end", "日期应在 1949 至 2100 年之间。")
        elif start and end < start:
            self.add_error("window_end", "最晚日期不能早于最早日期。")
        elif start:
            cleaned["precision"] = Precision.DAY if start == end else self._precision(text) or Precision.RANGE
        else:
            cleaned["precision"], cleaned["window_start"], cleaned["window_end"] = window(text, self.plan_year())
            if text and cleaned["precision"] == Precision.NONE and text != self.initial.get("time_text"):
                self.add_error("time_text", "看不出是什么时间，请写成“6月”“第二季度”等，或填写起止日期。")
        return cleaned

    def _precision(self, text):
        precision = window(text, self.plan_year())[0]
        return None if precision == Precision.NONE else precision


class KindField(forms.ChoiceField):
    """A kind by its code; which there are depends on the place (`ItemFields.offer`), so that no schema can list them."""

    json_schema = {"type": "string", "maxLength": 20}

    def __init__(self, **kwargs):
        super().__init__(choices=ConsultationRules.kinds, **kwargs)

    def offer(self, kinds):
        self.choices = kinds
        self.error_messages["invalid_choice"] = f"没有“%(value)s”这个类别，可用的有：{'、'.join(name for _, name in kinds)}。"


class ItemFields(TimeFields):
    """The fields of an item as a person types them: time as printed, units as lists of names."""

    kind = KindField(label="类别")
    section = forms.CharField(label="所在部分", max_length=80, required=False)
    number = forms.IntegerField(label="序号", min_value=1, max_value=999)
    title = forms.CharField(label="题目", max_length=300)
    contents = forms.CharField(label="主要内容", max_length=4000, required=False, widget=LONG)
    notes = forms.CharField(label="备注", max_length=2000, required=False)
    form = forms.CharField(label="方式", max_length=60, required=False, widget=SuggestedInput)
    is_supervisory = forms.BooleanField(label="监督性", required=False)
    responsible = LinesField(label="责任单位", required=False, help_text="每行一个，第一个为牵头单位。")
    lead_known = forms.BooleanField(label="文件写明由第一个单位牵头", required=False)
    consulted = LinesField(label="协商部门", required=False)
    hosts = LinesField(label="政协承办部门", required=False)
    attendance = forms.CharField(label="出席安排", max_length=2000, required=False)
    field_order = (
        *("kind", "section", "number", "title", "contents", "notes", "form", "is_supervisory", "time_text", "window_start", "window_end"),
        *("responsible", "lead_known", "consulted", "hosts", "attendance"),
    )

    def offer(self, rules, *present):
        """Offer the kinds and forms of a place's rules, and the kinds [(code, name)] that are `present` already."""
        self.fields["kind"].offer(list(dict([*present, *rules.kinds]).items()))
        self.fields["form"].widget.suggestions = rules.forms

    def clean(self):
        cleaned = super().clean()
        for name in ("responsible", "consulted", "hosts"):
            if any(len(unit) > NAME_LENGTH for unit in cleaned.get(name) or ()):
                self.add_error(name, f"单位名称不能超过 {NAME_LENGTH} 字，请每行写一个。")
        return cleaned

    def units(self):
        """The unit drafts of the three lists, in their order."""
        data = self.cleaned_data
        return (
            units_of(data["responsible"], UnitRole.LEAD, lead_known=data["lead_known"])
            + units_of(data["consulted"], UnitRole.CONSULTED)
            + units_of(data["hosts"], UnitRole.HOST)
        )

    def values(self):
        """The item's own fields, ready for an `ItemDraft` or an action."""
        return {name: value for name, value in self.cleaned_data.items() if name in ItemDraft.__dataclass_fields__}
