"""The filters of proposals, shared by pages and API."""

import django_filters
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from documents.models import Sensitivity
from feedback.lights import DayNumber, Lamps, LightFilter
from feedback.models import Commitment
from feedback.models.assignments import open_ones
from feedback.models.suggestions import CommitmentState
from organizations.filters import Narrowing
from organizations.models import Session, Unit
from proposals.models import Handling, Proposal, ProposalState, ProposerKind, Reply, ReplyState
from proposals.models.proposals import RUNNING_STATES

OFFERED = 40
SOLVED = "A"  # the first letter of every scheme: 已经解决或基本解决
STATES = [("running", "在办（未办结）"), *ProposalState.choices]


def with_last_class(handlings):
    """`handlings` with `last`: the class of the last reply that was issued, None where none was."""
    issued = Reply.objects.filter(round__handling=OuterRef("pk"), state=ReplyState.ISSUED).order_by("-round__number")
    return handlings.annotate(last=Subquery(issued.values("result_class")[:1]))


class YesNo(django_filters.ChoiceFilter):
    """是 or 否, or all."""

    def __init__(self, **kwargs):
        super().__init__(choices=[("yes", "是"), ("no", "否")], empty_label="全部", **kwargs)


def sessions(request):
    """Sessions of the places of the asking person; none for the documentation, which nobody asks."""
    if request is None:
        return Session.objects.none()
    found = Session.objects.filter(term__jurisdiction__in=request.user.access.jurisdiction_ids).select_related("term__jurisdiction")
    return found.order_by("-starts_on", "-pk")


class NewestSessions(ModelChoiceIterator):
    """The sessions offered for choosing: those of eight terms; older ones are found by their number all the same."""

    def __init__(self, field):
        super().__init__(field)
        self.queryset = field.queryset[:OFFERED]


class SessionField(ModelChoiceField):
    iterator = NewestSessions


class SessionFilter(django_filters.ModelChoiceFilter):
    """One of the sessions of the asking person's places."""

    field_class = SessionField

    def __init__(self):
        super().__init__(label="届次", queryset=sessions, empty_label="全部")


def session_of(offered, number):
    """The session among `offered` whose row number stands in an address as the text `number`; None where none does."""
    return offered.filter(pk=number).first() if number.isascii() and number.isdigit() and len(number) < 10 else None


class ProposalFilter(Narrowing):
    """Proposals by words of the title or case number, session, state, kind, category, handling unit, light, key, lateness."""

    q = django_filters.CharFilter(label="案由或案号", method="by_words", max_length=60)
    session = SessionFilter()
    state = django_filters.ChoiceFilter(label="状态", choices=STATES, method="by_state", empty_label="全部")
    kind = django_filters.ChoiceFilter(label="提案者", choices=ProposerKind.choices, empty_label="全部")
    category = django_filters.CharFilter(label="类别", max_length=40)
    unit = django_filters.CharFilter(label="承办单位", method="by_unit", max_length=60)
    sensitivity = django_filters.ChoiceFilter(label="标识", choices=Sensitivity.choices, empty_label="全部")
    light = LightFilter(method="by_light")
    key = YesNo(label="重点提案", method="by_key")
    tracked = YesNo(label="办结后待跟踪", method="by_tracked")
    overdue = YesNo(label="有逾期", method="by_overdue")

    class Meta:
        model = Proposal
        fields = ("q", "session", "state", "kind", "category", "unit", "sensitivity", "light", "key", "tracked", "overdue")

    def by_words(self, queryset, name, value):
        return queryset.named(value)

    def by_state(self, queryset, name, value):
        return queryset.filter(state__in=RUNNING_STATES) if value == "running" else queryset.filter(state=value)

    def by_unit(self, queryset, name, value):
        """A handling unit by part of the name it had then, or of any name it bears or bore."""
        named = Handling.objects.filter(proposal=OuterRef("pk")).filter(
            Q(unit_name__contains=value) | Q(unit__in=Unit.objects.search(value))
        )
        return queryset.filter(Exists(named))

    def by_light(self, queryset, name, value):
        """By the first deadline that runs."""
        lamps, running = Lamps(self.request.user.access), Handling.objects.filter(open_ones(), suspended_on__isnull=True)
        first = running.filter(proposal=OuterRef("pk")).order_by("due_on").values("due_on")[:1]
        some = running.filter(lamps.condition(value, "due_on")).order_by().values("proposal")
        found = queryset.filter(pk__in=some).annotate(first_due=Subquery(first))
        return found.filter(lamps.condition(value, "first_due")).annotate(due_day=DayNumber("first_due"))

    def by_key(self, queryset, name, value):
        return queryset.filter(is_key=value == "yes")

    def by_tracked(self, queryset, name, value):
        """Concluded cases with a promise that is open or broken, or whose last reply does not say that the matter is solved."""
        unsolved = with_last_class(Handling.objects.all()).exclude(last=SOLVED)
        unsolved = unsolved.filter(proposal=OuterRef("pk"), last__isnull=False)
        promised = Commitment.objects.exclude(state=CommitmentState.KEPT).filter(suggestion__proposed__proposal=OuterRef("pk"))
        wanted = Q(state=ProposalState.CONCLUDED) & (Q(Exists(unsolved)) | Q(Exists(promised)))
        return queryset.filter(wanted if value == "yes" else ~wanted)

    def by_overdue(self, queryset, name, value):
        late = Exists(Handling.objects.overdue(timezone.localdate()).filter(proposal=OuterRef("pk")))
        return queryset.filter(late if value == "yes" else ~late)
