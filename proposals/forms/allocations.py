"""Allocating 分办: from the gathered cases to the assignment of all of them."""

from django import forms
from django.utils import timezone

from organizations.forms import DATE
from organizations.models import Session, Unit
from organizations.models.people import UNIT_ROLES
from proposals import actions
from proposals.actions.allocating import parties_of
from proposals.actions.moves import rules_in
from proposals.fields import PartiesField
from proposals.forms.offers import LONG, SHORT, advised, handling_units, to_choose
from proposals.models import AllocationRow, Mode
from proposals.permissions import is_coordinator
from workflow.calendar import WorkCalendar
from workflow.forms import ActForm, ReasonForm


class NewAllocationForm(ActForm):
    """A new allocation; `obj` are the places (ids) where the person assigns."""

    intro = "会把本次会议已立案、还没有交办的提案收进来，并按提案人意愿和以往办理情况预填承办单位，由您逐件确定。"
    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none())
    title = forms.CharField(label="名称", max_length=80, help_text="如“九届四次会议提案第一批分办意见”。")

    def prepare(self):
        sessions = Session.objects.filter(term__jurisdiction__in=self.obj).select_related("term__jurisdiction", "ruleset")
        self.fields["session"].queryset = sessions.order_by("-term__number", "-number")
        self.initial.setdefault("session", self.fields["session"].queryset.first())

    def act(self, version, **fields):
        return actions.begin_allocation(fields.pop("session"), by=self.by, **fields)


class OfRow(ActForm):
    """A move on one row of the allocation."""

    row = forms.ModelChoiceField(label="提案", queryset=AllocationRow.objects.none(), to_field_name="public_id")

    def prepare(self):
        self.fields["row"].queryset = self.obj.rows.select_related("proposal__session__term", "first").order_by("pk")
        self.named = self._named()
        if self.named:
            self.fields["row"].widget = forms.HiddenInput()
            self.intro = f"第{self.named.proposal.case_no}号《{self.named.proposal.title}》。{self.intro}"

    def _named(self):
        """The row that the address or the input names, where it is one of this allocation."""
        given = self.data.get("row") if self.is_bound else self.initial.get("row")
        try:
            return self.fields["row"].queryset.filter(public_id=given).first() if given else None
        except forms.ValidationError:
            return None


class SetRowForm(OfRow):
    track = forms.ChoiceField(label="交办口")
    mode = forms.ChoiceField(label="办理方式", choices=Mode, help_text="独办一个单位；主办会办由主办答复；分办各自答复。")
    first = forms.ModelChoiceField(label="独办、主办或分办单位", queryset=Unit.objects.none())
    others = forms.ModelMultipleChoiceField(label="会办或其他分办单位", queryset=Unit.objects.none(), required=False)

    def prepare(self):
        super().prepare()
        self.fields["track"].choices = to_choose(rules_in(self.obj.session, self.obj.jurisdiction).tracks)
        self.fields["first"].queryset = self.fields["others"].queryset = handling_units(self.obj.jurisdiction)
        if row := self.named:
            sentence, self.advice = advised(row.proposal)
            self.intro += sentence
            self.initial |= {"track": row.track, "mode": row.mode, "first": row.first, "others": list(row.others.all())}

    def act(self, version, row, first, others, **fields):
        units = [first, *[unit for unit in others if unit != first]]
        return actions.set_row(self.obj, by=self.by, version=version, row=row, units=units, **fields)


class DropRowForm(OfRow):
    intro = "移出后仍是待交办提案。"

    def act(self, version, row):
        return actions.drop_row(self.obj, by=self.by, version=version, row=row)


class GatherForm(ActForm):
    intro = "把后来立案、还没有交办的提案收进来。"

    def act(self, version):
        return actions.gather(self.obj, by=self.by, version=version)


class CirculateForm(ActForm):
    intro = "各交办单位和拟定的承办单位会收到通知，只看到与本单位有关的提案。"
    until = forms.DateField(label="征求意见截止", widget=DATE)

    def prepare(self):
        rules, starts = rules_in(self.obj.session, self.obj.jurisdiction), {"circulated": timezone.localdate()}
        self.initial.setdefault("until", WorkCalendar().by_rule(rules, "allocation_opinions", starts, name="征求意见").on)

    def act(self, version, until):
        return actions.circulate(self.obj, by=self.by, version=version, until=until)


class OpineForm(OfRow):
    unit = forms.ModelChoiceField(label="以哪个单位的名义", queryset=Unit.objects.none(), required=False)
    agrees = forms.TypedChoiceField(
        label="意见",
        choices=[("1", "同意"), ("", "不同意")],
        coerce=bool,
        required=False,
        empty_value=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    suggested_unit = forms.ModelChoiceField(label="建议改由哪个单位承办", queryset=Unit.objects.none(), required=False)
    text = forms.CharField(label="理由", max_length=1000, required=False, widget=SHORT, help_text="不同意的必须写明理由。")

    def prepare(self):
        super().prepare()
        own = self.by.access.units(*UNIT_ROLES)
        if not is_coordinator(self.by, self.obj):
            self.fields["row"].queryset = self.fields["row"].queryset.filter(AllocationRow.naming(own))
        self.fields["unit"].queryset = units = Unit.objects.filter(pk__in=own, jurisdiction=self.obj.jurisdiction)
        self.fields["suggested_unit"].queryset = handling_units(self.obj.jurisdiction)
        if not units.exists():
            self.fields["unit"].widget = forms.HiddenInput()
        elif units.count() == 1:
            self.initial.setdefault("unit", units.first())

    def act(self, version, **fields):
        return actions.opine(self.obj, by=self.by, **fields)


class ConsultForm(ActForm):
    intro = "各方都要有人参加；没有不同意见的，意见栏可以留空。"
    consulted_on = forms.DateField(label="会商日期", widget=DATE, initial=timezone.localdate)
    parties = PartiesField(label="会商各方")
    conclusion = forms.CharField(label="会商结果", max_length=4000, widget=LONG)

    def prepare(self):
        self.fields["parties"].widget.keys = [(name, name) for name in parties_of(self.obj)]
        if self.obj.consulted_on:
            self.initial |= {name: getattr(self.obj, name) for name in ("consulted_on", "parties", "conclusion")}

    def act(self, version, **fields):
        return actions.consult(self.obj, by=self.by, version=version, **fields)


class SettleForm(ActForm):
    intro = "定稿后不再改动，等待交办会批量交办；要改先退回修改。"

    def prepare(self):
        until = self.obj.opinions_until
        if until and until >= timezone.localdate():
            self.intro = f"征求意见到 {until:%Y-%m-%d} 截止，现在还没有到期；定稿后各单位不能再提意见。{self.intro}"

    def act(self, version):
        return actions.settle(self.obj, by=self.by, version=version)


class ReopenForm(ReasonForm):
    def act(self, version, reason):
        return actions.reopen(self.obj, by=self.by, version=version, reason=reason)


class AssignAllForm(ActForm):
    document_number = forms.CharField(
        label="交办通知文号", max_length=60, required=False, help_text="留空则按交办通知模板的代字自动编号；模板没有代字的不编号。"
    )

    def prepare(self):
        listed = self.obj.rows.select_related("first").prefetch_related("others")
        units = {unit for row in listed for unit in row.units}
        self.intro = f"将一次交办 {len(listed)} 件提案，涉及 {len(units)} 个单位；有一件不成就全部不交办。各单位收到通知，并生成交办通知。"

    def act(self, version, document_number):
        return actions.assign_all(self.obj, by=self.by, version=version, document_number=document_number)
