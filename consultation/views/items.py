"""Items: list, one item, its moves and materials, and what the units still owe."""

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

import tables
from consultation import actions
from consultation.actions.items import DRAFT_STATES
from consultation.filters import NO_CONTACT, NO_MEMBERS, PlanItemFilter
from consultation.forms import ITEM_FORMS, RemoveItemForm
from consultation.history import seen_history
from consultation.models import AnnualPlan, ItemUnit, PlanItem
from consultation.permissions import INSIDERS, is_secretary, sees_phones
from consultation.statistics import MISSING, gaps_of, reaches_nobody, with_lateness, with_names, with_units, without_contact
from consultation.tables import item_list_table, missing_table
from consultation.views.duties import duties_of
from consultation.views.forms import MaterialsForm, drafting_places
from consultation.views.lines import line_of
from consultation.views.plans import MOST, day_words, plan_crumbs
from documents.models import Attachment
from feedback.lights import Lamps, in_order
from feedback.statistics import need
from feedback.views.matters import matter_of
from organizations.models.people import UNIT_ROLES
from workflow import pages
from workflow.refusals import Forbidden, Refused

ORDER = ("-plan_id", "order", "pk")


def item_list(request):
    """All items one may see, those of the newest plan first, in the order of the plan."""
    items = PlanItem.objects.visible_to(request.user).select_related("plan").defer("plan__source_text", "plan__evaluation", "source_spans")
    filters = PlanItemFilter(request.GET, with_lateness(with_units(items), timezone.localdate()), request=request)
    if "format" in request.GET:
        return tables.response(item_list_table(filters.qs.order_by(*ORDER)[:MOST]), request.GET["format"])
    page, lamps = pages.KeysetPage(filters.qs, request.GET.get("after"), order=in_order(filters, ORDER)), Lamps(request.user.access)
    context = {
        "formats": tables.FORMATS,
        "lines": [line_of(item, lamps) for item in page.rows],
        "next": page.next,
        "form": filters.form,
        "may_draft": bool(drafting_places(request.user)),
        "watches": bool(request.user.access.where(*INSIDERS)),
    }
    return render(request, "consultation/item_list.html", context)


def item_detail(request, public_id):
    """One item: facts, where it stands in the notice, what each unit does, people, meetings, materials, history."""
    items = with_names(with_lateness(with_units(PlanItem.objects.select_related("plan", "jurisdiction", "contact")), timezone.localdate()))
    item = pages.own(items.annotate(plan_seen=_sees_plan(request.user)), request.user, public_id)
    duties, own_units = duties_of(item, request.user, timezone.localdate()), request.user.access.units(*UNIT_ROLES)
    seen = [duty.row.assignment_id for duty in duties if duty.seen]
    context = {
        "item": item,
        "facts": _facts(item, sees_phones(request.user, item)),
        "gaps": gaps_of(item),
        "sources": _sources(item),
        "duties": duties,
        "matter": matter_of(seen) if seen else None,
        "own_duties": [duty for duty in duties if duty.seen and duty.row.unit_id in own_units],
        "moves": pages.move_links(actions.ITEM_FLOW, item, request.user, "consultation:item-act"),
        "attachments": Attachment.objects.of(item).select_related("uploaded_by"),
        "may_attach": is_secretary(request.user, item),
        "history": seen_history(item, request.user),
    }
    return render(request, "consultation/item_detail.html", context)


def _sees_plan(person):
    """The expression on items whether the person may open the plan itself; a unit's people see their items alone."""
    return Exists(AnnualPlan.objects.visible_to(person).filter(pk=OuterRef("plan")))


def _facts(item, phones):
    """What stands in the head of an item, as pairs of label and value; the telephone numbers of its contacts where `phones`."""
    rows = {role: "、".join(row["name"] for row in item.unit_rows if row["role"] == role) for role in ("consulted", "host")}
    responsible = [row["name"] for row in item.unit_rows if row["role"] in ("lead", "co")]
    members = "；".join(f"{row['name']}包括{'、'.join(row['members'])}" for row in item.unit_rows if row["members"])
    facts = [
        ("计划", item.plan.title),
        ("类别", item.kind_name + ("（监督性）" if item.is_supervisory else "")),
        ("所在部分", f"{item.section} 第 {item.number} 项" if item.section else f"第 {item.number} 项"),
        ("主要内容", item.contents),
        ("方式", item.form or "（未写）"),
        ("时间", item.time_words or "（未定）"),
        ("责任单位", "、".join(responsible)),
        ("协商部门", rows["consulted"]),
        ("群体单位", members),
        ("政协承办部门", rows["host"]),
        ("出席安排", item.attendance),
        ("出席人员", "、".join(item.people_names)),
        ("会议", "、".join(item.meeting_names)),
        ("政协方联系人", f"{item.contact.name} {item.contact.phone if phones else ''}".strip() if item.contact else ""),
        ("单位方联系人", "；".join(item.contact_lines if phones else item.contact_names)),
        ("书面通知", day_words(item.notified_on)),
        ("材料送达", day_words(item.materials_on)),
        ("举行日期", day_words(item.held_on)),
        ("备注", item.notes),
    ]
    return [(label, value) for label, value in facts if value]


