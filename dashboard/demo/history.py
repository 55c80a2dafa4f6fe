"""Plans of closed years: the published facts, no opinion, progress or fault that nobody published, no reminder."""

import datetime

from consultation import actions
from consultation.drafts import ItemDraft, PlanDraft, UnitDraft, units_of
from consultation.models import UnitRole
from consultation.notice.times import window
from dashboard.demo.data import names
from organizations.models import Ruleset

CLOSING = "历史资料：按公开文件录入，仅供查阅；公开文件未载明会商意见、办理过程和总结评估。"


def load_history(place, today):
    """The published plan of a place, from drafting to evaluation with the dates of its time; returns it closed."""
    data, by = place.data["plan"], place.person("secretary")
    issued_on = datetime.date.fromisoformat(data["issued_on"])
    rules = _rules(place, 1, issued_on, "历史资料录入", {"consultation": {"offices_required": 0}}, CLOSING)
    _working_year(place, data["year"], rules)
    plan = actions.create_plan(place.jurisdiction, _draft(data, issued_on), by=by, on=issued_on, is_history=True)
    if data["adopted_at"]:
        plan = actions.edit_plan(plan, by=by, on=issued_on, adopted_at=place.meetings[tuple(data["adopted_at"])])
    plan = actions.consult(plan, by=by, on=issued_on)
    plan = actions.report(plan, by=by, on=issued_on)
    plan = actions.approve(plan, by=by, approved_by=data["approved_by"], approved_on=issued_on)
    plan = actions.issue(plan, by=by, issued_on=issued_on, document_number=data["document_number"])
    plan = actions.evaluate(plan, by=by, evaluation=CLOSING, on=today)
    _rules(place, 2, today, "系统默认规则", {}, "新计划按系统默认规则办理。")
    return plan


def _rules(place, version, effective_on, name, overrides, note):
    ruleset = Ruleset(
        jurisdiction=place.jurisdiction, version=version, name=name, overrides=overrides, effective_on=effective_on, note=note
    )
    ruleset.full_clean()
    ruleset.save()
    return ruleset


def _working_year(place, year, ruleset):
    """The session of the plan's year with the rules of its time; the day on which it opened is left to those who know it."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    place.term.sessions.update(starts_on=first, ends_on=last, ruleset=ruleset)


def _draft(data, issued_on):
    items = tuple(
        _item(section, number, data["year"], *fields) for section in data["sections"] for number, fields in enumerate(section["items"], 1)
    )
    return PlanDraft(
        year=data["year"],
        title=data["title"],
        document_number=data["document_number"],
        addressees=data["addressees"],
        attendance=data.get("attendance", ""),
        issuers=tuple(data["issuers"]),
        items=items,
    )


def _item(section, number, year, title, units, form, time, notes="", hosts="", contents=""):
    precision, start, end = window(time, year)
    hosting = tuple(UnitDraft(name, UnitRole.HOST) for name in names(hosts))
    return ItemDraft(
        title,
        kind=section["kind"],
        section=section["section"],
        number=number,
        contents=contents,
        notes=notes,
        form=form,
        is_supervisory=notes.startswith("监督性"),
        time_text=time,
        precision=precision,
        window_start=start,
        window_end=end,
        units=units_of(names(units), UnitRole(section["role"])) + hosting,
    )
