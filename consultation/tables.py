"""Plan items as a table: what is exported can be imported again (see `consultation.importing`)."""

from django.db.models import prefetch_related_objects

from consultation.models import Kind, UnitRole
from consultation.models.items import RESPONSIBLE
from consultation.statistics import with_contacts, with_units
from tables import Column, Table, as_of

ASSUMED, STATED = "推定", "写明"

ITEM_COLUMNS = (
    Column("kind", "类别", 8),
    Column("section", "所在部分", 14),
    Column("number", "序号", 6, "number"),
    Column("title", "题目", 36),
    Column("contents", "主要内容", 24),
    Column("form", "方式", 14),
    Column("time_text", "时间", 12),
    Column("precision", "时间精度", 8),
    Column("window_start", "最早日期", 11, "date"),
    Column("window_end", "最晚日期", 11, "date"),
    Column("is_supervisory", "监督性", 7),
    Column("responsible", "责任单位", 22),
    Column("lead", "牵头依据", 8),
    Column("consulted", "协商部门", 22),
    Column("hosts", "政协承办部门", 16),
    Column("attendance", "出席安排", 16),
    Column("notes", "备注", 16),
)
LIST_COLUMNS = (
    Column("year", "年度", 6, "number"),
    Column("jurisdiction", "地区", 8),
    *ITEM_COLUMNS,
    Column("contact", "政协方联系人", 12),
    Column("contacts", "单位方联系人", 20),
    Column("state", "状态", 10),
    Column("held_on", "举行日期", 11, "date"),
)


KIND_COLUMNS = tuple(Column(kind.label, kind.label, 6, "number") for kind in Kind)
PLAN_COLUMNS = (
    Column("year", "年度", 6, "number"),
    Column("title", "标题", 40),
    Column("document_number", "文号", 20),
    Column("jurisdiction", "地区", 12),
    Column("state", "状态", 10),
    Column("issuers", "发文机关", 30),
    Column("total", "事项数", 8, "number"),
    *KIND_COLUMNS,
    Column("supervisory", "监督性", 8, "number"),
    Column("undated", "未定时间", 9, "number"),
    Column("no_units", "无责任单位", 10, "number"),
    Column("no_form", "未写方式", 9, "number"),
    Column("approved_on", "批准日期", 11, "date"),
    Column("issued_on", "印发日期", 11, "date"),
)


def plan_table(plans, title="年度协商计划", note=""):
    """Plans that carry `numbers`, `kinds` and `issuer_names` (see `consultation.statistics.with_counts`), one row each."""
    plans = list(plans)
    own = dict.fromkeys(kind["name"] for plan in plans for kind in plan.kinds)
    kinds = [*KIND_COLUMNS, *(Column(name, name, 6, "number") for name in own if name not in Kind.labels)]
    at = PLAN_COLUMNS.index(KIND_COLUMNS[0])
    columns = (*PLAN_COLUMNS[:at], *kinds, *PLAN_COLUMNS[at + len(KIND_COLUMNS) :])
    names = ("year", "title", "document_number", "approved_on", "issued_on")
    rows = (
        (plan.numbers or {"total": 0})
        | dict.fromkeys((column.key for column in kinds), 0)
        | {kind["name"]: kind["count"] for kind in plan.kinds}
        | {name: getattr(plan, name) for name in names}
        | {"jurisdiction": plan.jurisdiction.name, "state": plan.get_state_display(), "issuers": "、".join(plan.issuer_names)}
        for plan in plans
    )
    return Table(title, columns, rows, note)


def item_table(items, title="年度协商计划事项", note=""):
    """The items of one plan (queryset or list) in the form that can be imported; two queries at any length."""
    return Table(title, ITEM_COLUMNS, _rows(items), note)


def item_list_table(items, title="协商计划事项", note=""):
    """Items of any plans (a queryset), with year, contacts and state beside what `item_table` shows; one query at any length.
    It can be imported again (`consultation.importing_lists`)."""
    items = items if "unit_rows" in items.query.annotations else with_units(items)
    found = with_contacts(items).select_related("plan", "jurisdiction", "contact").defer(*LONG_TEXTS)
    return Table(title, LIST_COLUMNS, (_listed(item) for item in found), note)


def _listed(item):
    return item_row(item) | {"year": item.plan.year, "jurisdiction": item.jurisdiction.name} | list_facts(item)


LONG_TEXTS = ("plan__source_text", "plan__evaluation", "plan__attendance", "source_spans")  # no table shows them
MISSING_COLUMNS = (
    Column("unit", "单位", 18),
    Column("role", "职责", 8),
    Column("year", "年度", 6, "number"),
    Column("item", "事项", 40),
    Column("work_plan_due_on", "方案截止", 12, "date"),
    Column("due_on", "办理期限", 12, "date"),
    Column("phone", "值班电话", 14),
)


def missing_table(rows, title):
    """Item units (with item, plan, unit and assignment) whose unit still owes something, under the name of what it owes."""
    return Table(title, MISSING_COLUMNS, map(_missing, rows), as_of())


def _missing(row):
    dates = {name: getattr(row.assignment, name) for name in ("work_plan_due_on", "due_on")}
    unit = {"unit": row.name, "role": row.get_role_display(), "phone": row.unit.phone}
    return unit | dates | {"year": row.item.plan.year, "item": str(row.item)}


def _rows(items):
    items = list(items)
    if items and not hasattr(items[0], "unit_rows"):
        prefetch_related_objects(items, "units")
    yield from map(item_row, items)


def list_facts(item):
    """What the list of items shows beside the plan's own table: it comes about by moves, not by a table."""
    read = hasattr(item, "contact_names")
    contacts = item.contact_names if read else [f"{contact.unit_name} {contact.name}" for contact in item.contacts.all()]
    return {
        "contact": item.contact.name if item.contact else "",
        "contacts": "、".join(contacts),
        "state": item.get_state_display(),
        "held_on": item.held_on,
    }


def item_row(item):
    """One item by the keys of `ITEM_COLUMNS`."""
    units = _units(item)
    named = {name: [unit["name"] for unit in units if unit["role"] in roles] for name, roles in _ROLES.items()}
    fields = ("section", "number", "title", "contents", "form", "time_text", "window_start", "window_end", "attendance", "notes")
    return {name: getattr(item, name) for name in fields} | {
        "kind": item.kind_name,
        "precision": item.get_precision_display(),
        "is_supervisory": item.is_supervisory,
        "lead": _lead(units),
        **{name: "、".join(names) for name, names in named.items()},
    }


_ROLES = {"responsible": RESPONSIBLE, "consulted": (UnitRole.CONSULTED,), "hosts": (UnitRole.HOST,)}


def _units(item):
    """The units of an item, as `consultation.statistics.with_units` has read them or from its rows."""
    if hasattr(item, "unit_rows"):
        return item.unit_rows
    return [{"name": unit.name, "role": unit.role, "assumed": unit.lead_assumed} for unit in item.units.all()]


def _lead(units):
    """Whether the document says who leads; empty where one unit alone is responsible."""
    responsible = [unit for unit in units if unit["role"] in RESPONSIBLE]
    if len(responsible) < 2:
        return ""
    return ASSUMED if any(unit["assumed"] for unit in responsible) else STATED
