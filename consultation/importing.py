"""Items of a plan from the table that `consultation.tables` exports: looked through first, then stored wholly or not at all."""

from django.db import transaction
from django.utils import timezone

from consultation import actions
from consultation.actions.items import require_draft
from consultation.drafts import ItemDraft
from consultation.forms import ItemFields
from consultation.models import Precision, UnitRole
from consultation.rules import rules_of_plan
from consultation.tables import ASSUMED, ITEM_COLUMNS, STATED
from organizations.directory import Directory
from tables import ImportPlan, PlannedRow, read_rows
from tables.importing import ADDED, CHANGED, SAME

LABELS = {column.key: column.label for column in ITEM_COLUMNS} | {"lead_known": "牵头依据"}
UNIT_LABELS = {
    UnitRole.LEAD: "责任单位",
    UnitRole.CO: "责任单位",
    UnitRole.CONSULTED: "协商部门",
    UnitRole.HOST: "政协承办部门",
}
FIELDS = (
    "kind",
    "section",
    "number",
    "title",
    "contents",
    "notes",
    "form",
    "is_supervisory",
    "time_text",
    "precision",
    "window_start",
    "window_end",
    "attendance",
)
YES, NO = ("是", "√", "1", "TRUE", "true"), ("", "否", "0", "FALSE", "false")


class ImportedItem(ItemFields):
    """A row of the table as a person typed it, checked like the form of an item."""

    def __init__(self, *args, year, precision, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.year, self.given = year, precision
        self.fields["kind"].offer(kinds)

    def plan_year(self):
        return self.year

    def clean(self):
        text = self.cleaned_data.get("time_text")
        cleaned = super().clean()
        dated = bool(cleaned.get("window_start"))
        if self.given == Precision.NONE:
            if text is not None:
                self.errors.pop("time_text", None)
            if self.data.get("window_start"):
                self.add_error("window_start", "时间精度为“未定”的不填起止日期。")
            cleaned |= {"time_text": text, "precision": Precision.NONE, "window_start": None, "window_end": None}
        elif self.given and dated:
            cleaned["precision"] = self.given
        elif self.given and not self.errors:
            self.add_error("window_start", f"时间精度为“{Precision(self.given).label}”的，请填写最早日期和最晚日期。")
        return cleaned


class PlanRows:
    """The rows of a table for one plan, each looked through beside what is stored and the rows before it."""

    def __init__(self, plan, on=None):
        self.plan, self.seen = plan, {}
        self.directory = Directory(plan.jurisdiction, on=on or timezone.localdate())
        self.stored = {_key(item): item for item in plan.items.select_related("contact").prefetch_related("units", "contacts")}
        self.present = {unit.name for item in self.stored.values() for unit in item.units.all()}
        kinds = [*((item.kind, item.kind_name) for item in self.stored.values()), *rules_of_plan(plan).kinds]
        self.kinds = list(dict(kinds).items())

    def stored_item(self, draft):
        """The item that a draft would change; None for a new one."""
        return self.stored.get(_key(draft))

    def planned(self, row):
        """What a row will do, as a `PlannedRow`."""
        draft, errors = _draft(row, self.plan.year, self.kinds)
        warnings = {}
        if draft:
            first = self.seen.setdefault(_key(draft), row.number)
            if first != row.number:
                errors["序号"] = f"与第 {first} 行重复：同一类别、同一部分里序号只能用一次。"
            unknown, warnings = _unit_problems(draft, self.directory, self.present)
            errors |= unknown
        draft = None if errors else draft
        return PlannedRow(row.number, row.values["title"] or "", _change(draft, self.stored), errors, warnings, draft)


def check(plan, data, name, *, on=None):
    """What importing a file (bytes) into a plan that is being drafted would do; stores nothing. Returns an `ImportPlan`.

    A row with the kind, section and number of an item changes that item, any other row adds one; items that no row names stay.
    Raises Refused where the file as a whole cannot be taken.
    """
    rows = PlanRows(plan, on)
    return ImportPlan(tuple(rows.planned(row) for row in read_rows(data, name, ITEM_COLUMNS)))


@transaction.atomic
def apply(plan, imported, *, by, on=None):
    """Store a checked `ImportPlan`; returns it. Raises Refused, and stores nothing, where a row has an error or `by` may not."""
    require_draft(plan, by)
    imported.refuse_errors()
    store(plan, imported.drafts, by=by, on=on)
    return imported


def store(plan, drafts, *, by, on=None):
    """Change the items of a plan being drafted that `drafts` name, and add the others, each by its own action."""
    require_draft(plan, by)
    stored = {_key(item): item for item in plan.items.prefetch_related("units")}
    for draft in drafts:
        item = stored.get(_key(draft))
        if item is None:
            actions.add_item(plan, draft, by=by, on=on)
        elif differs(item, draft):
            actions.edit_item(item, by=by, on=on, units=draft.units, **{name: getattr(draft, name) for name in FIELDS})


def _key(item):
    return item.kind, item.section, item.number


def differs(item, draft):
    """Whether a draft would change a stored item (with its units prefetched)."""
    units = [(unit.name, unit.role, unit.lead_assumed) for unit in item.units.all()]
    return units != [(unit.name, unit.role, unit.lead_assumed) for unit in draft.units] or any(
        getattr(item, name) != getattr(draft, name) for name in FIELDS
    )


def _change(draft, stored):
    if draft is None:
        return ""
    item = stored.get(_key(draft))
    if item is None:
        return ADDED
    return CHANGED if differs(item, draft) else SAME


def _draft(row, year, kinds):
    """(ItemDraft or None, {column label: sentence}) of one row of the file."""
    errors = dict(row.errors)
    values = dict(row.values)
    values["kind"] = _choice(values, "kind", kinds, errors)
    precision = _choice(values, "precision", Precision.choices, errors)
    values["is_supervisory"] = _yes_or_no(values["is_supervisory"], "监督性", YES, NO, errors)
    values["lead_known"] = _yes_or_no(values["lead"], "牵头依据", (STATED,), ("", ASSUMED), errors)
    form = ImportedItem(values, year=year, precision=precision, kinds=kinds)
    if not form.is_valid():
        for name, sentences in form.errors.items():
            errors.setdefault(LABELS.get(name, "整行"), " ".join(sentences))
    if errors:
        return None, errors
    return ItemDraft(units=form.units(), **form.values()), {}


def _choice(values, key, choices, errors):
    text = values[key] or ""
    named = {label: value for value, label in choices}
    if text and text not in named:
        errors.setdefault(LABELS[key], f"“{text[:20]}”不在可选范围：{'、'.join(named)}。")
    return named.get(text, "")


def _yes_or_no(text, label, yes, no, errors):
    text = text or ""
    if text not in (*yes, *no):
        errors.setdefault(label, f"“{text[:20]}”看不懂，请填“{yes[0]}”或“{no[1]}”。")
    return text in yes


def _unit_problems(draft, directory, present):
    """(errors, warnings) by column label: names that no unit bears; names that were or will be in force on another day.

    A name that stands in the plan already (`present`), unknown as it is, is a warning: what was exported can be imported again.
    """
    unknown, former = {}, {}
    for unit in draft.units:
        if sentence := directory.describe(unit.name):
            found = former if unit.name in present or directory.find(unit.name) else unknown
            label = UNIT_LABELS[unit.role]
            found[label] = found.get(label, "") + sentence
    return {label: sentence + "请先在单位名录中登记，或改正名称。" for label, sentence in unknown.items()}, former
