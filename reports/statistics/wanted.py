"""What somebody wants counted: sessions, figures, dimensions, the day, and what to compare with; for page, file and API alike."""

from dataclasses import dataclass
from datetime import date

from django import forms

from reports.figures import DIMENSIONS, Figure, Scope, figures_for
from reports.figures.catalogue import MAIN
from reports.figures.counting import fits
from workflow.calendar import add_months
from workflow.refusals import Refused

ALL, GROUP, FORMER = "all", "group:", "former"
FEWEST = 2  # units to choose from
BEFORE_UNITS = frozenset(("submitted", "filed", "filing_rate", "merged", "not_filed", "withdrawn", "pending"))


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


class StatisticsForm(forms.Form):
    """Bound to what an address says; what it leaves out is the newest session, today, the main figures, unsplit.

    `offered`: what the person may have counted (`Offered`), at least one session.
    """

    session = forms.ChoiceField(label="届次", required=False)
    unit = forms.ChoiceField(label="单位", required=False)
    since = forms.DateField(label="提交日期从（空为年初）", required=False)
    until = forms.DateField(label="提交日期到（空为截至日）", required=False)
    what = forms.ChoiceField(label="指标", required=False)
    by = forms.ChoiceField(label="按", required=False)
    across = forms.ChoiceField(label="再按（交叉）", required=False)
    as_of = forms.DateField(label="截至（空为今天）", required=False)
    against = forms.ChoiceField(label="比较", required=False)
    against_on = forms.DateField(label="比较截至（空为同期）", required=False)

    def __init__(self, data, *, offered):
        super().__init__(data)
        self.offered = offered
        self.wanted = None
        chosen = data.get("session", "")
        self.value = chosen if offered.named(chosen) else next(iter(offered.sessions))
        self.base = offered.scope(self.value)
        self.catalogue = _told(figures_for(self.base), self.base)
        split = [("", "不分"), *((name, each.label) for name, each in DIMENSIONS.items())]
        self.fields["session"].choices = offered.choices
        self.fields["what"].choices = _figure_choices(self.catalogue)
        self.fields["by"].choices = self.fields["across"].choices = split
        units = offered.units_of(self.base.place)
        self.fields["unit"].choices = [(value, str(unit)) for value, unit in units.items()]
        if len(units) < FEWEST and not data.get("unit"):
            del self.fields["unit"]
        if self.base.sessions:
            del self.fields["since"], self.fields["until"]
        place = self.base.place
        others = [(value, str(each)) for value, each in offered.sessions.items() if each.term.jurisdiction_id == place.pk]
        former = [(FORMER, "上一次会议"), *others] if self.base.sessions else [(FORMER, "上年同期")]
        self.fields["against"].choices = [("", "不比较"), *former]

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
        names, field = self._names(given["what"], by, across), "until" if given.get("since") or given.get("until") else "as_of"
        days = {name: given.get(name) for name in ("since", "until", "as_of")}
        try:
            scope = self.offered.scope(self.value, unit=given.get("unit", ""), **days)
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
        """The scope compared with: another session or the same days a year before, as of the same day of its own year or as of the day
        that is given."""
        if not given["against"]:
            return None
        if len(scope.sessions) > 1 or given["across"]:
            raise Refused("比较时请选一次会议或者按提交日期，不作交叉。")
        if given["by"] and len(names) > 1:
            raise Refused("分类比较一次只能看一个指标，请选一个。")
        value, unit, day = self._compared(scope, given["against"]), given.get("unit", ""), given["against_on"]
        if scope.sessions:
            former = self.offered.sessions[value]
            return self.offered.scope(value, unit=unit, as_of=day or same_day(scope, former), by=scope.session)
        since, until, as_of = (add_months(each, -12) for each in (scope.since, scope.until, scope.as_of))
        return self.offered.scope(value, unit=unit, since=since, until=until, as_of=day or as_of, by=scope.rules_on)

    def _compared(self, scope, against):
        """What an address calls that which is compared with. Raises Refused where there is no session before."""
        if against != FORMER or not scope.sessions:
            return self.value if against == FORMER else against
        place = [each for each in self.offered.sessions.values() if each.term.jurisdiction_id == scope.place.pk]
        before = place[place.index(scope.session) + 1 :]
        if not before:
            raise Refused(f"{scope.session.short_name}以前没有登记会议，不能比较。")
        return str(before[0].pk)


def _told(catalogue, scope):
    """The figures worth a row: of one unit's work without those that say nothing of it."""
    if not scope.unit:
        return catalogue
    return {name: each for name, each in catalogue.items() if not each.of and name not in BEFORE_UNITS}


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
