"""The endpoints of places, units, people, meetings and rules."""

from django.db.models import OuterRef
from django.utils import timezone

from organizations import filters
from organizations.endpoints import DetailEndpoint, Endpoint, ListEndpoint, answer
from organizations.models import (
    CounterpartLink,
    Jurisdiction,
    Meeting,
    Membership,
    Person,
    Portfolio,
    Ruleset,
    Sector,
    Session,
    Term,
    Unit,
    UnitName,
)
from organizations.schema import Operation
from organizations.shapes import Many, Shape, Texts

PLACES, UNITS, PEOPLE, MEETINGS, RULES = "地区", "单位", "人员", "届次和会议", "规则"
UNIT_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code name full_name kind parent=parent__public_id successor=successor__public_id
    successor_name=successor__name starts_on ends_on phone order
"""
POST_COLUMNS = """
    role jurisdiction=jurisdiction__code unit=unit__public_id unit_name=unit__name sector=sector__name starts_on ends_on
"""
NAMES = UnitName.objects.filter(unit=OuterRef("pk")).order_by("pk")
PLACE = Shape(Jurisdiction, "id=public_id code name level parent=parent__code is_demo")
UNIT_ROWS = Shape(Unit, UNIT_COLUMNS, names=Texts(NAMES, "name"))
UNIT = Shape(
    Unit,
    UNIT_COLUMNS + "duties",
    names=Many(NAMES, "name starts_on ends_on"),
    predecessors=Many(Unit.objects.filter(successor=OuterRef("pk")).order_by("pk"), "id=public_id name ends_on"),
)
PERSON = Shape(Person, "id=public_id name title is_active is_service")
POST = Shape(
    Membership,
    "id=pk person=person__public_id person_name=person__name"
    + POST_COLUMNS
    + """
    party=profile__party__name committee=profile__committee__name group=profile__group expertise=profile__expertise
    is_standing=profile__is_standing term=profile__term__number
    """,
)
PORTFOLIO = Shape(
    Portfolio,
    """id=pk jurisdiction=jurisdiction__code leader=leader__public_id leader_name=leader__name alternate=alternate__public_id
    alternate_name=alternate__name categories starts_on ends_on""",
    units=Many(Unit.objects.filter(portfolios=OuterRef("pk")).order_by("order", "pk"), "id=public_id name"),
)
COUNTERPART = Shape(
    CounterpartLink,
    """id=pk jurisdiction=jurisdiction__code committee=committee__public_id committee_name=committee__name unit=unit__public_id
    unit_name=unit__name sector=sector__name starts_on ends_on""",
)
SECTOR = Shape(Sector, "id=pk jurisdiction=jurisdiction__code name order")
TERM = Shape(Term, "id=pk jurisdiction=jurisdiction__code number starts_on ends_on")
SESSION = Shape(Session, "id=pk jurisdiction=term__jurisdiction__code term=term__number number starts_on ends_on cutoff_at ruleset")
MEETING = Shape(
    Meeting,
    """id=public_id jurisdiction=jurisdiction__code body term=term__number number committee=committee__public_id
    committee_name=committee__name held_on ends_on place""",
)
RULESET = Shape(Ruleset, "id=pk jurisdiction=jurisdiction__code version name overrides effective_on note")


class PlaceList(ListEndpoint):
    tag, label, shape = PLACES, "您任职的地区", PLACE


class PlaceDetail(DetailEndpoint):
    tag, label, shape = PLACES, "一个地区", PLACE


class UnitList(ListEndpoint):
    tag, label, shape, filters = UNITS, "单位列表", UNIT_ROWS, filters.UnitFilter


class UnitDetail(DetailEndpoint):
    tag, label, shape = UNITS, "一个单位，连同各时期的名称和前身", UNIT


class PersonList(ListEndpoint):
    tag, label, shape, filters = PEOPLE, "人员列表", PERSON, filters.PersonFilter


class PersonDetail(DetailEndpoint):
    tag, label, shape = PEOPLE, "一个人员", PERSON


class PostList(ListEndpoint):
    tag, label, shape, filters = PEOPLE, "任职列表，连同委员档案", POST, filters.MembershipFilter


class PortfolioList(ListEndpoint):
    tag, label, shape, filters = PEOPLE, "领导分工列表", PORTFOLIO, filters.PortfolioFilter


class CounterpartList(ListEndpoint):
    tag, label, shape, filters = UNITS, "对口联系列表", COUNTERPART, filters.CounterpartFilter


class SectorList(ListEndpoint):
    tag, label, shape, filters = PLACES, "界别列表", SECTOR, filters.PlaceFilter


class TermList(ListEndpoint):
    tag, label, shape, filters = MEETINGS, "届列表", TERM, filters.PlaceFilter

    def queryset(self):
        return Term.objects.filter(jurisdiction__in=self.request.user.access.jurisdiction_ids)


class SessionList(ListEndpoint):
    tag, label, shape = MEETINGS, "次会议列表", SESSION

    def queryset(self):
        return Session.objects.filter(term__jurisdiction__in=self.request.user.access.jurisdiction_ids)


class MeetingList(ListEndpoint):
    tag, label, shape, filters = MEETINGS, "会议列表", MEETING, filters.MeetingFilter


class MeetingDetail(DetailEndpoint):
    tag, label, shape = MEETINGS, "一次会议", MEETING


class RulesetList(ListEndpoint):
    tag, label, shape, filters = RULES, "规则版本列表", RULESET, filters.PlaceFilter


class RulesetDetail(DetailEndpoint):
    tag, label, shape = RULES, "一个规则版本", RULESET


class Me(Endpoint):
    """Who is calling, with his posts in force: what he may see and do follows from them."""

    tag, label = PEOPLE, "您的账号和现任职务"
    shape = Shape(Membership, POST_COLUMNS)

    def get(self, request):
        self.query()
        person, today = request.user, timezone.localdate()
        rows = self.shape.rows(Membership.objects.filter(person=person).on(today).order_by("pk"))
        facts = {"id": person.public_id, "username": person.username, "name": person.name, "title": person.title}
        scope = getattr(request.auth, "scope", "write")
        return answer(facts | {"scope": scope, "posts": [{k: v for k, v in row.items() if k != "_row"} for row in rows]})

    def operation(self, method):
        texts = {name: {"type": "string"} for name in ("id", "username", "name", "title", "scope")}
        posts = {"posts": {"type": "array", "items": self.shape.document}}
        return Operation(self.label, {200: {"type": "object", "properties": texts | posts}}, refusals=(400, 401))
