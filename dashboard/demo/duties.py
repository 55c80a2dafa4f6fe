"""How the units of the invented city answer what they were assigned: some in time, some late, one with a mistake put right."""

from dataclasses import dataclass

from consultation.models import ItemUnit
from dashboard.demo.places import Place
from dashboard.demo.timeline import Timeline
from feedback import actions
from feedback.models import Assignment, EntryKind

PHONE = "000-12345678"
OFFICES = ("办公室", "综合科", "业务科")
# how far the units of an item have come: one word for all of them, or one for each in order
STAGES = {
    "plenary": ("none",),
    "fresh": ("none",),
    "named": ("named",),
    "late": ("acknowledged", "none"),
    "mixed": ("accepted", "returned", "waiting"),
    "late_progress": ("progress",),
    "accepted": ("accepted",),
    "ready": ("accepted",),
    "steady": ("progress",),
    "under_way": ("progress",),
    "held": ("progress",),
    "concluded": ("finished",),
    "postponed": ("accepted", "named"),
    "cancelled": ("named",),
}
SETTLED = {"fresh": ("accepted",), "named": ("accepted",), "late": ("acknowledged", "accepted")}  # where the plan has been out for long
LONG = 90  # days
REACHES = ("none", "acknowledged", "named", "waiting", "returned", "accepted", "progress", "finished")


@dataclass
class Unit:
    """One unit's answer to one assignment; what has been held was prepared so many days `earlier`."""

    place: Place
    time: Timeline
    duty: Assignment
    nth: int
    earlier: int = 0

    def past(self, days):
        return self.time.past(days + self.earlier)

    @property
    def by(self):
        return self.place.handlers[self.duty.unit.current().name]

    @property
    def secretary(self):
        return self.place.person("secretary")

    def come_to(self, stage):
        """Take every step up to `stage`."""
        reach = REACHES.index(stage)
        if reach >= 1:
            actions.acknowledge(self.duty, by=self.by, on=self.past(60 + self.nth))
        if reach >= 2:
            self.name_team()
        if reach >= 3:
            self.plan(stage)
        if reach >= 6:
            self.report()
        if stage == "finished":
            actions.conclude(self.duty, by=self.secretary, on=self.time.past(3))

    def name_team(self):
        surname = "蒋沈韩杨朱秦尤许何吕施孔曹严华金魏陶姜戚谢邹喻"[self.duty.unit.order % 23]
        fields = {"head": f"演示·{surname}局长", "deputy": f"演示·{surname}副局长", "office": OFFICES[self.nth % 3], "phone": PHONE}
        actions.name_team(self.duty, by=self.by, on=self.past(58), handler=f"演示·{surname}科员", **fields)
        if self.nth % 5 == 1:  # a handler who changed
            actions.name_team(self.duty, by=self.by, on=self.past(30), handler=f"演示·新{surname}科员", **fields)

    def plan(self, stage):
        plan = self._submit(self.past(50), "完成调研、座谈和材料准备。")
        if stage == "waiting":
            return
        if stage == "returned" or self.nth % 4 == 2:
            actions.return_work_plan(plan, by=self.secretary, on=self.past(48), reason="任务没有分解到月，请补充完成日期和责任人。")
            if stage == "returned":
                return
            plan = self._submit(self.past(45), "按月完成调研、座谈、材料准备和整改落实。")
        actions.accept_work_plan(plan, by=self.secretary, on=self.past(43), answer="同意，请按方案推进。")

    def _submit(self, on, goals):
        tasks = [
            {"text": "开展专题调研，形成情况说明", "owner": f"演示·{OFFICES[self.nth % 3]}", "due_on": self.past(25)},
            {"text": "准备协商材料并送市政协办公室", "owner": "演示·办公室", "due_on": None},
        ]
        fields = {"goals": goals, "tasks": tasks, "materials": "情况说明、统计资料、点位清单", "contact": "演示·联系人", "phone": PHONE}
        return actions.submit_work_plan(self.duty, by=self.by, on=on, **fields)

    def report(self):
        add = self._add
        add(
            EntryKind.LISTED,
            40,
            f"已列入本单位年度重点工作计划第 {self.nth + 3} 项。",
            evidence=f"《年度重点工作计划》第 {self.nth + 3} 项（演示）",
        )
        wrong = add(EntryKind.PROGRESS, 34, f"就“{self.duty.subject}”开展调研 2 次，收集意见 12 条。")
        add(EntryKind.REPORT_HEARD, 28, "听取工作汇报，研究解决突出问题 2 个。", person_name="演示·主要负责人")
        if self.nth % 3 == 0:
            add(EntryKind.PROGRESS, 34, f"就“{self.duty.subject}”开展调研 2 次，收集意见 21 条（原误写为 12 条）。", corrects=wrong)
        add(EntryKind.PROGRESS, 10, "已形成情况说明初稿，正在征求有关单位意见。")

    def _add(self, kind, days, text, **fields):
        return actions.add_entry(self.duty, by=self.by, kind=kind, on=self.past(days), text=text, **fields)


def answer(place, time, item, story):
    """Let every unit of an item come as far as the story says."""
    is_long = (time.today - time.issued_on).days > LONG
    stages, earlier = (SETTLED if is_long else STAGES).get(story, STAGES[story]), 40 if story in ("held", "concluded") else 0
    rows = ItemUnit.reached.filter(item=item, assignment__isnull=False).select_related("assignment__unit")
    for nth, row in enumerate(rows):
        Unit(place, time, row.assignment, item.number + nth, earlier).come_to(stages[min(nth, len(stages) - 1)])
