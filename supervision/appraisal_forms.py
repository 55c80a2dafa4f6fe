"""The forms of appraisals, score sheets, results and rectification; each move's form serves page, API and admin alike."""

from django import forms

from documents.forms import sensitivity
from organizations.forms import DATE
from organizations.models import Session, Unit
from proposals.forms.offers import LONG, SHORT
from proposals.models import Handling, Publication
from proposals.models.handling import LEFT, REPLYING
from supervision import actions
from supervision.appraisal_rules import FULL
from workflow.forms import ActForm, FilesField, ReasonForm

SEARCHED = forms.SelectMultiple(attrs={"data-search": True, "size": 10})


def answering_units(sessions):
    """The units that answer cases of these sessions (ids)."""
    handled = Handling.objects.filter(proposal__session__in=sessions, part__in=REPLYING, is_history=False).exclude(state=LEFT)
    return Unit.objects.filter(pk__in=handled.order_by().values("unit")).order_by("order", "pk")


class AppraisalFields(ActForm):
    title = forms.CharField(label="名称", max_length=80, help_text="如“2026年度提案办理民主评议”。")
    units = forms.ModelMultipleChoiceField(label="被评议单位", queryset=Unit.objects.none(), widget=SEARCHED)
    case_count = forms.IntegerField(label="每个单位抽取提案件数", min_value=1, max_value=100)
    scorer_count = forms.IntegerField(label="抽取评分委员人数", min_value=1, max_value=1000)
    demands = forms.CharField(label="评议说明", max_length=2000, widget=SHORT)
    ends_on = forms.DateField(label="评分截止", widget=DATE)

    def offer(self, sessions):
        self.fields["units"].queryset = answering_units(sessions)


