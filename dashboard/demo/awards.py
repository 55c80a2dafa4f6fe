"""评选 in the invented city: excellent proposals of which the first round of votes is open, and what is shown on the page outside."""

from datetime import timedelta

from dashboard.demo.timeline import Timeline
from supervision import actions
from supervision.models import Vote


def load_awards(work, today):
    """As of `today`, after the appraisals: `work` is the `Casework` of the running session."""
    clock, secretary = Timeline(today), work.people["secretary"]
    award = actions.begin_award(work.session, by=secretary, kind="proposal", title="年度优秀提案评选（演示）", quota=2, on=clock.past(8))
    award = actions.screen(award, by=secretary, on=clock.past(7))
    award = actions.open_round(award, by=secretary, ends_on=today + timedelta(7), on=clock.past(6))
    for vote in Vote.objects.filter(round__award=award).exclude(person=secretary).select_related("person", "round").order_by("pk")[:1]:
        rows = list(award.candidates.filter(state="standing").order_by("-merit", "pk")[:2])
        actions.cast(vote, rows, by=vote.person, on=clock.past(3))
    _publish(work, secretary, clock)


def _publish(work, secretary, clock):
    """The appraisal that is over is published; the rules of the session open the page outside."""
    appraisal = work.session.appraisals.filter(state="closed").first()
    text = "本次评议随机抽取提案和评分委员，不记名评分，现将结果公布如下（演示数据，单位和得分均为虚构）。"
    facts = {"publication": "full", "text": text, "reason": "按年度安排公布"}
    actions.publish_appraisal(appraisal, by=secretary, on=clock.past(5), **facts)
