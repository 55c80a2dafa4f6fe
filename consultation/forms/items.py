"""One form per move on items; used by page, API and admin alike."""

from django import forms
from django.utils import timezone

from consultation import actions
from consultation.drafts import ItemDraft
from consultation.forms.contacts import ContactsField
from consultation.forms.fields import DATE, LONG, ItemFields, TimeFields
from consultation.models import Capacity, ItemUnit, UnitRole
from consultation.notice.times import window
from consultation.rules import rules_of_plan
from organizations.models import Meeting, Person, Role, Unit, UnitKind
from workflow.forms import ActForm, ReasonForm

NAMED_ROLES = (Role.CPPCC_LEADER, Role.GOVERNMENT_LEADER, Role.SECRETARY)
INVITED_ROLES = (
    *NAMED_ROLES,
    Role.OFFICE_STAFF,
    Role.COMMITTEE_STAFF,
    Role.SUPERVISOR,
    Role.UNIT_HEAD,
    Role.SECTOR_CONVENER,
    Role.MEMBER,
    Role.LIAISON,
)


def people_with(jurisdiction, *roles):
    """People who hold or held one of `roles` in this jurisdiction; a post elsewhere does not count."""
    return Person.objects.filter(pk__in=jurisdiction.memberships.filter(role__in=roles).values("person"), is_service=False)


class ItemForm(ItemFields, ActForm):
    """Edit an item of a plan being drafted."""

    def plan_year(self):
        return self.obj.plan.year

    def prepare(self):
        item = self.obj
        self.offer(rules_of_plan(item.plan), (item.kind, item.kind_name))
        self.initial.update({name: getattr(item, name) for name in ItemDraft.__dataclass_fields__ if name in self.fields})
        if window(item.time_text, item.plan.year)[1:] == (item.window_start, item.window_end):
            self.initial.update(window_start=None, window_end=None)  # they follow from the time, also after it is changed
        rows = list(item.units.all())
        self.initial |= {
            "responsible": [row.name for row in rows if row.role in (UnitRole.LEAD, UnitRole.CO)],
            "consulted": [row.name for row in rows if row.role == UnitRole.CONSULTED],
            "hosts": [row.name for row in rows if row.role == UnitRole.HOST],
            "lead_known": bool(rows) and not any(row.lead_assumed for row in rows),
        }

    def act(self, version, **_):
        return actions.edit_item(self.obj, by=self.by, version=version, units=self.units(), **self.values())


class AmendItemForm(ItemForm):
    """Change an item of an issued plan, as an amendment."""

    intro = "印发的原文不变，这次修改登记为一次调整；单位有增减的，交办件随之交办或撤回；时间变了，期限随之变更。"
    reason = forms.CharField(label="调整理由", max_length=500, widget=LONG)
    approved_by = forms.CharField(label="批准", max_length=80, help_text="调整经谁批准，如：市委办公室会商同意")

    def act(self, version, reason, approved_by, **_):
        edits = [(self.obj, self.values() | {"units": self.units(), "version": version})]
        return actions.amend(self.obj.plan, by=self.by, reason=reason, approved_by=approved_by, edits=edits)


class RemoveItemForm(ActForm):
    intro = "事项将从草案中删除。"

    def act(self, version):
        return actions.remove_item(self.obj, by=self.by)


def people_field(capacity):
    return forms.ModelMultipleChoiceField(label=capacity.label, queryset=Person.objects.none(), required=False)


class ScheduleForm(ActForm):
    intro = "安排在哪次会议上进行、由谁主持、谁出席；同一次会议可以安排几项。两方各定一位联系人。"
    contact = forms.ModelChoiceField(label="政协方联系人", queryset=Person.objects.none(), required=False)
    contacts = ContactsField(
        label="单位方联系人", required=False, help_text="每行一位：单位｜姓名｜电话。没有责任单位的事项，写对接的单位；姓名空着的行不保存。"
    )
    meetings = forms.ModelMultipleChoiceField(label="在哪些会议上进行", queryset=Meeting.objects.none(), required=False)
    presides = people_field(Capacity.PRESIDES)
    attends = people_field(Capacity.ATTENDS)
    sits_in = people_field(Capacity.SITS_IN)
    accompanies = people_field(Capacity.ACCOMPANIES)
    attendance = forms.CharField(label="出席安排", max_length=2000, required=False)

    def prepare(self):
        item = self.obj
        named = list(item.people.all())
        self.fields["contact"].queryset = people_with(item.jurisdiction, Role.SECRETARY, Role.COMMITTEE_STAFF)
        self.fields["meetings"].queryset = Meeting.objects.filter(jurisdiction=item.jurisdiction).select_related("term")
        for capacity in Capacity.values:
            leading = capacity in (Capacity.PRESIDES, Capacity.ATTENDS)
            self.fields[capacity].queryset = people_with(item.jurisdiction, *(NAMED_ROLES if leading else INVITED_ROLES))
            self.initial[capacity] = [row.person_id for row in named if row.capacity == capacity]
        self.initial |= {"contact": item.contact_id, "attendance": item.attendance, "meetings": list(item.meetings.all())}
        self.initial["contacts"] = self._contacts()

    def _contacts(self):
        """The contacts there are, and a line for each unit that has none yet."""
        rows = [{"unit": row.unit_name, "name": row.name, "phone": row.phone} for row in self.obj.contacts.all()]
        units = self.obj.units.exclude(role=UnitRole.HOST).values_list("name", flat=True)
        named = {row["unit"] for row in rows}
        return rows + [{"unit": unit, "name": "", "phone": ""} for unit in units if unit not in named]

    def act(self, version, **fields):
        people = [(person, capacity) for capacity in Capacity.values for person in fields.pop(capacity)]
        return actions.schedule(self.obj, by=self.by, version=version, people=people, **fields)


