"""Appraisals of the invented city: last year's, one that is over, with its letters and a list to put right, one that is being scored."""

from datetime import date, timedelta

from django.utils import timezone

from dashboard.demo.timeline import Timeline
from organizations.models import Unit
from proposals.models import Handling
from supervision import actions
from supervision.models import ScoreSheet
from supervision.models.appraisals import Appraisal
from workflow.models import Notice

OPINION = "办理态度认真，答复规范；办前沟通还不够主动，部分答复针对性不强。"
REMARKS = ("办后没有回访。", "答复内容具体，落实较快。", "")


def load_appraisals(work, today):
    """As of `today`, after the proposals: `work` is the `Casework` of the running session."""
    clock, secretary = Timeline(today), work.people["secretary"]
    _last_year(work, clock)
    facts = _facts(work.session)
    over = _drawn(work, "上半年提案办理民主评议（演示）", *map(clock.past, (30, 29, 27)), ends_on=today, **facts)
    _score(over, clock.past(20), len(REMARKS))
    summary = "各单位重视提案办理，责任到人；办前沟通、办后回访是共同的短板。"
    over = _close(over, clock.past(16), by=secretary, summary=summary, on=clock.past(15))
    _answer(work, clock, over)
    current = _drawn(work, "年度提案办理民主评议（演示）", *map(clock.past, (6, 5, 3)), ends_on=today + timedelta(10), **facts)
    _score(current, clock.past(2), 1)


def _facts(session):
    """The units that answered cases of a session, and how many are drawn."""
    answered = Handling.objects.filter(proposal__session=session, rounds__reply__state="issued", is_history=False)
    units = list(Unit.objects.filter(pk__in=answered.values("unit")).order_by("order", "pk")[:3])
    return {"session": session, "units": units, "case_count": 2, "scorer_count": 6, "demands": "对照抽到的提案和平时了解的情况，逐项评分。"}


def _last_year(work, clock):
    """The appraisal of the former session, over since last summer."""
    former, year = work.place.term.sessions.get(number=work.session.number - 1), clock.year - 1
    days = date(year, 6, 5), date(year, 6, 6), date(year, 6, 10)
    over = _drawn(work, "上一年度提案办理民主评议（演示）", *days, ends_on=clock.today, **_facts(former))
    _score(over, date(year, 6, 16), len(REMARKS))
    summary = "答复规范，管网移交还须接着推动。"
    _close(over, date(year, 6, 20), by=work.people["secretary"], summary=summary, on=date(year, 6, 24))


def _close(appraisal, until, **facts):
    """End the scoring, which was open until the day `until`: who scores is asked of today, so that the demonstration says it afterwards."""
    appraisal = actions.close_appraisal(appraisal, **facts)
    Notice.objects.filter(link=appraisal.get_absolute_url()).update(read_at=timezone.now())  # nobody is asked to score any more
    Appraisal.objects.filter(pk=appraisal.pk).update(ends_on=until)
    appraisal.refresh_from_db()
    return appraisal


def _drawn(work, title, begun, announced, drawn, *, session, **facts):
    """An appraisal of which the sample was drawn, each step on its day."""
    secretary = work.people["secretary"]
    appraisal = actions.begin_appraisal(session, by=secretary, title=title, on=begun, **facts)
    source = "公布之后第一期体育彩票开奖号码（演示数据为虚构）"
    appraisal = actions.announce(appraisal, by=secretary, seed_source=source, on=announced)
    return actions.draw_sample(appraisal, by=secretary, seed=f"{drawn.day}-3-11-17-20-25+7", on=drawn)


def _score(appraisal, on, of_three):
    """`of_three` of every three scorers give their sheets."""
    people, codes = {}, [code for code, *_ in appraisal.aspects]
    for sheet in ScoreSheet.objects.filter(rated__appraisal=appraisal).select_related("person").order_by("pk"):
        number = people.setdefault(sheet.person_id, len(people))
        if number % len(REMARKS) < of_three:
            marks = {code: 70 + (number * 7 + order * 5 + sheet.rated_id * 3) % 28 for order, code in enumerate(codes)}
            actions.score(sheet, by=sheet.person, marks=marks, remark=REMARKS[number % len(REMARKS)], on=on)


def _answer(work, clock, appraisal):
    """The first unit has got its letter and reported on one of two faults; the others wait for theirs."""
    first = appraisal.units.order_by("pk").first()
    if first.state != "rated":
        return
    secretary, day = work.people["secretary"], clock.past(12)
    texts = [("办前沟通不主动", "每件提案办前至少当面沟通一次"), ("答复没有写明完成时间", "补充写明完成时间和责任处室")]
    faults = [
        actions.list_fault(first, by=secretary, problem=problem, measure=measure, due_on=clock.today + timedelta(18), on=day)
        for problem, measure in texts
    ]
    actions.send_result(first, by=secretary, opinion=OPINION, on=clock.past(11))
    if handler := work.people["handlers"].get(first.unit_name):
        actions.report_fault(faults[0], by=handler, text="已与提案人逐件当面沟通，有记录可查。", on=clock.past(3))
