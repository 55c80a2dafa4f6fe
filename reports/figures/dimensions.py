"""By what figures are split: each dimension as an SQL key over the rows of a relation, and the names of its keys."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from organizations.models import Person, Sector, Session, Unit
from proposals.models import ProposerKind
from supervision.statistics import leaders
from workflow.refusals import Refused

UNMARKED = "未标明"
_ORIGIN = """LEFT JOIN LATERAL (
    SELECT m.sector_id, f.party_id, f.committee_id FROM proposals_proposer o
    JOIN organizations_membership m ON m.person_id = o.person_id AND m.jurisdiction_id = c.jurisdiction_id AND m.role = 'member'
        AND coalesce(m.starts_on, '-infinity') <= c.submitted_on AND coalesce(m.ends_on, 'infinity') >= c.submitted_on
    LEFT JOIN organizations_memberprofile f ON f.membership_id = m.id
    WHERE o.proposal_id = c.id AND o.order = 1 AND c.kind <> 'collective' ORDER BY m.id LIMIT 1) origin ON true"""
_BODY = "LEFT JOIN organizations_unit body ON body.id = c.body_id"
_LED = "LEFT JOIN unnest(%(led_units)s::bigint[], %(led_leaders)s::bigint[]) AS led (unit_id, leader_id) ON led.unit_id = {unit}"


def _rows(model, field="name"):
    def names(scope, keys):
        return dict(model.objects.filter(pk__in=[key for key in keys if key is not None]).values_list("pk", field))

    return names


def _sessions(scope, keys):
    return {row.pk: row.short_name for row in Session.objects.filter(pk__in=keys).select_related("term")}


def _choices(choices):
    return lambda scope, keys: dict(choices)


@dataclass(frozen=True)
class Dimension:
    """`key`: the SQL of a row's key, {alias}, {unit} and {dated} standing for what the relation and the
    figure say; `names(scope, keys)` → {key: what people read}.

    `joins` are put behind the relation's source; `repeats`: a row of the relation may have several keys; `relations`: those that have
    the dimension, none = all that are about cases.
    """

    name: str
    label: str
    key: str
    names: Callable
    joins: tuple[str, ...] = ()
    repeats: bool = False
    relations: tuple[str, ...] = ()

    def of(self, relation, figure):
        """The dimension for one figure of a relation. Raises Refused where it has none."""
        if not self._fits(relation, figure):
            raise Refused(f"“{figure.label}”不能按{self.label}分。")
        key = self.key.format(alias=relation.alias, holder=relation.holder, unit=relation.unit, dated=figure.dated)
        if self.name not in ("unit", "leader"):
            return replace(self, key=key)
        joins = tuple(filter(None, (relation.unit_join, *(join.format(unit=relation.unit) for join in self.joins))))
        return replace(self, key=key, joins=joins, repeats=bool(joins))

    def _fits(self, relation, figure):
        if self.relations:
            return relation.name in self.relations
        own = {"month": figure.dated, "unit": relation.unit, "leader": relation.unit, "session": True}
        return bool(own.get(self.name, relation.of_cases))


def leaders_of(scope):
    """(unit ids, ids of their leaders in charge at the end of the day), side by side."""
    found = leaders(scope.place.pk, scope.as_of)
    keys = {key for each in found.values() for key, _ in each}
    people = {str(public_id): pk for public_id, pk in Person.objects.filter(public_id__in=keys).values_list("public_id", "pk")}
    pairs = [(unit, people[key]) for unit, each in found.items() for key, _ in each]
    return [unit for unit, _ in pairs], [leader for _, leader in pairs]


def _tracks(scope, keys):
    return dict(scope.case_rules.tracks)


def _classes(scope, keys):
    return {rank: f"{code}类" for rank, (code, _) in enumerate(scope.case_rules.classes, 1)}


def _same(scope, keys):
    return {key: str(key) for key in keys if key not in (None, "")}


SECTOR = "CASE WHEN c.kind = 'collective' THEN c.sector_id ELSE origin.sector_id END"
PARTY = "CASE WHEN body.kind = 'party' THEN body.id ELSE origin.party_id END"
COMMITTEE = "CASE WHEN body.kind = 'special_committee' THEN body.id ELSE origin.committee_id END"
DIMENSIONS = {
    each.name: each
    for each in (
        Dimension("session", "届次", "{holder}.session_id", _sessions),
        Dimension("track", "交办口", "nullif(c.track, '')", _tracks),
        Dimension("unit", "承办单位", "{unit}", _rows(Unit)),
        Dimension("leader", "分管领导", "led.leader_id", _rows(Person), (_LED,)),
        Dimension("category", "类别", "nullif(c.category, '')", _same),
        Dimension("sector", "界别", SECTOR, _rows(Sector), (_ORIGIN,)),
        Dimension("party", "党派", PARTY, _rows(Unit), (_ORIGIN, _BODY)),
        Dimension("committee", "专委会", COMMITTEE, _rows(Unit), (_ORIGIN, _BODY)),
        Dimension("kind", "提案者类别", "c.kind", _choices(ProposerKind.choices)),
        Dimension("key", "重点", "c.is_key", _choices([(True, "重点提案"), (False, "一般提案")])),
        Dimension("period", "会上平时", "c.in_session", _choices([(True, "会上提案"), (False, "平时提案")])),
        Dimension("result", "结果分类", "c.class_rank", _classes),
        Dimension(
            "round", "轮次", "{alias}.number", lambda scope, keys: {key: f"第{key}轮" for key in keys}, relations=("letters", "slips")
        ),
        Dimension("month", "月份", "to_char({dated}, 'YYYY-MM')", _same),
        Dimension("list", "计划类别", "i.kind_name", _same, relations=("items",)),
        Dimension("form", "协商方式", "nullif(i.form, '')", _same, relations=("items",)),
    )
}