class ResolveGroupForm(ActForm):
    intro = "文件上的名称不变；写明的单位各自收到交办件，去掉的单位的交办件随之撤回。"
    group = forms.ModelChoiceField(label="群体", queryset=ItemUnit.objects.none(), required=False, help_text="只有一个群体的，可以不选。")
    units = forms.ModelMultipleChoiceField(
        label="包括哪些单位", queryset=Unit.objects.none(), help_text="点开后输入单位名称的一部分查找，可以选多个。"
    )

    def prepare(self):
        groups = self.obj.units.filter(unit__kind=UnitKind.GROUP).exclude(role=UnitRole.HOST)
        self.fields["group"].queryset = groups
        units = Unit.objects.filter(jurisdiction=self.obj.jurisdiction).on(timezone.localdate()).exclude(kind=UnitKind.GROUP)
        self.fields["units"].queryset = units.exclude(kind__in=(UnitKind.CPPCC_OFFICE, UnitKind.SPECIAL_COMMITTEE))
        if len(groups) == 1:
            self.initial |= {"group": groups[0], "units": [row.unit_id for row in ItemUnit.reached.filter(group=groups[0])]}

    def clean_group(self):
        chosen = self.cleaned_data["group"] or self.initial.get("group")
        if chosen is None:
            raise forms.ValidationError("这个事项有几个群体，请选一个。")
        return chosen

    def act(self, version, group, units):
        return actions.resolve_group(self.obj, by=self.by, version=version, group=group, units=list(units))


class ConfirmWorkPlansForm(ActForm):
    intro = "各单位的工作方案都已接受，可以进入下一步。"

    def act(self, version):
        return actions.confirm_work_plans(self.obj, by=self.by, version=version)


class StartForm(ActForm):
    intro = "登记事项已经开始调研、协商等活动。"

    def act(self, version):
        return actions.start(self.obj, by=self.by, version=version)


class NotifyForm(ActForm):
    intro = "登记书面通知已发给参加人员；延期后定下新的时间，要重新登记。"
    on = forms.DateField(label="发出日期", widget=DATE)

    def prepare(self):
        self.initial.setdefault("on", self.obj.notified_on or timezone.localdate())

    def act(self, version, on):
        return actions.notify(self.obj, by=self.by, version=version, on=on)


class SendMaterialsForm(ActForm):
    intro = "登记会议材料已送给参加人员；延期后定下新的时间，要重新登记。"
    on = forms.DateField(label="送达日期", widget=DATE)

    def prepare(self):
        self.initial.setdefault("on", self.obj.materials_on or timezone.localdate())

    def act(self, version, on):
        return actions.send_materials(self.obj, by=self.by, version=version, on=on)


class HoldForm(ActForm):
    intro = "登记会议或活动已经举行，随后办结。"
    held_on = forms.DateField(label="举行日期", widget=DATE)

    def act(self, version, held_on):
        return actions.hold(self.obj, by=self.by, version=version, held_on=held_on)


class ConcludeItemForm(ActForm):
    intro = "办结后事项不再变更。"

    def act(self, version):
        return actions.conclude_item(self.obj, by=self.by, version=version)


class PostponeForm(ReasonForm):
    intro = "延期登记为一次调整，期限停止计算；时间定下后再恢复。"
    approved_by = forms.CharField(label="批准", max_length=80)

    def act(self, version, **fields):
        return actions.postpone(self.obj, by=self.by, version=version, **fields)


class ResumeForm(TimeFields, PostponeForm):
    intro = "定下新的时间后恢复办理，登记为一次调整；各单位的期限按新的时间重新计算。"
    field_order = ("time_text", "window_start", "window_end", "reason", "approved_by")

    def prepare(self):
        self.fields["time_text"].help_text = "新的时间，如：9月、第四季度；跨年的请填起止日期。"

    def plan_year(self):
        return self.obj.plan.year

    def act(self, version, **fields):
        return actions.resume(self.obj, by=self.by, version=version, **fields)


class CancelForm(PostponeForm):
    intro = "取消后，各单位未办结的交办件随之撤回。"

    def act(self, version, **fields):
        return actions.cancel(self.obj, by=self.by, version=version, **fields)


ITEM_FORMS = {
    "edit": ItemForm,
    "schedule": ScheduleForm,
    "resolve_group": ResolveGroupForm,
    "confirm_work_plans": ConfirmWorkPlansForm,
    "notify": NotifyForm,
    "send_materials": SendMaterialsForm,
    "start": StartForm,
    "hold": HoldForm,
    "conclude": ConcludeItemForm,
    "postpone": PostponeForm,
    "resume": ResumeForm,
    "cancel": CancelForm,
    "amend": AmendItemForm,
}
