"""What somebody wants counted: sessions, figures, dimensions, the day, and what to compare with; for page, file and API alike."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import F
from django.utils import timezone

from organizations.models import Session
from reports.figures import DIMENSIONS, Figure, Scope, figures_for, scope_of
from reports.figures.catalogue import MAIN
from reports.figures.counting import fits
from reports.permissions import places_counted
from workflow.calendar import add_months
from workflow.refusals import Refused

ALL, GROUP, EVER = "all", "group:", "ever-"


@dataclass(frozen=True)
class Wanted:
    """`names`: the figures, `title` what they are together, "" where each stands under its group; `by`, `across`: names of dimensions
    or ""; `former`: the scope they are compared with, by the same rules."""

    scope: Scope
    catalogue: dict[str, Figure]
    names: tuple[str, ...]
    by: str = ""
    across: str = ""
    former: Scope | None = None
    title: str = ""

    @property
    def figures(self):
        return [self.catalogue[name] for name in self.names]

    @property
    def only(self):
        """The figure where a single one is wanted, else None."""
        return self.catalogue[self.names[0]] if len(self.names) == 1 else None


def sessions_counted(person):
    """The sessions whose figures the person may see and that have begun, the newest first."""
    found = Session.objects.filter(term__jurisdiction__in=places_counted(person)).exclude(starts_on__gt=timezone.localdate())
    return list(found.select_related("term__jurisdiction", "ruleset").order_by(F("starts_on").desc(nulls_last=True), "-pk"))


class StatisticsForm(forms.Form):
    """Bound to what an address says; what it leaves out is the newest session, today, the main figures, unsplit."""

    session = forms.ChoiceField(label="届次", required=False)
    what = forms.ChoiceField(label="指标", required=False)
    by = forms.ChoiceField(label="按", required=False)
    across = forms.ChoiceField(label="再按（交叉）", required=False)
    as_of = forms.DateField(label="截至（空为今天）", required=False)
    against = forms.ChoiceField(label="与哪次会议比较", required=False)
    against_on = forms.DateField(label="比较截至（空为同期）", required=False)

    def __init__(self, data, *, sessions):
        super().__init__(data)
        self.sessions = {str(each.pk): each for each in sessions}
        self.wanted = None
        self.base = scope_of(*self._chosen(data.get("session", "")))
        self.catalogue = figures_for(self.base)
        split = [("", "不分"), *((name, each.label) for name, each in DIMENSIONS.items())]
        self.fields["session"].choices = [(pk, str(each)) for pk, each in self.sessions.items()] + self._ever()
        self.fields["what"].choices = _figure_choices(self.catalogue)
        self.fields["by"].choices = self.fields["across"].choices = split
        place = self.base.place
        others = [(pk, str(each)) for pk, each in self.sessions.items() if each.term.jurisdiction_id == place.pk]
        self.fields["against"].choices = [("", "不比较"), *others]

    def _ever(self):
        """A choice of all sessions for each place that has several."""
        places = {}
        for each in self.sessions.values():
            places.setdefault(each.term.jurisdiction, []).append(each)
        return [(f"{EVER}{place.pk}", f"{place}历次会议") for place, found in places.items() if len(found) > 1]

    def _chosen(self, value):
        """The sessions that a value of the field stands for; the newest for none and for a wrong one, which is told at the field."""
        if value.startswith(EVER):
            found = [each for each in self.sessions.values() if f"{EVER}{each.term.jurisdiction_id}" == value]
            if found:
                return found
        return [self.sessions.get(value) or next(iter(self.sessions.values()))]

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        by, across = given["by"], given["across"]
        if across and (not by or by == across):
            self.add_error("across", "交叉统计请先选“按”什么分，且两个维度不能相同。")
            return given
        self._count(given, by, across)
        return given

    def _count(self, given, by, across):
        """Make what is wanted, or say at the field why not."""
        names, field = self._names(given["what"], by, across), "as_of"
        try:
            scope = scope_of(*self.base.sessions, as_of=given["as_of"])
            field = "against_on" if given["against_on"] else "against"
            former = self._former(scope, given, names)
        except Refused as refusal:
            self.add_error(field, str(refusal))
            return
        if not self.errors:
            self.wanted = Wanted(scope, self.catalogue, names, by, across, former, "" if given["what"] else "主要指标")

    def _names(self, what, by, across):
        """The figures that are asked for and have the dimensions; says so where none is left."""
        if what == ALL:
            names = list(self.catalogue)
        elif what.startswith(GROUP):
            names = [name for name, each in self.catalogue.items() if each.group == what.removeprefix(GROUP)]
        else:
            names = [what] if what else [name for name in self.catalogue if MAIN.fullmatch(name)]
        split = [each for each in (by, across) if each]
        fitting = tuple(name for name in names if all(fits(self.catalogue[name], each) for each in split))
        if by == "unit" and len(fitting) > 1:
            fitting = tuple(name for name in fitting if not self.catalogue[name].of)  # how many units a unit is
        if not fitting:
            labels = "和".join(DIMENSIONS[each].label for each in split)
            self.add_error("by", f"所选的指标不能按{labels}分。")
        elif across and len(fitting) > 1:
            self.add_error("what", "交叉统计一次只能看一个指标，请选一个。")
        return fitting

    def _former(self, scope, given, names):
        """The scope compared with: another session, as of the same day of its own year or as of the day that is given."""
        former = self.sessions.get(given["against"])
        if former is None:
            return None
        if len(scope.sessions) > 1 or given["across"]:
            raise Refused("比较时请选一次会议，不作交叉。")
        if given["by"] and len(names) > 1:
            raise Refused("分类比较一次只能看一个指标，请选一个。")
        return scope_of(former, as_of=given["against_on"] or same_day(scope, former), ruled_by=scope.session)


def same_day(scope, former) -> date:
    """The day of another session that is as far from its beginning as the scope's day is from that of its own, at the latest that day.

    Where one of them has no day of its own, the day a year before.
    """
    start = scope.session.starts_on
    if not start or not former.starts_on:
        return add_months(scope.as_of, -12)
    return min(former.starts_on + (scope.as_of - start), scope.as_of)


def _figure_choices(catalogue):
    groups = {}
    for name, each in catalogue.items():
        groups.setdefault(each.group, [(f"{GROUP}{each.group}", f"{each.group}（全组）")]).append((name, each.label))
    return [("", "主要指标"), (ALL, "全部指标"), *((group, tuple(found)) for group, found in groups.items())]
