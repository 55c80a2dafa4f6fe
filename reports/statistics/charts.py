"""Charts of a grid as plain data for `static/charts.js`, which draws them: categories, series of numbers, the list behind each bar."""

from reports.figures.dimensions import UNMARKED

MOST = 30  # bars of a chart; the table has all
FEWEST = 2
MORE = "图中只画前{most}项，全部见表。"


def charts(grid):
    """[{"title", "categories", "series": [{"name", "data", "urls"}], "percent", "stacked", "upright", "note"}] of a grid, those with
    anything to draw."""
    found = [_chart(grid, *each) for each in grid.drawn]
    return [each for each in found if each]


def _chart(grid, title, places, percent, stacked):
    lines = [line for line in grid.lines if not line.is_total and _is_of(line, percent, grid) and not _is_nothing(line, places)]
    shown = lines[:MOST]
    series = [
        {
            "name": _name(grid, place),
            "data": [line.cells[place].value for line in shown],
            "urls": [line.cells[place].url for line in shown],
        }
        for place in places
    ]
    if len(series) * len(shown) < FEWEST or not any(value for each in series for value in each["data"]):
        return None
    return {
        "title": f"{grid.title}（{title}）" if title and len(grid.drawn) > 1 else grid.title,
        "categories": [line.label for line in shown],
        "series": series,
        "percent": percent,
        "stacked": stacked,
        "upright": grid.upright,
        "note": MORE.format(most=MOST) if len(lines) > MOST else "",
    }


def _is_of(line, percent, grid):
    """Whether a row belongs in the chart: rows of rates and of counts are drawn apart where both stand in a panel."""
    return grid.head[-1] != "口径" or percent == line.is_rate


def _is_nothing(line, places):
    """Whether a row is of what is not marked and there is nothing of it."""
    return line.label == UNMARKED and not any(line.cells[place].value for place in places)


def _name(grid, place):
    """What a series is called: the head of its column, unless the grid says otherwise."""
    return grid.called.get(place, grid.head[place + 1])
