"""What the committee and those who assign do with a proposal."""

from django import forms

from documents.models import Sensitivity
from organizations.models import Meeting, Unit
from proposals import actions
from proposals.actions.moves import rules_of
from proposals.forms.offers import SHORT, advised, handling_units, to_choose
from proposals.models import Mode, Proposal, ProposalState
from workflow.forms import ActForm, ReasonForm


class ReviewForm(ActForm):
    opinion = forms.CharField(label="审查意见", max_length=2000, widget=SHORT)
    sensitivity = forms.ChoiceField(
        label="标识",
        choices=[("", "不调整"), *Sensitivity.choices],
        required=False,
        help_text="提案人所填的，审查时可以调整。",
    )

    def act(self, version, **fields):
        return actions.review(self.obj, by=self.by, version=version, **fields)


class RelabelForm(ReasonForm):
    intro = "公开：可以全文或摘要公开；内部：只能摘要公开；不公开：不公开，别的委员查相似提案时也看不到。"
    sensitivity = forms.ChoiceField(label="标识", choices=Sensitivity)

    def prepare(self):
        self.initial["sensitivity"] = self.obj.sensitivity

    def act(self, version, **fields):
        return actions.relabel(self.obj, by=self.by, version=version, **fields)


class FileForm(ActForm):
    intro = "立案后给出案号，建议逐条进入采纳落实台账。"
    case_no = forms.RegexField(
        r"^[0-9A-Za-z\-]{1,20}$", label="案号", required=False, help_text="留空则取本次会议的下一个案号。",
        error_messages={"invalid": "案号只能是数字、字母和短横。"},
    )  # fmt: skip

    def act(self, version, case_no):
        return actions.file(self.obj, by=self.by, version=version, case_no=case_no)


class SendBackForm(ReasonForm):
    def act(self, version, reason):
        return actions.send_back(self.obj, by=self.by, version=version, reason=reason)


class RejectForm(ActForm):
    reasons = forms.MultipleChoiceField(label="理由", widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label="补充说明", max_length=500, required=False, widget=SHORT)
    destination = forms.ChoiceField(label="去向")
    consented = forms.BooleanField(label="已征得提案人同意（转作其他渠道时必填）", required=False)

    def prepare(self):
        rules = rules_of(self.obj)
        self.fields["reasons"].choices = [(name, name) for name in rules.not_filed_reasons]
        self.fields["destination"].choices = [(name, name) for name in rules.destinations]

    def act(self, version, **fields):
        return actions.reject(self.obj, by=self.by, version=version, **fields)


class MergeForm(ActForm):
    intro = "本件并入另一件办理，提案人、原文和征询意见表各自保留。"
    into = forms.ModelChoiceField(label="并入", queryset=Proposal.objects.none())

    def prepare(self):
        cases = Proposal.objects.visible_to(self.by).filter(session=self.obj.session, state=ProposalState.FILED)
        self.fields["into"].queryset = cases.exclude(pk=self.obj.pk)

    def act(self, version, into):
        return actions.merge(self.obj, by=self.by, version=version, into=into)


class UnmergeForm(ReasonForm):
    def act(self, version, reason):
        return actions.unmerge(self.obj, by=self.by, version=version, reason=reason)


class UndoReviewForm(ReasonForm):
    intro = "撤回最近一次审查意见；意见留在审查记录里，标明已撤回。"

    def act(self, version, reason):
        return actions.undo_review(self.obj, by=self.by, version=version, reason=reason)


class UnfileForm(ReasonForm):
    intro = "交办以前可以撤销立案，回到审查中；各条建议退出台账。刚取的最后一个案号可以再用。"

    def act(self, version, reason):
        return actions.unfile(self.obj, by=self.by, version=version, reason=reason)


class UndoReturnForm(ActForm):
    intro = "提案人还没有修改的，可以撤回“退回修改”，继续审查。"

    def act(self, version):
        return actions.undo_return(self.obj, by=self.by, version=version)


class RequestWithdrawalForm(ReasonForm):
    intro = "撤案须经提案委员会同意。"

    def act(self, version, reason):
        return actions.request_withdrawal(self.obj, by=self.by, version=version, reason=reason)


class WithdrawForm(ActForm):
    def prepare(self):
        self.intro = f"提案人申请撤案的理由：{self.obj.withdrawal_reason}"

    def act(self, version):
        return actions.withdraw(self.obj, by=self.by, version=version)


class RefuseWithdrawalForm(ReasonForm):
    def act(self, version, reason):
        return actions.refuse_withdrawal(self.obj, by=self.by, version=version, reason=reason)


class AssignForm(ActForm):
    track = forms.ChoiceField(label="交办口")
    mode = forms.ChoiceField(label="办理方式", choices=Mode, help_text="独办一个单位；主办会办由主办答复；分办各自答复。")
    first = forms.ModelChoiceField(label="独办、主办或分办单位", queryset=Unit.objects.none())
    others = forms.ModelMultipleChoiceField(label="会办或其他分办单位", queryset=Unit.objects.none(), required=False)

    def prepare(self):
        self.fields["track"].choices = to_choose(rules_of(self.obj).tracks)
        units = handling_units(self.obj.jurisdiction)
        self.fields["first"].queryset = self.fields["others"].queryset = units
        self.intro, self.advice = advised(self.obj)

    def act(self, version, first, others, **fields):
        units = [first, *[unit for unit in others if unit != first]]
        return actions.assign(self.obj, by=self.by, version=version, units=units, **fields)


class AddUnitForm(ReasonForm):
    unit = forms.ModelChoiceField(label="增加的单位", queryset=Unit.objects.none())

    def prepare(self):
        self.fields["unit"].queryset = handling_units(self.obj.jurisdiction)

    def act(self, version, unit, reason):
        return actions.add_unit(self.obj, by=self.by, version=version, unit=unit, reason=reason)


class MarkKeyForm(ActForm):
    approved_by = forms.CharField(label="由谁批准", max_length=80, initial="主席会议")
    meeting = forms.ModelChoiceField(label="批准会议", queryset=Meeting.objects.none(), required=False)

    def prepare(self):
        self.fields["meeting"].queryset = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction).select_related("term")

    def act(self, version, **fields):
        return actions.mark_key(self.obj, by=self.by, version=version, **fields)
