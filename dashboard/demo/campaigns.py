"""Look-backs of the invented city, last year's over and one under way, and an inspection that is drawn up."""

from datetime import date, timedelta

from dashboard.demo.timeline import Timeline
from supervision import actions

ELEVATORS = "关于加快既有住宅加装电梯的建议"


def load_campaigns(work, today):
    """As of `today`, after the proposals: `work` is the `Casework` of the running session."""
    clock, secretary, supervisor = Timeline(today), work.people["secretary"], work.people["supervisor"]
    _last_year(work, clock)
    facts = {"kind": "look_back", "title": "提案办理回头看", "classes": ["A", "B"], "conditions": {}, "ends_on": today + timedelta(25)}
    facts["demands"] = "对照答复逐件核查：承诺的事项是否落实，已解决的问题有没有反弹。"
    look_back = actions.begin_campaign(work.session, by=secretary, on=clock.past(6), **facts)
    look_back = actions.start_campaign(look_back, by=secretary, on=clock.past(5))
    promised = look_back.cases.get(handling__proposal__title=ELEVATORS)
    facts = {"verdict": "not_done", "finding": "审批流程还没有简化，群众仍要跑四个窗口。", "measure": "按答复承诺压减环节，公布新的流程。"}
    actions.demand(promised, by=secretary, due_on=today + timedelta(14), on=clock.past(3), **facts)
    seen = look_back.cases.exclude(pk=promised.pk).order_by("pk").first()
    actions.clear_case(seen, by=secretary, finding="现场查看，答复所列措施已经落实。", on=clock.past(2))
    facts = {"kind": "inspection", "title": "民生类在办提案专项督查", "ends_on": today + timedelta(40)}
    facts |= {"demands": "督促在办提案按期办结，与提案人当面沟通。", "conditions": {"category": "社会建设", "state": "running"}}
    actions.begin_campaign(work.session, by=supervisor, on=clock.past(1), **facts)


def _last_year(work, clock):
    """The look-back on the former session, over since last autumn."""
    former, year, by = work.place.term.sessions.get(number=work.session.number - 1), clock.year - 1, work.people["secretary"]
    facts = {"kind": "look_back", "title": "上一年度提案办理回头看", "classes": ["A", "B"], "conditions": {}, "ends_on": date(year, 11, 30)}
    look_back = actions.begin_campaign(former, by=by, demands="对照答复逐件核查。", on=date(year, 11, 3), **facts)
    look_back = actions.start_campaign(look_back, by=by, on=date(year, 11, 4))
    for case in look_back.cases.all():
        actions.clear_case(case, by=by, finding="改造清单已经排出，按清单推进。", on=date(year, 11, 14))
    actions.close_campaign(look_back, by=by, summary="答复所列措施已经落实；管网移交由重点提案继续督办。", on=date(year, 11, 18))
