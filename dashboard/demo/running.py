"""The invented city's year: its plan issued and under way, changed once, with next year's plan in the drafting."""

import dataclasses
from datetime import date, timedelta

from consultation import actions
from consultation.drafts import ItemDraft, PlanDraft, UnitDraft, units_of
from consultation.models import UnitRole
from consultation.papers import PLAN_NOTICE
from dashboard.demo.data import names, read
from dashboard.demo.duties import answer
from dashboard.demo.timeline import Timeline
from documents.models import PaperTemplate
from organizations.models import Body, Meeting, Ruleset, Session


def load_year(place, today):
    """Plan, issue and carry on the year of an invented place as of `today`; returns the plan."""
    time, data = Timeline(today), read("yanshi_plan")
    PaperTemplate.objects.create(
        jurisdiction=place.jurisdiction, kind=PLAN_NOTICE, version=1, created_by=place.person("secretary"), **data["template"]
    )
    _sessions(place, time, data["rules"])
    meetings = _meetings(place, time)
    stories = [entry for section in data["sections"] for entry in section["items"]]
    plan = _issued(place, time, _draft(data, time), data, meetings)
    for item, entry in zip(plan.items.order_by("order"), stories, strict=True):
        _live(place, time, item, entry, [meetings[name] for name in entry.get("meetings", [])])
    _amend(place, time, plan, data["addition"])
    _next(place, today, data["next"])
    return plan


def _sessions(place, time, rules):
    """Last year's session and this year's, which pins the rules that its proposals and the plan go by."""
    opened = date(time.year, 1, 8)
    former, present = place.term.sessions.order_by("number")
    Session.objects.filter(pk=former.pk).update(starts_on=date(time.year - 1, 1, 8), ends_on=opened - timedelta(days=1))
    ruleset = Ruleset(jurisdiction=place.jurisdiction, version=1, effective_on=opened, **rules)
    ruleset.full_clean()
    ruleset.save()
    Session.objects.filter(pk=present.pk).update(starts_on=opened, ruleset=ruleset)


def _meetings(place, time):
    """The meetings of the year: the plenary, one at which several items are heard, one yet to come."""
    committee = place.units["市政协城乡建设委"]
    held = {
        "plenary": (Body.PLENARY, 3, date(time.year, 1, 8), {"ends_on": date(time.year, 1, 11), "place": "演示会堂"}),
        "adopting": (Body.STANDING_COMMITTEE, 6, time.issued_on - timedelta(days=20), {"place": "市政协会议室"}),
        "standing": (Body.STANDING_COMMITTEE, 7, time.held({"month": -1}), {"place": "市政协会议室"}),
        "coming": (Body.STANDING_COMMITTEE, 8, time.today + timedelta(days=24), {"place": "市政协会议室"}),
        "council": (Body.CHAIRPERSONS_COUNCIL, 15, time.today + timedelta(days=9), {"place": "市政协会议室"}),
        "party": (Body.PARTY_GROUP, 21, time.past(35), {}),
        "committee": (Body.SPECIAL_COMMITTEE, 4, time.today + timedelta(days=16), {"committee": committee, "place": "城西街道"}),
    }
    return {
        name: Meeting.objects.create(jurisdiction=place.jurisdiction, term=place.term, body=body, number=number, held_on=held_on, **rest)
        for name, (body, number, held_on, rest) in held.items()
    }


def _item(section, number, entry, time):
    window = time.window(entry["time"])
    units = (
        units_of(names(entry.get("units", "")), UnitRole.LEAD, lead_known=entry.get("lead_known", False))
        + units_of(names(entry.get("consulted", "")), UnitRole.CONSULTED)
        + tuple(UnitDraft(name, UnitRole.HOST) for name in names(entry.get("host", "")))
    )
    return ItemDraft(
        entry["title"],
        kind=section["kind"],
        section=section["section"],
        number=number,
        contents=entry.get("contents", ""),
        form=entry["form"],
        is_supervisory=entry.get("supervisory", False),
        time_text=window.text,
        precision=window.precision,
        window_start=window.start,
        window_end=window.end,
        units=units,
    )


