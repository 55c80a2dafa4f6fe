"""The tables that the trail is read from, each as rows of the same columns."""

from dataclasses import dataclass

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    ForeignKey,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject

from documents.models import NumberSeries, PaperTemplate
from organizations.models import (
    ApiToken,
    CounterpartLink,
    Jurisdiction,
    Meeting,
    MemberProfile,
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
from organizations.models.people import PortfolioUnit
from workflow.models import Absence, CalendarDay, CalendarYear, Channel, Event, NoticeSetting

WORDS = {"insert": "新增", "update": "修改", "delete": "删除"}
CONTEXT = "pgh_context__metadata"
LOADED = "loaded"  # the values of rows that were there before their history was kept: before and after need them, nobody entered them
HIDDEN = {"id", "public_id"}


def text(value):
    return Value(value, TextField())


def beyond(place, number, row):
    """The condition for rows of branch `number` that come after `place` in the falling order of moment, branch and row."""
    if place is None:
        return Q()
    moment, branch, last = place
    if number != branch:
        return Q(at__lt=moment) if number > branch else Q(at__lte=moment)
    return Q(at__lt=moment) | Q(at=moment, **{f"{row}__lt": last})


def between(wanted):
    """The condition on the moment."""
    found = Q()
    if wanted.since:
        found &= Q(at__gte=wanted.since)
    if wanted.until:
        found &= Q(at__lt=wanted.until)
    return found


class Moves:
    """What the move tables wrote."""

    def rows(self, number, places, wanted, place):
        """Rows of the wanted moves in `places`, newest first, as dicts with the keys `e_…`."""
        found = Event.objects.filter(jurisdiction__in=places).alias(at=F("recorded_at"))
        found = found.filter(between(wanted), beyond(place, number, "pk"), self._fits(wanted)).order_by("-recorded_at", "-pk")
        return found.values(
            e_at=F("recorded_at"),
            e_branch=Value(number, IntegerField()),
            e_row=F("pk"),
            e_kind=Cast("subject_type__model", TextField()),
            e_subject=Cast("subject_label", TextField()),
            e_move=Cast("label", TextField()),
            e_by=Cast("by_name", TextField()),
            e_acting=Cast("acting_for__name", TextField()),
            e_reason=F("reason"),
            e_from=Cast("from_state", TextField()),
            e_to=Cast("to_state", TextField()),
            e_before=F("before"),
            e_after=F("after"),
            e_channel=Cast("channel", TextField()),
            e_addr=Cast("remote_addr", TextField()),
        )

    @staticmethod
    def _fits(wanted):
        found = Q()
        for field, value in (("by_name", wanted.person), ("subject_label", wanted.text), ("label", wanted.move)):
            if value:
                found &= Q(**{f"{field}__contains": value})
        if wanted.kind:
            found &= Q(subject_type__model=wanted.kind)
        return found & Q(channel=wanted.channel) if wanted.channel else found


@dataclass(frozen=True)
class Register:
    """The history that the database keeps of one register: `name` says what a row is called.

    `place` leads to its jurisdiction, "" for what all places share; `person` to the person it belongs to, in whose places it is shown then.
    """

    model: type
    name: object = "name"
    place: str = "jurisdiction"
    person: str = ""

    @property
    def events(self):
        return self.model.pgh_event_model

    def rows(self, number, places, wanted, place):
        """As `Moves.rows`, with the values before from the row's previous event."""
        who = Cast(KeyTextTransform("person", CONTEXT), BigIntegerField())
        found = (
            self.events.objects.filter(self._within(places))
            .exclude(pgh_label=LOADED)
            .alias(at=F("pgh_created_at"), path=KeyTextTransform("path", CONTEXT), who=who)
        )
        found = found.alias(channel=self._channel(), subject=Cast(self._name(), TextField()))
        found = found.filter(between(wanted), beyond(place, number, "pgh_id"), self._fits(wanted)).order_by("-pgh_created_at", "-pgh_id")
        nothing = Value({}, JSONField())
        return found.values(
            e_at=F("pgh_created_at"),
            e_branch=Value(number, IntegerField()),
            e_row=Cast("pgh_id", BigIntegerField()),
            e_kind=text(self.model._meta.model_name),
            e_subject=Cast(self._name(), TextField()),
            e_move=self._move(),
            e_by=Cast(Subquery(Person.objects.filter(pk=OuterRef("who")).values("name")), TextField()),
            e_acting=text(""),
            e_reason=text(""),
            e_from=text(""),
            e_to=text(""),
            e_before=Case(When(pgh_label="insert", then=nothing), When(pgh_label="delete", then=self._image()), default=self._earlier()),
            e_after=Case(When(pgh_label="delete", then=nothing), default=self._image()),
            e_channel=self._channel(),
            e_addr=Cast(KeyTextTransform("remote_addr", CONTEXT), TextField()),
        )

    def _within(self, places):
        if self.person:
            return Q(**{f"{self.person}__in": Membership.objects.filter(jurisdiction__in=places).values("person")})
        return Q(**{f"{self.place}__in": places}) if self.place else Q()

    def _name(self):
        return F(self.name) if isinstance(self.name, str) else self.name

    def _fits(self, wanted):
        found = Q()
        if wanted.person:
            found &= Q(who__in=Person.objects.filter(name__contains=wanted.person).values("pk"))
        if wanted.text:
            found &= Q(subject__contains=wanted.text)
        if wanted.move:
            found &= Q(pgh_label__in=[label for label, word in WORDS.items() if wanted.move in word])
        if wanted.kind and wanted.kind != self.model._meta.model_name:
            found &= Q(pk__in=[])
        return found & Q(channel=wanted.channel) if wanted.channel else found

    def _earlier(self):
        """The values of the row's previous event."""
        if not hasattr(self.events, "pgh_obj_id"):
            return Value({}, JSONField())
        events = self.events.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
        return Coalesce(Subquery(events.values(image=self._image())[:1]), Value({}, JSONField()))

    @staticmethod
    def _move():
        return Case(*(When(pgh_label=label, then=text(word)) for label, word in WORDS.items()), default=text("其他操作"))

    @staticmethod
    def _channel():
        """From where, by the address of the request; what has none came from a command."""
        ways = [When(path__startswith=start, then=text(way)) for start, way in (("/api/", "api"), ("/admin/", "admin"), ("/", "page"))]
        return Case(*ways, default=text("command"), output_field=TextField())

    def _image(self):
        """The values of a row, relations by their names; a key is never shown, only that there is one."""
        fields = [field for field in self.model._meta.fields if field.name not in HIDDEN and self._kept(field)]
        return JSONObject(**{field.name: self._value(field) for field in fields})

    def _kept(self, field):
        return field.name in {each.name for each in self.events._meta.fields}

    @staticmethod
    def _value(field):
        if field.name == "feed_key":
            return Case(When(feed_key__isnull=False, then=text("已设置")), default=Value(None, TextField()))
        if isinstance(field, ForeignKey):
            return NAMES.get(field.related_model, lambda name: F(f"{name}__name"))(field.name)
        return F(field.name)


NAMES = {
    Term: lambda name: F(f"{name}__number"),
    Membership: lambda name: F(f"{name}__person__name"),
    Portfolio: lambda name: F(f"{name}__leader__name"),
}


def joined(*parts):
    return Concat(*(text(part[1:]) if part.startswith("=") else Cast(part, TextField()) for part in parts), output_field=TextField())


BRANCHES = (
    Moves(),
    Register(Jurisdiction, place="pgh_obj_id"),
    Register(Sector),
    Register(Ruleset),
    Register(Term, joined("=第", "number", "=届")),
    Register(Session, joined("=第", "term__number", "=届第", "number", "=次会议"), "term__jurisdiction"),
    Register(Meeting, joined("=第", "term__number", "=届第", "number", "=次会议")),
    Register(Unit),
    Register(UnitName, joined("unit__name", "=：", "name")),
    Register(Person, person="pgh_obj_id"),
    Register(ApiToken, joined("person__name", "=：", "name"), person="person"),
    Register(Membership, "person__name"),
    Register(MemberProfile, "membership__person__name", "membership__jurisdiction"),
    Register(Portfolio, "leader__name"),
    Register(PortfolioUnit, joined("portfolio__leader__name", "=：", "unit__name"), "portfolio__jurisdiction"),
    Register(CounterpartLink, "committee__name"),
    Register(CalendarYear, joined("year", "=年"), place=""),
    Register(CalendarDay, joined("day", "= ", "name"), place=""),
    Register(PaperTemplate, joined("word", "= 第", "version", "=版")),
    Register(NumberSeries, joined("word", "=〔", "year", "=〕")),
    Register(Channel, joined("jurisdiction__name", "= ", "kind")),
    Register(Absence, "person__name"),
    Register(NoticeSetting, "person__name", person="person"),
)
