"""The forms of reports; each move's form serves page, API and admin alike."""

from django import forms

from consultation.models import PlanItem
from consultation.models.plans import PUBLIC_STATES
from organizations.forms import DATE
from organizations.models import Session, Unit
from organizations.models.people import UNIT_ROLES
from reports import actions
from reports.drafting.examples import supply
from reports.figures import measure
from reports.kinds import kind_of, labels
from reports.material_fields import ExamplesField
from reports.permissions import KEEPERS
from workflow.forms import ActForm, ReasonForm

LONG = forms.Textarea(attrs={"rows": 30})
SHORT = forms.Textarea(attrs={"rows": 3})
MOST_SHOWN = 40  # case numbers named to choose from
AS_OF = "数据算到这一天为止；不填为今天。"


def _item():
    return forms.ModelChoiceField(
        label="完成的计划事项",
        queryset=PlanItem.objects.none(),
        required=False,
        empty_label="—",
        help_text="年度计划里列明的通报事项；印发以后记入这个事项的办理记录。",
    )


class BeginForm(ActForm):
    """起草 in one of the places `obj` (ids) where the person writes reports, or his unit's own summary."""

    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none())
    kind = forms.ChoiceField(label="种类", choices=labels)
    as_of = forms.DateField(label="数据截至", required=False, widget=DATE, help_text=AS_OF)
    occasion = forms.CharField(label="场合", max_length=120, required=False, help_text="如“区政协第九届第二十二次常委会”。")
    speaker = forms.CharField(label="报告人", max_length=60, required=False)
    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), required=False, empty_label="—", help_text="写本单位的总结时选择。"
    )
    item = _item()

    def prepare(self):
        units = Unit.objects.filter(pk__in=self.by.access.units(*UNIT_ROLES), ends_on__isnull=True)
        keeps = bool(self.by.access.where(*KEEPERS))
        self.fields["kind"].choices = [
            (code, label) for code, label in labels().items() if (bool(units) if kind_of(code).of_unit else keeps)
        ]
        self.fields["unit"].queryset = units
        self.fields["item"].queryset = items_for(self.by)
        if not units:
            del self.fields["unit"]
        elif not keeps:
            del self.fields["item"]
            self.initial.setdefault("unit", units[0].pk)
        offered = Session.objects.filter(term__jurisdiction__in=self.obj).select_related("term__jurisdiction")
        self.fields["session"].queryset = offered.order_by("-starts_on", "-pk")

    def act(self, version, session, kind, **fields):
        return actions.begin(session, kind, by=self.by, **fields)


def items_for(person):
    """The items of issued plans that a report of the person's places may fulfil, the newest first."""
    seen = PlanItem.objects.visible_to(person).filter(plan__state__in=PUBLIC_STATES).exclude(state="cancelled")
    return seen.select_related("plan").defer("plan__source_text").order_by("-plan__year", "order")


class EditForm(ActForm):
    subjects = ("text",)
    title = forms.CharField(label="标题", max_length=120)
    occasion = forms.CharField(label="场合", max_length=120, required=False)
    speaker = forms.CharField(label="报告人", max_length=60, required=False)
    item = _item()
    text = forms.CharField(
        label="正文",
        max_length=100_000,
        widget=LONG,
        help_text="“一、”开头的行是章标题。${代码} 是指标的数，${代码_share} 是占比，由系统填写；可用的代码见页面下方的指标表。",
    )

    def prepare(self):
        for name in ("title", "occasion", "speaker", "text"):
            self.initial.setdefault(name, getattr(self.obj, name, ""))
        self.initial.setdefault("item", getattr(self.obj, "item_id", None))
        self.fields["item"].queryset = items_for(self.by).filter(jurisdiction=getattr(self.obj, "jurisdiction_id", None))

    def act(self, version, **fields):
        return actions.edit(self.obj, by=self.by, version=version, **fields)


class RedraftForm(ActForm):
    intro = "按新的截止日期重新取数，正文重新起草；现在的正文留在办理记录里。"
    as_of = forms.DateField(label="数据截至", required=False, widget=DATE, help_text=AS_OF)

    def act(self, version, as_of):
        return actions.redraft(self.obj, by=self.by, version=version, as_of=as_of)


class ChooseForm(ActForm):
    intro = (
        "各类的例子按所填案号的次序写进正文，先用已核实的成效素材，没有的用答复；只有未核实素材的标“未核实”。原来的例子换掉，其他文字不变。"
    )
    examples = ExamplesField(label="例子", required=False, help_text="案号之间用顿号隔开，如 084、112；留空的由系统选。")

    def prepare(self):
        chosen = getattr(self.obj, "examples", {})
        self.initial.setdefault("examples", [{"class": code, "numbers": numbers} for code, numbers in chosen.items()])
        if getattr(self.obj, "pk", None):
            over = actions.scope(self.obj)
            told = supply(over, measure(over))
            self.fields["examples"].widget.keys = [
                (code, f"{code}类 {meaning}：{_supplied(*told[code])}") for code, meaning in over.case_rules.classes
            ]

    def act(self, version, examples):
        return actions.choose(self.obj, by=self.by, version=version, examples=examples)


def _supplied(cases, checked, unchecked):
    found = [f"可以举例的 {cases} 件"]
    found += [f"有已核实素材的：第{'、'.join(checked[:MOST_SHOWN])}号"] if checked else []
    found += [f"只有未核实素材的：第{'、'.join(unchecked[:MOST_SHOWN])}号"] if unchecked else []
    return "；".join(found)


class SubmitForm(ActForm):
    intro = "送签以后指标冻结：以后录入的变化不再改变这份通报的数。"
    waiver = forms.CharField(
        label="数字矛盾的说明", max_length=1000, required=False, widget=SHORT, help_text="正文里的数字有矛盾而确需保留的，写明理由。"
    )

    def act(self, version, waiver):
        return actions.submit(self.obj, by=self.by, version=version, waiver=waiver)


class SignForm(ActForm):
    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=SHORT)

    def act(self, version, opinion):
        return actions.sign(self.obj, by=self.by, version=version, opinion=opinion)


class IssueForm(ActForm):
    number = forms.CharField(label="文号", max_length=60, required=False, help_text="留空则按公文模板的发文机关代字取下一号。")

    def act(self, version, number):
        return actions.issue(self.obj, by=self.by, version=version, number=number)


class SendBackForm(ReasonForm):
    def act(self, version, reason):
        return actions.send_back(self.obj, by=self.by, version=version, reason=reason)


class TakeBackForm(ReasonForm):
    intro = "撤回以后指标恢复为实时数据，改好后须重新送签。"

    def act(self, version, reason):
        return actions.take_back(self.obj, by=self.by, version=version, reason=reason)


REPORT_FORMS = {
    "edit": EditForm,
    "redraft": RedraftForm,
    "choose": ChooseForm,
    "submit": SubmitForm,
    "send_back": SendBackForm,
    "sign": SignForm,
    "take_back": TakeBackForm,
    "issue": IssueForm,
}
