"""Awards as tables: candidates with votes, and the points of members."""

from tables import Column, Table, as_of

CANDIDATE_COLUMNS = (
    Column("award", "评选", 24),
    Column("label", "候选", 44),
    Column("merit", "候选依据分", 12),
    Column("state", "状态", 14),
    Column("grounds", "一票否决的情形", 30),
    Column("reason", "推荐理由", 24),
    Column("votes", "各轮得票", 12),
)
POINT_COLUMNS = (
    Column("person", "委员", 12),
    Column("points", "积分", 8, "number"),
    Column("reason", "事由", 14),
    Column("label", "提案", 44),
    Column("award", "评选", 24),
    Column("on", "日期", 12, "date"),
)


def candidate_table(candidates, with_votes=True):
    """Candidates (a queryset) as a table; the votes only for who may see them."""
    rows = candidates.select_related("award").order_by("award", "-merit", "pk")
    columns = CANDIDATE_COLUMNS if with_votes else CANDIDATE_COLUMNS[:4]
    return Table("评选候选", columns, (_candidate(row) for row in rows.iterator(2000)), as_of())


def _candidate(row):
    facts = {"award": row.award.title, "label": row.label, "merit": str(row.merit), "state": row.get_state_display()}
    return facts | {"grounds": "、".join(row.grounds), "reason": row.reason, "votes": "、".join(map(str, row.votes))}


def point_table(points):
    """Points of members (a queryset) as a table."""
    rows = points.select_related("person", "candidate__award").order_by("-pk")
    return Table("评选履职积分", POINT_COLUMNS, map(_point, rows.iterator(2000)), as_of())


def _point(row):
    facts = {name: getattr(row, name) for name in ("points", "reason", "on")}
    return facts | {"person": row.person.name, "label": row.candidate.label, "award": row.candidate.award.title}
