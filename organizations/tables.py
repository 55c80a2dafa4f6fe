"""Units, people, meetings and standing relations as tables; those of units and people can be imported again (`organizations.importing`)."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from organizations.models import Membership
from organizations.permissions import DIRECTORY_READERS
from tables import Column, Table

SPAN = (Column("starts_on", "自", 11, "date"), Column("ends_on", "至", 11, "date"))
PLACE = Column("jurisdiction", "地区", 10)
UNIT_COLUMNS = (
    Column("name", "规范简称", 16),
    Column("full_name", "全称", 26),
    Column("kind", "类别", 10),
    Column("parent", "上级单位", 14),
    Column("aliases", "其他名称", 20),
    Column("former", "曾用名", 20),
    Column("duties", "职责", 24),
    Column("phone", "值班电话", 14),
    Column("order", "顺序", 6, "number"),
    *SPAN,
    Column("successor", "职责承接单位", 14),
    PLACE,
)
PERSON_COLUMNS = (
    Column("name", "姓名", 10),
    Column("title", "职务", 20),
    Column("role", "角色", 14),
    Column("unit", "单位", 16),
    Column("sector", "界别", 10),
    Column("phone", "电话", 14),
    Column("email", "邮箱", 18),
    Column("username", "用户名", 12),
    *SPAN,
    PLACE,
)


def unit_table(units):
    """Units (a queryset) with all their names; two queries at any length."""
    rows = units.select_related("jurisdiction", "parent", "successor").prefetch_related("names")
    return Table("单位名录", UNIT_COLUMNS, map(unit_row, rows))


def unit_row(unit):
    """One unit by the keys of `UNIT_COLUMNS`."""
    others = [row for row in unit.names.all() if row.name not in (unit.name, unit.full_name)]
    return {
        **{name: getattr(unit, name) for name in ("name", "full_name", "duties", "phone", "order", "starts_on", "ends_on")},
        **_texts(unit, "jurisdiction", "parent", "successor"),
        "kind": unit.get_kind_display(),
        "aliases": "、".join(row.name for row in others if row.ends_on == unit.ends_on),
        "former": "、".join(f"{row.name}（{row.starts_on or ''}至{row.ends_on}）" for row in others if row.ends_on != unit.ends_on),
    }


def person_table(people, viewer):
    """People (a queryset), a row for each post of today; what only who keeps the people may read is left empty for others."""
    posts = Membership.objects.visible_to(viewer).on(timezone.localdate()).select_related("unit", "sector", "jurisdiction").order_by("pk")
    return Table("人员名录", PERSON_COLUMNS, _person_rows(people, posts, viewer))


def _person_rows(people, posts, viewer):
    contacts = viewer.access.where(*DIRECTORY_READERS)
    people = list(people)
    prefetch_related_objects(people, Prefetch("memberships", posts, to_attr="posts_shown"))
    for person in people:
        known = any(post.jurisdiction_id in contacts for post in person.posts_shown)
        facts = {name: getattr(person, name) or "" for name in ("phone", "email", "username") if known}
        for post in person.posts_shown or [None]:
            yield {"name": person.name, "title": person.title} | facts | (post_row(post) if post else {})


def post_row(post):
    """The cells of a post."""
    span = {"starts_on": post.starts_on, "ends_on": post.ends_on}
    return {"role": post.get_role_display()} | _texts(post, "unit", "sector", "jurisdiction") | span


def meeting_table(meetings):
    columns = (
        Column("meeting", "会议", 30),
        PLACE,
        Column("committee", "专委会", 16),
        Column("held_on", "召开日期", 11, "date"),
        Column("ends_on", "结束日期", 11, "date"),
        Column("place", "地点", 24),
    )
    rows = meetings.select_related("jurisdiction", "term", "committee")
    return Table("会议", columns, (vars(row) | _texts(row, "jurisdiction", "committee") | {"meeting": str(row)} for row in rows))


def portfolio_table(portfolios):
    columns = (
        Column("leader", "领导", 12),
        PLACE,
        Column("categories", "分管领域", 30),
        Column("units", "分管单位", 40),
        Column("alternate", "AB角", 12),
        *SPAN,
    )
    texts = ("leader", "alternate", "jurisdiction")
    rows = portfolios.select_related(*texts).prefetch_related("units")
    return Table("领导分工", columns, (vars(row) | _texts(row, *texts) | {"units": "、".join(map(str, row.units.all()))} for row in rows))


def counterpart_table(links):
    columns = (Column("committee", "专委会", 20), Column("unit", "对口部门", 20), Column("sector", "联系界别", 14), PLACE, *SPAN)
    texts = ("committee", "unit", "sector", "jurisdiction")
    return Table("对口联系", columns, (vars(row) | _texts(row, *texts) for row in links.select_related(*texts)))


def _texts(row, *names):
    """Relations of a row by their texts."""
    return {name: str(getattr(row, name) or "") for name in names}
