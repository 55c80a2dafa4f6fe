"""Replies: drafted, checked, signed, issued."""

from django import forms
from django.utils import timezone

from organizations.models import Person, Role
from proposals import actions
from proposals.actions.moves import rules_of
from proposals.actions.replies import my_step
from proposals.fields import AnswersField, CommitmentsField
from proposals.forms.offers import SHORT
from proposals.models import ReplyState
from proposals.preflight import preflight
from proposals.promises import promised
from workflow.forms import ActForm, ReasonForm

KEPT = ("result_class", "number_word", "contact", "phone", "answers")  # what a supplementary reply begins with


class ReplyFields(ActForm):
    """The text of a reply, with the answer to each suggestion."""

    varies = True

    result_class = forms.ChoiceField(label="结果分类", required=False)
    answers = AnswersField(label="逐条答复", required=False)
    evidence = forms.CharField(
        label="新的成效和依据", max_length=4000, required=False, widget=SHORT,
        help_text="办结以后又做了什么、凭什么说做到了（文件、验收、照片等），改变结果分类的依据。",
    )  # fmt: skip
    text = forms.CharField(label="答复正文", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 12}))
    number_word = forms.CharField(label="发文代字", max_length=30, required=False, help_text="如“演财函”，印发时自动编号。")
    contact = forms.CharField(label="联系人", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)

    def prepare_for(self, handling, *, supplementary=False):
        """Offer the classes of the session and a row for each suggestion of the case; evidence is asked for in a supplementary reply."""
        if not supplementary:
            del self.fields["evidence"]
        classes = rules_of(handling.proposal).classes
        self.fields["result_class"].choices = [("", "请选择"), *[(code, f"{code} 类（{meaning}）") for code, meaning in classes]]
        rows = handling.proposal.ledger
        self.fields["answers"].widget.keys = [(row.number, row.text) for row in rows]


class DraftReplyForm(ReplyFields):
    def prepare(self):
        self.prepare_for(self.obj)
        if team := self.obj.team:
            self.initial.update({"contact": team.handler, "phone": team.phone})

    def act(self, version, **fields):
        return actions.draft_reply(self.obj, by=self.by, version=version, **fields)


class DraftSupplementForm(ReplyFields):
    intro = "办结以后又有新的成效的，补充答复提案人；结果分类可以随之调整（如 B 类转 A 类），须写明依据。本件不重新办理。"

    def prepare(self):
        self.prepare_for(self.obj, supplementary=True)
        last = self.obj.rounds.filter(reply__isnull=False).select_related("reply").order_by("-number").first()
        if last:
            self.initial.update({name: getattr(last.reply, name) for name in KEPT})

    def act(self, version, **fields):
        return actions.draft_supplement(self.obj, by=self.by, version=version, **fields)


class EditReplyForm(ReplyFields):
    intro = "送签后再修改的，已有签批全部失效，须重新送签。"

    def prepare(self):
        self.prepare_for(self.obj.round.handling, supplementary=self.obj.round.is_supplementary)
        self.initial.update({name: getattr(self.obj, name) for name in self.fields if name != "version"})

    def act(self, version, **fields):
        return actions.edit_reply(self.obj, by=self.by, version=version, **fields)


class AboutReply(ActForm):
    """A move on the text of a reply as it stands: who finds it rewritten is told how, as long as it is not issued."""

    @property
    def subjects(self):
        """The texts the move is about; drafts are not told once more people see the reply than those who work on it."""
        return () if self.obj.state == ReplyState.ISSUED else ("text", "answers", "result_class")


class SubmitReplyForm(AboutReply):
    def prepare(self):
        found = preflight(self.obj, rules_of(self.obj.round.handling.proposal))
        warnings = [finding.message for finding in found if not finding.blocks]
        self.intro = "请先核对：" + "".join(warnings) if warnings else "" if found else "各项检查都已通过。"

    def act(self, version):
        return actions.submit_reply(self.obj, by=self.by, version=version)


class SignForm(AboutReply):
    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=SHORT)
    result_class = forms.ChoiceField(label="调整结果分类", required=False, help_text="只有督查室审核时可以调整，须写明理由。")

    def prepare(self):
        classes = rules_of(self.obj.round.handling.proposal).classes
        self.fields["result_class"].choices = [("", "不调整"), *[(code, f"改为 {code} 类") for code, _ in classes]]
        step = my_step(self.by, self.obj)
        if step is None or step.kind != "supervision":
            self.fields["result_class"].widget = forms.HiddenInput()

    def act(self, version, **fields):
        return actions.sign(self.obj, by=self.by, version=version, **fields)


class SendBackReplyForm(ReasonForm, AboutReply):
    def act(self, version, reason):
        return actions.send_back_reply(self.obj, by=self.by, version=version, reason=reason)


class RerouteReplyForm(ReasonForm):
    leader = forms.ModelChoiceField(label="审签领导", queryset=Person.objects.none())

    def prepare(self):
        held = Person.objects.holding(Role.GOVERNMENT_LEADER, jurisdiction=self.obj.jurisdiction, on=timezone.localdate())
        self.fields["leader"].queryset = held
        step = self.obj.steps.filter(kind="leader", is_void=False, agreed__isnull=True).select_related("leader").first()
        self.intro = f"现送{step.leader}审签。" if step and step.leader else "领导分工里没有写明这个单位由谁分管，请指定。"
        self.order_fields(["leader", "reason"])

    def act(self, version, **fields):
        return actions.reroute_reply(self.obj, by=self.by, version=version, **fields)


class IssueReplyForm(AboutReply):
    intro = "印发后正文不能再改，提案人会收到征询意见表。"
    commitments = CommitmentsField(
        label="承诺", required=False, help_text="从正文和逐条答复里找出的承诺和期限，请核对后确认；不是承诺的清空内容。"
    )

    def prepare(self):
        self.initial["commitments"] = promised(self.obj, timezone.localdate())

    def act(self, version, commitments):
        numbers = set(self.obj.round.handling.proposal.ledger_links.values_list("suggestion__number", flat=True))
        if unknown := [row["number"] for row in commitments if row["number"] not in numbers]:
            raise forms.ValidationError({"commitments": f"本件没有第{unknown[0]}条建议。"})
        return actions.issue_reply(self.obj, by=self.by, version=version, commitments=commitments)