class NewAppraisalForm(AppraisalFields):
    """A new round; `obj` are the places (ids) where the person may."""

    intro = "先拟定，再公布抽样范围，然后用约定的种子抽样。抽到的委员不记名评分。"
    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none())
    field_order = ("session", "title", "units", "case_count", "scorer_count", "demands", "ends_on")

    def prepare(self):
        found = Session.objects.filter(term__jurisdiction__in=self.obj).select_related("term__jurisdiction", "ruleset")
        self.fields["session"].queryset = found.order_by("-term__number", "-number")
        self.offer(found.order_by().values("pk"))
        if newest := self.fields["session"].queryset.first():
            rules = actions.appraisal_rules(newest)
            self.initial = {"session": newest, "case_count": rules.cases, "scorer_count": rules.scorers} | self.initial

    def clean(self):
        cleaned = super().clean()
        session, units = cleaned.get("session"), cleaned.get("units")
        if session and units is not None:
            fit = set(answering_units([session.pk]).filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
            if bare := [unit.name for unit in units if unit.pk not in fit]:
                self.add_error("units", f"本次会议没有承办提案：{'、'.join(bare)}。")
        return cleaned

    def act(self, version, session, **fields):
        return actions.begin_appraisal(session, by=self.by, **fields)


class EditAppraisalForm(AppraisalFields):
    def prepare(self):
        self.offer([self.obj.session_id])
        kept = {name: getattr(self.obj, name) for name in ("title", "case_count", "scorer_count", "demands", "ends_on")}
        self.initial = kept | {"units": [row.unit for row in self.obj.units.select_related("unit")]} | self.initial

    def act(self, version, **fields):
        return actions.edit_appraisal(self.obj, by=self.by, version=version, **fields)


class AnnounceForm(ActForm):
    intro = "提案和委员名单从这时起定下来，连同校验值公布。种子要用现在还不知道、到时人人查得到的数字，谁也不能先挑好。"
    seed_source = forms.CharField(label="用什么作种子", max_length=200, help_text="如“12月1日福利彩票双色球开奖号码，按开奖顺序连写”。")

    def act(self, version, seed_source):
        return actions.announce(self.obj, by=self.by, version=version, seed_source=seed_source)


class DrawSampleForm(ActForm):
    intro = "按公布的种子来源填写。抽样只做一次，谁都可以用名单和种子重新算出同样的结果。"
    seed = forms.CharField(label="种子", max_length=100)

    def prepare(self):
        self.fields["seed"].help_text = f"种子来源：{self.obj.seed_source}" if self.obj else ""

    def act(self, version, seed):
        return actions.draw_sample(self.obj, by=self.by, version=version, seed=seed)


class ExtendForm(ReasonForm):
    ends_on = forms.DateField(label="新的评分截止", widget=DATE)
    field_order = ("ends_on", "reason")

    def act(self, version, **fields):
        return actions.extend_scoring(self.obj, by=self.by, version=version, **fields)


class CloseAppraisalForm(ActForm):
    intro = "各单位的得分和离散度从这时起可以看。评分与评分人从此分开，再也查不出谁评了多少。"
    summary = forms.CharField(label="评议情况", max_length=8000, widget=LONG)

    def act(self, version, summary):
        return actions.close_appraisal(self.obj, by=self.by, version=version, summary=summary)


class PublishForm(ReasonForm):
    intro = "全文公开：公开文本和各单位的得分、等次；摘要公开：只公开文本。外网公开页默认关闭，由本地规则开启。"
    publication = forms.ChoiceField(label="公开", choices=[each for each in Publication.choices if each[0] != Publication.UNDECIDED])
    text = forms.CharField(label="公开文本", max_length=8000, required=False, widget=LONG)
    field_order = ("publication", "text", "reason")

    def prepare(self):
        self.initial.setdefault("text", self.obj.public_text or self.obj.summary)

    def act(self, version, **fields):
        return actions.publish_appraisal(self.obj, by=self.by, version=version, **fields)


class CancelAppraisalForm(ReasonForm):
    intro = "已经评的分全部清除。"

    def act(self, version, reason):
        return actions.cancel_appraisal(self.obj, by=self.by, version=version, reason=reason)


APPRAISAL_FORMS = {
    "edit": EditAppraisalForm,
    "announce": AnnounceForm,
    "draw": DrawSampleForm,
    "extend": ExtendForm,
    "close": CloseAppraisalForm,
    "publish": PublishForm,
    "cancel": CancelAppraisalForm,
}


class ScoreForm(ActForm):
    """A field for each aspect of the round, `mark_<code>`."""

    varies = True
    remark = forms.CharField(label="意见和建议", max_length=2000, required=False, widget=SHORT)

    def prepare(self):
        appraisal = self.obj.rated.appraisal
        self.intro = f"每项评 0 至 100 分，{appraisal.ends_on:%Y-%m-%d} 前可以改。单位、其他委员和组织评议的人都看不到您评的分。"
        self.codes = [code for code, *_ in appraisal.aspects]
        for code, label, weight in appraisal.aspects:
            field = forms.IntegerField(label=label, min_value=0, max_value=FULL, help_text=f"权重 {weight}%")
            self.fields[f"mark_{code}"] = field
        self.order_fields([*[f"mark_{code}" for code in self.codes], "remark"])
        self.initial |= {f"mark_{code}": points for code, points in self.obj.marks.items()} | {"remark": self.obj.remark}

    def act(self, version, remark, **marks):
        given = {code: marks[f"mark_{code}"] for code in self.codes}
        return actions.score(self.obj, by=self.by, marks=given, remark=remark)


SHEET_FORMS = {"score": ScoreForm}


class ListFaultForm(ActForm):
    problem = forms.CharField(label="问题", max_length=1000, widget=SHORT)
    measure = forms.CharField(label="整改要求", max_length=1000, widget=SHORT)
    due_on = forms.DateField(label="整改期限", widget=DATE, required=False, help_text="不填就按规则计算。")

    def act(self, version, **fields):
        return actions.list_fault(self.obj, by=self.by, version=version, **fields)


class SendResultForm(ActForm):
    intro = "编文号、印发结果函，整改清单一并列入，单位收到通知。"
    opinion = forms.CharField(label="评议意见", max_length=4000, widget=LONG)

    def act(self, version, opinion):
        return actions.send_result(self.obj, by=self.by, version=version, opinion=opinion)


class SettleRatedForm(ActForm):
    def act(self, version):
        return actions.settle_rated(self.obj, by=self.by, version=version)


RATED_FORMS = {"list_fault": ListFaultForm, "send": SendResultForm, "settle": SettleRatedForm}


class ReportFaultForm(ActForm):
    text = forms.CharField(label="整改情况", max_length=4000, widget=LONG)
    files = FilesField(label="依据", required=False)
    sensitivity = sensitivity()

    def act(self, version, **fields):
        return actions.report_fault(self.obj, by=self.by, version=version, **fields)


class ConfirmFaultForm(ActForm):
    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=SHORT)

    def act(self, version, opinion):
        return actions.confirm_fault(self.obj, by=self.by, version=version, opinion=opinion)


class SendFaultBackForm(ReasonForm):
    due_on = forms.DateField(label="新的整改期限", widget=DATE)
    field_order = ("due_on", "reason")

    def act(self, version, **fields):
        return actions.send_fault_back(self.obj, by=self.by, version=version, **fields)


class CancelFaultForm(ReasonForm):
    def act(self, version, reason):
        return actions.cancel_fault(self.obj, by=self.by, version=version, reason=reason)


FAULT_FORMS = {"report": ReportFaultForm, "confirm": ConfirmFaultForm, "send_back": SendFaultBackForm, "cancel": CancelFaultForm}