def _draft(data, time):
    items = [_item(section, number, entry, time) for section in data["sections"] for number, entry in enumerate(section["items"], 1)]
    return PlanDraft(
        year=time.year,
        title=data["title"].format(year=time.year),
        addressees=data.get("addressees", ""),
        attendance=data.get("attendance", ""),
        issuers=tuple(data["issuers"]),
        items=tuple(items),
    )


def _issued(place, time, draft, data, meetings):
    by, before = place.person("secretary"), lambda days: time.issued_on - timedelta(days=days)
    plan = actions.create_plan(place.jurisdiction, draft, by=by, on=before(40))
    plan = actions.edit_plan(plan, by=by, on=before(32), adopted_at=meetings["adopting"])
    plan = actions.consult(plan, by=by, on=before(30))
    for ending, text in data["opinions"].items():
        person = place.person(ending)
        actions.give_opinion(plan, by=person, office=person.memberships.get().unit, agrees=True, text=text, on=before(24))
    plan = actions.report(plan, by=by, on=before(15))
    plan = actions.approve(plan, by=by, approved_by="市委常委会会议", approved_on=before(5))
    return actions.issue(plan, by=by, issued_on=time.issued_on)


def _live(place, time, item, entry, meetings):
    """Bring an item and its units to where its story says they are."""
    by, story = place.person("secretary"), entry["story"]
    answer(place, time, item, story)
    if meetings or story in ("under_way", "ready"):
        people = [(place.person("leader-2"), "presides"), (place.person("mayor-2"), "attends")]
        item = actions.schedule(item, by=by, on=time.past(20), meetings=meetings, people=people, contact=place.person("secretary-2"))
    if story == "ready":
        actions.confirm_work_plans(item, by=by, on=time.past(18))
    if story in ("under_way", "steady", "late_progress"):
        item = actions.start(item, by=by, on=time.past(15))
    if story == "under_way":
        item = actions.notify(item, by=by, on=time.past(10))
        actions.send_materials(item, by=by, on=time.past(4))
    if story in ("held", "concluded", "plenary") and item.window_start <= time.today:
        item = actions.hold(item, by=by, held_on=time.held(entry["time"]))
        if story != "held":
            actions.conclude_item(item, by=by, on=time.past(2))
    if story == "postponed":
        actions.postpone(item, by=by, on=time.past(16), reason="国家有关政策正在修订，待出台后协商。", approved_by="市委办公室会商同意")
    if story == "cancelled":
        actions.cancel(item, by=by, on=time.past(14), reason="与提案办理协商内容重复，合并进行。", approved_by="市委办公室会商同意")


def _amend(place, time, plan, addition):
    """One amendment: an item more, and another at a later time."""
    plan = type(plan).objects.get(pk=plan.pk)
    section = {"kind": addition["kind"], "section": addition["section"]}
    number = plan.items.filter(**section).count() + 1
    later = time.window({"month": 3})
    moved = plan.items.get(title="法院执行工作情况")
    fields = {"time_text": later.text, "precision": later.precision, "window_start": later.start, "window_end": later.end}
    actions.amend(
        plan,
        by=place.person("secretary"),
        on=time.past(13),
        reason="根据防汛形势增加议题，相应调整时间。",
        approved_by="市委常委会会议",
        edits=[(moved, fields)] if moved.time_text != later.text else [],
        additions=[_item(section, number, addition, time)],
    )


def _next(place, today, data):
    """Next year's plan in the drafting, with gaps and a unit that is not in the directory."""
    time = Timeline(date(today.year + 1, 1, 1))
    draft = dataclasses.replace(_draft(data, time), attendance="")
    return actions.create_plan(place.jurisdiction, draft, by=place.person("secretary"), on=today - timedelta(days=12))