SOURCE_LABELS = {"title": "题目", "units": "单位", "organizer": "承办部门", "form": "方式", "time": "时间", "supervisory": "监督性"}


def _sources(item):
    """(label, text) of each field as it stands in the notice; spans that no longer fit the text are left out."""
    text, found = item.plan.source_text, []
    for name, label in SOURCE_LABELS.items():
        span = item.source_spans.get(name)
        if span and 0 <= span[0] < span[1] <= len(text):
            found.append((label, text[span[0] : span[1]]))
    return found


def item_act(request, public_id, move):
    """One move on an item."""
    item = _own(request, public_id)
    return pages.act_page(
        request,
        item,
        flow=actions.ITEM_FLOW,
        forms=ITEM_FORMS,
        move=move,
        back=reverse("consultation:item-detail", args=[item.public_id]),
        about=[("事项", str(item)), ("计划", item.plan.title), ("当前状态", item.get_state_display())],
        crumbs=item_crumbs(item),
    )


def _own(request, public_id):
    return pages.own(PlanItem.objects.select_related("plan__jurisdiction", "jurisdiction"), request.user, public_id)


def item_crumbs(item):
    """The way back from a page below an item."""
    return [*plan_crumbs(item.plan), (reverse("consultation:item-detail", args=[item.public_id]), str(item))]


def item_remove(request, public_id):
    """Take an item out of a plan being drafted."""
    item = _own(request, public_id)
    if not is_secretary(request.user, item):
        raise Forbidden("您没有权限修改这份计划。")
    if item.plan.state not in DRAFT_STATES:
        raise Refused("计划已经报批或印发，事项不能删除；需要停办的请用“取消”。")
    back = reverse("consultation:plan-detail", args=[item.plan.public_id])
    context = {"about": [("事项", str(item)), ("计划", item.plan.title)], "crumbs": item_crumbs(item), "danger": True}
    return pages.act(request, item, RemoveItemForm, label="删除事项", back=back, context=context)


def item_materials(request, public_id):
    """Put materials to an item."""
    item = _own(request, public_id)
    if not is_secretary(request.user, item):
        raise Forbidden("只有政协秘书可以上传事项材料；单位的材料请随工作方案或进展报送。")
    back = reverse("consultation:item-detail", args=[item.public_id])
    context = {"about": [("事项", str(item))], "crumbs": item_crumbs(item)}
    return pages.act(request, item, MaterialsForm, label="上传材料", back=back, done="材料已上传。", context=context)


def _item_tabs(places):
    """The ways to the items that want a name: of a contact on one of the two sides, of the units a group stands for. One query."""
    wanting = {NO_CONTACT: without_contact(), NO_MEMBERS: reaches_nobody()}
    items = PlanItem.objects.open().filter(jurisdiction__in=places)
    counts = items.aggregate(**{value: Count("pk", filter=condition) for (value, _), condition in wanting.items()})
    link = reverse("consultation:item-list")
    return [{"label": label, "url": f"{link}?missing={value}", "current": False, "count": counts[value]} for value, label in wanting]


def item_missing(request):
    """Which units have not yet named who answers, or filed their work plan; for those who watch over the plan."""
    places = request.user.access.where(*INSIDERS)
    if not places:
        raise Forbidden("这一页供政协和督查人员使用。")
    today = timezone.localdate()
    rows = ItemUnit.reached.filter(assignment__jurisdiction__in=places, assignment__is_history=False)
    what = request.GET.get("what") if request.GET.get("what") in dict(MISSING) else "team"
    counts = rows.aggregate(**{name: Count("pk", filter=need(name, today, "assignment__")) for name, _ in MISSING})
    found = rows.filter(need(what, today, "assignment__")).annotate(
        is_plan_late=ExpressionWrapper(need("work_plan_late", today, "assignment__"), BooleanField())
    )
    found = found.select_related("item__plan", "unit", "assignment").defer("item__plan__source_text")
    if "format" in request.GET:
        table = missing_table(found.order_by("item_id", "pk")[:MOST], dict(MISSING)[what])
        return tables.response(table, request.GET["format"])
    page = pages.KeysetPage(found, request.GET.get("after"), order=("item_id", "pk"))
    context = {
        "rows": page.rows,
        "next": page.next,
        "what": what,
        "formats": tables.FORMATS,
        "tabs": [{"label": label, "url": f"?what={name}", "current": name == what, "count": counts[name]} for name, label in MISSING]
        + _item_tabs(places),
        "watches": True,
        "may_draft": bool(drafting_places(request.user)),
    }
    return render(request, "consultation/item_missing.html", context)
