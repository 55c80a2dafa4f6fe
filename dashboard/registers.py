"""Registers of organizations as tables: units, people, meetings, portfolios, counterparts; as filtered, as seen by one person."""

from django.db.models import Prefetch
from django.utils import timezone

from organizations.models import CounterpartLink, Meeting, Membership, Person, Portfolio, Unit
from organizations.views.meetings import MeetingPageFilter
from organizations.views.people import PersonPageFilter, sees_contacts
from organizations.views.units import UnitPageFilter
from tables import Column, Table

SPAN = (Column("starts_on", "自", 11, "date"), Column("ends_on", "至", 11, "date"))


def units(request):
    """Units with all their names."""
    seen = Unit.objects.visible_to(request.user).select_related("jurisdiction", "parent", "successor").prefetch_related("names")
    columns = (
        Column("name", "规范简称", 16),
        Column("full_name", "全称", 26),
        Column("names", "其他名称", 20),
        Column("kind", "类别", 10),
        Column("jurisdiction", "地区", 10),
        Column("parent", "上级单位", 14),
        Column("phone", "值班电话", 14),
        *SPAN,
        Column("successor", "职责承接单位", 14),
    )
    return Table("单位名录", columns, map(_unit, UnitPageFilter(request.GET, seen, request=request).qs.order_by("order", "pk")))


def _unit(unit):
    others = [name.name for name in unit.names.all() if name.name not in (unit.name, unit.full_name)]
    related = {name: str(getattr(unit, name) or "") for name in ("jurisdiction", "parent", "successor")}
    return vars(unit) | related | {"kind": unit.get_kind_display(), "names": "、".join(others)}


def people(request):
    """People with their posts of today; telephone numbers only where this person may read them."""
    viewer = request.user
    posts = Membership.objects.visible_to(viewer).on(timezone.localdate()).select_related("unit", "sector", "jurisdiction").order_by("pk")
    seen = Person.objects.visible_to(viewer).prefetch_related(Prefetch("memberships", posts, to_attr="posts_today"))
    columns = (Column("name", "姓名", 12), Column("title", "职务", 20), Column("posts", "现任角色", 40), Column("phone", "电话", 14))
    rows = PersonPageFilter(request.GET, seen, request=request).qs.order_by("pk")
    return Table("人员名录", columns, (_person(person, viewer) for person in rows))


def _person(person, viewer):
    posts = [f"{post.get_role_display()}（{post.unit or post.sector or post.jurisdiction}）" for post in person.posts_today]
    known = sees_contacts(viewer, *(post.jurisdiction_id for post in person.posts_today))
    return {"name": person.name, "title": person.title, "posts": "、".join(posts), "phone": person.phone if known else ""}


def meetings(request):
    seen = Meeting.objects.visible_to(request.user).select_related("jurisdiction", "term", "committee")
    columns = (
        Column("meeting", "会议", 30),
        Column("jurisdiction", "地区", 10),
        Column("committee", "专委会", 16),
        Column("held_on", "召开日期", 11, "date"),
        Column("ends_on", "结束日期", 11, "date"),
        Column("place", "地点", 24),
    )
    rows = MeetingPageFilter(request.GET, seen, request=request).qs.order_by("-pk")
    return Table("会议", columns, (vars(row) | _texts(row, "jurisdiction", "committee") | {"meeting": str(row)} for row in rows))


def portfolios(request):
    """Portfolios in force today."""
    rows = Portfolio.objects.visible_to(request.user).on(timezone.localdate()).order_by("pk")
    rows = rows.select_related("leader", "alternate", "jurisdiction").prefetch_related("units")
    columns = (
        Column("leader", "领导", 12),
        Column("jurisdiction", "地区", 10),
        Column("categories", "分管领域", 30),
        Column("units", "分管单位", 40),
        Column("alternate", "AB角", 12),
        *SPAN,
    )
    texts = ("leader", "alternate", "jurisdiction")
    return Table("领导分工", columns, (vars(row) | _texts(row, *texts) | {"units": "、".join(map(str, row.units.all()))} for row in rows))


def counterparts(request):
    """Standing contacts in force today."""
    rows = CounterpartLink.objects.visible_to(request.user).on(timezone.localdate()).order_by("committee_id", "pk")
    rows = rows.select_related("committee", "unit", "sector", "jurisdiction")
    columns = (
        Column("committee", "专委会", 20),
        Column("unit", "对口部门", 20),
        Column("sector", "联系界别", 14),
        Column("jurisdiction", "地区", 10),
        *SPAN,
    )
    return Table("对口联系", columns, (vars(row) | _texts(row, "committee", "unit", "sector", "jurisdiction") for row in rows))


def _texts(row, *names):
    """Relations of a row by their texts."""
    return {name: str(getattr(row, name) or "") for name in names}


REGISTERS = {each.__name__: each for each in (units, people, meetings, portfolios, counterparts)}
