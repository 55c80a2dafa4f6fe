"""A whole plan as one JSON object: its head and its items, each checked like the form a person fills."""

from django import forms
from rest_framework import exceptions

from consultation import importing
from consultation.drafts import ItemDraft
from consultation.forms import ItemFields, NewPlanForm
from consultation.notice import MAX_TEXT
from organizations.endpoints import wrong
from organizations.inputs import bound, unknown_fields
from organizations.models import Jurisdiction, Role
from organizations.schema import object_of
from organizations.table_forms import TableFileForm
from workflow.forms import ActForm

MOST_ITEMS = 500


class PlanDraftForm(NewPlanForm):
    """The head of a plan. `jurisdiction` is a code; who drafts for one place alone need not send it."""

    jurisdiction = forms.CharField(label="地区代码", max_length=30, required=False)
    document_number = forms.CharField(label="文号", max_length=60, required=False)
    addressees = forms.CharField(label="主送机关", max_length=300, required=False)
    attendance = forms.CharField(label="领导出席安排", max_length=4000, required=False)
    source_text = forms.CharField(label="通知原文", max_length=MAX_TEXT, required=False, strip=False)
    is_history = forms.BooleanField(label="历史资料：只供查阅，不提醒", required=False)


class ItemDraftForm(ItemFields):
    """An item of a plan of `year`."""

    def __init__(self, *args, year=None, rules=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        if rules:
            self.offer(rules)

    def plan_year(self):
        return self.year


class ImportForm(ActForm, TableFileForm):
    """A table of items for a plan being drafted (`obj`)."""

    def act(self, version, file, apply):
        """The `ImportPlan`. Raises Refused for a file that cannot be taken, or an error in a row when it is to be applied."""
        found = importing.check(self.obj, file.read(), file.name)
        return importing.apply(self.obj, found, by=self.by) if apply else found


def draft_document():
    """The JSON Schema of a plan with its items."""
    head = object_of(PlanDraftForm.base_fields)
    items = {"type": "array", "maxItems": MOST_ITEMS, "items": object_of(ItemDraftForm.base_fields)}
    return head | {"properties": head["properties"] | {"items": items}}


def place_for(person, code):
    """The jurisdiction with this code for which the person drafts; without a code the only one. Raises ValidationError."""
    places = Jurisdiction.objects.filter(pk__in=person.access.where(Role.SECRETARY))
    found = list(places.filter(code=code) if code else places[:2])
    if len(found) != 1:
        raise wrong(jurisdiction="您不能为这个地区拟定计划。" if code else "请写明 jurisdiction（地区代码）。")
    return found[0]


def item_drafts(entries, year, rules):
    """The `ItemDraft`s of a list of JSON objects by the rules of a place; raises ValidationError {"items.0.title": [sentences]}."""
    if not isinstance(entries, list) or len(entries) > MOST_ITEMS or not all(isinstance(entry, dict) for entry in entries):
        raise wrong(items=f"items 应为对象的列表，不超过 {MOST_ITEMS} 项。")
    drafts, errors = [], {}
    for number, entry in enumerate(entries):
        form = ItemDraftForm(year=year, rules=rules)
        found = {name: ["没有这个字段。"] for name in unknown_fields(form, entry)} or bound(form, entry) or form.errors
        errors |= {f"items.{number}.{name}": list(each) for name, each in found.items()}
        if not found:
            drafts.append(ItemDraft(units=form.units(), **form.values()))
    if errors:
        raise exceptions.ValidationError(errors)
    return tuple(drafts)
