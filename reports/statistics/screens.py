"""What the big screen shows of a session: a few large numbers and charts; counts of all cases, nobody's own."""

from dataclasses import dataclass

from reports.figures import Measured, Scope, figures_for, scope_of, tabulate
from reports.statistics.charts import charts
from reports.statistics.grids import split
from reports.statistics.wanted import Wanted

LARGE = (
    *("submitted", "filed", "assigned", "handling_units", "replied", "reply_rate"),
    *("met_rate", "on_time_rate", "concluded", "satisfaction", "plan_items", "plan_completion"),
)
DRAWN = (("assigned", "category"), ("replied", "result"), ("replied", "month"), ("assigned", "track"))


@dataclass(frozen=True)
class Screen:
    scope: Scope
    figures: tuple[Measured, ...]
    charts: tuple


def screen_of(session):
    """The `Screen` of a session as it stands now; charts with nothing to draw are left out."""
    scope = scope_of(session)
    catalogue = figures_for(scope)
    found = tabulate(scope, [name for name in LARGE if name in catalogue])[0][1]
    drawn = [chart for name, by in DRAWN for chart in charts(split(Wanted(scope, catalogue, (name,), by)))]
    shown = tuple(each for each in found.values() if each.part or each.figure.relation != "items")  # no plan, no numbers of it
    return Screen(scope, shown, tuple(drawn))
