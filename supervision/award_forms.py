"""The forms of awards, candidates, votes and objections; each move's form serves page, API and admin alike."""

from django import forms
from django.utils import timezone

from organizations.forms import DATE
from organizations.models import Body, Meeting, Session
from proposals.forms.offers import LONG, SHORT
from supervision import actions
from supervision.appraisal_forms import PublishForm
from supervision.models import AwardKind, Candidate
from workflow.forms import ActForm, LinesField, ReasonForm


class NewAwardForm(ActForm):
    """A new choice; `obj` are the places (ids) where the person may."""

    intro = "先拟定，再按规则提出候选。有一票否决情形的自动排除，并写明是哪一种。"
    kind = forms.ChoiceField(label="评选类别", choices=AwardKind)
    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none())
    title = forms.CharField(label="名称", max_length=80, help_text="如“2026年度优秀提案评选”。")
    quota = forms.IntegerField(label="名额", min_value=1, max_value=1000, required=False, help_text="不填就按规则的比例计算。")

    def prepare(self):
        found = Session.objects.filter(term__jurisdiction__in=self.obj).select_related("term__jurisdiction", "ruleset")
        self.fields["session"].queryset = found.order_by("-term__number", "-number")
        self.initial.setdefault("session", self.fields["session"].queryset.first())

    def act(self, version, session, **fields):
        return actions.begin_award(session, by=self.by, **fields)


class EditAwardForm(ActForm):
    title = forms.CharField(label="名称", max_length=80)
    quota = forms.IntegerField(label="名额", min_value=1, max_value=1000)

    def prepare(self):
        self.initial = {"title": self.obj.title, "quota": self.obj.quota} | self.initial

    def act(self, version, **fields):
        return actions.edit_award(self.obj, by=self.by, version=version, **fields)


class ScreenForm(ActForm):
    intro = "优秀提案按候选积分，先进承办单位按年终考核得分，从高到低提出；有一票否决情形的列明情形，不参加投票。"

    def act(self, version):
        return actions.screen(self.obj, by=self.by, version=version)


class NominateMoreForm(ActForm):
    names = LinesField(label="案号或单位名称", max_length=2000, help_text="优秀提案填案号，先进承办单位填单位名称，一行一个。")
    reason = forms.CharField(label="推荐理由", max_length=500, widget=SHORT)

    def act(self, version, names, reason):
        return actions.nominate_more(self.obj, names, by=self.by, version=version, reason=reason)


class OpenRoundForm(ActForm):
    ends_on = forms.DateField(label="投票截止", widget=DATE)

    def prepare(self):
        number = self.obj.voting.count()
        label, _, percent = self.obj.rounds[number] if number < len(self.obj.rounds) else ("", "", 100)
        kept = max(self.obj.quota, self.obj.quota * percent // 100)
        self.intro = f"第 {number + 1} 轮（{label}），保留 {kept} 个，每张选票最多选 {kept} 个。不记名，投出后不能改。"

    def act(self, version, ends_on):
        return actions.open_round(self.obj, by=self.by, version=version, ends_on=ends_on)


class ExtendVotingForm(ReasonForm):
    ends_on = forms.DateField(label="新的投票截止", widget=DATE)
    field_order = ("ends_on", "reason")

    def act(self, version, **fields):
        return actions.extend_voting(self.obj, by=self.by, version=version, **fields)


class CountForm(ActForm):
    intro = "按得票从高到低；得票相同的按候选依据分，再按名称。最后一轮还要达到规定的得票比例。"

    def act(self, version):
        return actions.count_votes(self.obj, by=self.by, version=version)


class NoticeForm(ActForm):
    def prepare(self):
        until = actions.notice_until(self.obj, timezone.localdate())
        self.intro = f"公示到 {until:%Y-%m-%d} 为止。本地区的人员都能看到入选名单，可以提出异议。"

    def act(self, version):
        return actions.give_notice(self.obj, by=self.by, version=version)


class ObjectForm(ActForm):
    candidate = forms.ModelChoiceField(label="对哪一个", queryset=Candidate.objects.none(), to_field_name="public_id")
    text = forms.CharField(label="异议和依据", max_length=4000, widget=LONG)
    by_name = forms.CharField(label="提出人", max_length=80, required=False, help_text="代别人录入的填他的姓名或单位；自己提出的不填。")

    def prepare(self):
        self.fields["candidate"].queryset = self.obj.candidates.filter(state="chosen").order_by("pk")

    def act(self, version, **fields):
        return actions.object_to(self.obj, by=self.by, **fields)


class DecideForm(ActForm):
    intro = "编文号、印发表彰决定，入选的受到表彰，提案人记入履职积分。"
    meeting = forms.ModelChoiceField(label="审定会议", queryset=Meeting.objects.none(), to_field_name="public_id")
    text = forms.CharField(label="决定内容", max_length=4000, widget=LONG, help_text="名单之前的话，如评选的依据和经过。")

    def prepare(self):
        held = Meeting.objects.filter(jurisdiction=self.obj.jurisdiction, body=Body.CHAIRPERSONS_COUNCIL)
        self.fields["meeting"].queryset = held.filter(held_on__lte=timezone.localdate()).select_related("term").order_by("-held_on")

    def act(self, version, **fields):
        return actions.decide_award(self.obj, by=self.by, version=version, **fields)


class PublishAwardForm(PublishForm):
    intro = "全文公开：公开文本和表彰名单；摘要公开：只公开文本。外网公开页默认关闭，由本地规则开启。"

    def prepare(self):
        self.initial.setdefault("text", self.obj.public_text or self.obj.text)

    def act(self, version, **fields):
        return actions.publish_award(self.obj, by=self.by, version=version, **fields)


class CancelAwardForm(ReasonForm):
    def act(self, version, reason):
        return actions.cancel_award(self.obj, by=self.by, version=version, reason=reason)


AWARD_FORMS = {
    "edit": EditAwardForm,
    "screen": ScreenForm,
    "nominate": NominateMoreForm,
    "open_round": OpenRoundForm,
    "extend": ExtendVotingForm,
    "count": CountForm,
    "elect": CountForm,
    "notice": NoticeForm,
    "object": ObjectForm,
    "decide": DecideForm,
    "publish": PublishAwardForm,
    "cancel": CancelAwardForm,
}


class VetoForm(ReasonForm):
    def act(self, version, reason):
        return actions.veto(self.obj, by=self.by, version=version, reason=reason)


CANDIDATE_FORMS = {"veto": VetoForm}


class CastForm(ActForm):
    choices = forms.ModelMultipleChoiceField(
        label="候选", queryset=Candidate.objects.none(), widget=forms.CheckboxSelectMultiple, to_field_name="public_id"
    )

    def prepare(self):
        opened = self.obj.round
        self.intro = f"最多选 {opened.keeps} 个，{opened.ends_on:%Y-%m-%d} 截止。不记名，投出后不能改。"
        self.fields["choices"].queryset = opened.award.candidates.filter(state="standing").order_by("label", "pk")

    def act(self, version, choices):
        return actions.cast(self.obj, choices, by=self.by)


VOTE_FORMS = {"cast": CastForm}


class UpholdForm(ReasonForm):
    intro = "异议成立的，从入选名单中取消。"

    def act(self, version, reason):
        return actions.uphold_objection(self.obj, by=self.by, version=version, reason=reason)


class RejectForm(ReasonForm):
    def act(self, version, reason):
        return actions.reject_objection(self.obj, by=self.by, version=version, reason=reason)


OBJECTION_FORMS = {"uphold": UpholdForm, "reject": RejectForm}
