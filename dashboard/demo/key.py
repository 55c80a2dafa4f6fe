"""Key proposals of the invented city: candidates, one under supervision with a meeting and tasks, one carried on from last year."""

from datetime import date, timedelta

from dashboard.demo.proposals import LETTER, Casework
from dashboard.demo.timeline import Timeline
from organizations.models import Body, Meeting
from proposals.actions.publishing import decide_publication, published_parts
from proposals.models import Proposal
from supervision import actions

LIGHTS, KINDERGARTEN, BUSES = "关于改善老旧小区夜间照明的建议", "关于提升幼儿园教师待遇的建议", "关于优化公交线网接驳轨道站点的建议"
REASONS = [(LIGHTS, "居民反映集中，涉及两个部门。"), (KINDERGARTEN, "关系学前教育质量。")]
LAST_YEAR = {
    "title": "关于推进老旧小区雨污分流改造的建议",
    "category": "社会建设",
    "problems": "部分老旧小区雨水、污水混流，雨季积水。",
    "suggestions": ["排出三年改造清单", "明确管网移交和维护单位"],
}


def load_key(work, today):
    """As of `today`, after the proposals: `work` is the `Casework` of the running session."""
    place, clock, secretary = work.place, Timeline(today), work.people["secretary"]
    council = _council(place, 14, clock.past(40))
    found = [_candidate(work, title, reason, clock.past(58)) for title, reason in REASONS]
    lights, kindergarten = (actions.circulate(key, by=secretary, until=clock.past(40), on=clock.past(56)) for key in found)
    actions.opine(lights, by=secretary, unit=place.units["市政府办公室"], agrees=True, on=clock.past(50))
    text = "与正在制定的工资指导线衔接后再定。"
    actions.opine(kindergarten, by=secretary, unit=place.units["市政协教科卫体委"], agrees=False, text=text, on=clock.past(48))
    _candidate(work, BUSES, "涉及通勤群众多，需要几个部门一起推动。", clock.past(5))
    _supervise(work, clock, lights, council)
    _last_year(work, clock)


def _council(place, number, on):
    facts = {"jurisdiction": place.jurisdiction, "term": place.term, "body": Body.CHAIRPERSONS_COUNCIL, "place": "市政协会议室"}
    return Meeting.objects.create(number=number, held_on=on, **facts)


def _candidate(work, title, reason, on):
    number = Proposal.objects.get(session=work.session, title=title).case_no
    (key,) = actions.nominate(work.session, [number], by=work.people["secretary"], reason=reason, on=on).keys
    return key


def _supervise(work, clock, key, council):
    """Approved, talked over by the leader in charge 调度会, with one task done and one that is due soon."""
    place, secretary, mayor = work.place, work.people["secretary"], work.place.person("mayor-2")
    team = ["演示·孙副市长（组长）", "演示·赵副主席", "演示·冯秘书，市政协城乡建设委", "提案第一提案人"]
    committee = place.units["市政协城乡建设委"]
    facts = {"mode": "government_leader", "leader": mayor, "committee": committee, "team": team}
    key = actions.arrange(key, by=secretary, on=clock.past(44), **facts)
    key = actions.approve(key, by=secretary, meeting=council, on=clock.past(40))
    record = {"participants": "提案人、市住建局、市城管局、市政协城乡建设委"}
    text = "察看三个小区，路灯损坏二十余处，维护单位不明的占一半。"
    actions.record_activity(key, by=secretary, kind="inspection", text=text, on=clock.past(30), **record)
    text = "听取办理情况汇报，议定先修复、再明确维护单位、后建平台。"
    held = actions.record_activity(
        key, by=work.people["supervisor"], kind="dispatch", presider=mayor, text=text, on=clock.past(20), **record
    )
    give = {"by": work.people["supervisor"], "activity": held, "on": clock.past(20)}
    done = actions.give_task(
        key, unit=place.units["市住建局"], text="完成老旧小区路灯排查，建立清单", due_on=clock.past(20) + timedelta(14), **give
    )
    text = "对 46 个小区完成排查，清单已送市城管局。"
    done = actions.report_task(done, by=work.people["handlers"]["市住建局"], text=text, on=clock.past(9))
    actions.confirm_task(done, by=work.people["supervisor"], opinion="同意。", on=clock.past(8))
    text = "修复清单所列路灯，明确维护单位"
    actions.give_task(key, unit=place.units["市城管局"], text=text, due_on=clock.today + timedelta(12), **give)


def _last_year(work, clock):
    """A key proposal of last year that was answered but not solved, carried on into this year's list."""
    place, year, unit = work.place, clock.year - 1, "市住建局"
    former = place.term.sessions.get(number=work.session.number - 1)
    past = Casework(place, former, work.people)
    case = past.file(past.begin(date(year, 1, 10), author=place.people["member"], **LAST_YEAR), date(year, 1, 10), 3)
    key = _candidate(past, case.title, "连续两年汛期积水，群众反映强烈。", date(year, 2, 16))
    key = actions.circulate(key, by=past.people["secretary"], until=date(year, 3, 6), on=date(year, 2, 20))
    facts = {"mode": "cppcc_leader", "leader": place.person("leader-2"), "committee": place.units["市政协城乡建设委"]}
    key = actions.arrange(key, by=past.people["secretary"], on=date(year, 3, 10), **facts)
    key = actions.approve(key, by=past.people["secretary"], meeting=_council(place, 3, date(year, 3, 20)), on=date(year, 3, 20))
    case = past.assign(Proposal.objects.get(pk=case.pk), date(year, 3, 23), [unit])
    handling = past.contact(case, unit, date(year, 4, 8), phase="before")
    reply = past.reply(handling, date(year, 5, 12), result_class="B", text=LETTER.format(title=case.title), word="演建提")
    past.receipt(past.issue(reply, date(year, 5, 20)), date(year, 5, 28), "satisfied")
    case.refresh_from_db()
    decide_publication(case, by=past.people["secretary"], publication="full", texts=published_parts(case), on=date(year, 6, 3))
    reason = "改造清单已经排出，管网移交还没有完成。"
    actions.carry_on(key, by=past.people["secretary"], session=work.session, reason=reason, on=clock.past(60))
