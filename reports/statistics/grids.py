"""Figures laid out as people read them: one panel for each group, or one for a split, a row for each key, each number with its list."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from reports.figures import DIMENSIONS, largest_remainder, tabulate
from reports.figures.dimensions import UNMARKED
from reports.statistics.offered import DAYS, EVER

BLANK = "—"
ORDERED = ("session", "track", "category", "month", "round", "result", "key", "period", "kind")  # these have an order of their own
TELLING = ("assigned", "replied", "concluded", "reply_rate", "on_time_rate", "satisfaction")
SIDES = 3  # bars side by side
SHARED = "“构成”是占合计的百分比，按最大余额法取舍，合计为100%。"
REPEATED = "一件有几个{label}的，在每个{label}下各计一次；合计不重复计。"


@dataclass(frozen=True)
class Cell:
    """`text` as it is read; `value` as a file keeps it and a chart draws it (None: nothing to draw); `url`: the list behind it."""

    text: str
    value: object = None
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One row: what it is of, and its cells."""

    label: str
    cells: tuple[Cell, ...]
    is_total: bool = False
    is_rate: bool = False


@dataclass(frozen=True)
class Grid:
    """A panel: `head` names the columns (the label's first). `drawn`: [(title, numbers of cells, whether percent, whether stacked)] of its
    charts; `called`: {number of a cell: name of its series} where that is not the head of its column."""

    title: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    drawn: tuple = ()
    upright: bool = False
    called: dict = field(default_factory=dict)

    @property
    def rows(self):
        """[(line, [(head of the column, cell)])]."""
        return [(line, list(zip(self.head[1:], line.cells, strict=True))) for line in self.lines]


def grids(wanted):
    """[Grid] of what is wanted."""
    if not wanted.by:
        return totals(wanted)
    if wanted.across:
        return [crossed(wanted)]
    return [split(wanted)] if wanted.only else [side_by_side(wanted)]


def _all(scope, names):
    """{name: Measured} over the whole scope."""
    return tabulate(scope, names)[0][1]


def number(measured, url=""):
    """A figure as a cell: a rate in percent, a count as it is."""
    rate = measured.figure.rate
    value = measured.value
    return Cell(str(measured), float(value) if rate and value is not None else value, url if measured.part else "")


def share(measured):
    """The share of a count that has a base, as a cell."""
    if measured.whole is None or measured.figure.rate:
        return Cell(BLANK)
    return Cell(str(measured.ratio))


def ratio(measured):
    """So many of so many."""
    return Cell(BLANK if measured.whole is None else f"{measured.part}/{measured.whole}")


def change(now, before):
    """What a figure gained against another of the same definition; rates in points of a percent."""
    if now.value is None or before.value is None:
        return Cell(BLANK)
    gain = now.value - before.value
    return Cell(f"{gain:+}{' 个百分点' if now.figure.rate else ''}" if gain else "持平")


class Lists:
    """Addresses of the lists behind the numbers of a scope."""

    def __init__(self, wanted, scope):
        self.facts = {"session": sessions_value(scope), "as_of": f"{scope.as_of:%Y-%m-%d}"}
        if not scope.sessions:
            self.facts |= {"since": f"{scope.since:%Y-%m-%d}", "until": f"{scope.until:%Y-%m-%d}"}
        if scope.ruled_by or scope.ruled_on:
            self.facts["rules"] = scope.ruled_by.pk if scope.ruled_by else f"{scope.ruled_on:%Y-%m-%d}"
        if scope.unit:
            self.facts["unit"] = scope.unit.pk
        self.dimensions = [("by", "key"), ("across", "other")]
        self.names = [name for name in (wanted.by, wanted.across) if name]

    def of(self, name, *keys, dims=None):
        """The list behind a figure, of one cell where keys of the dimensions are given."""
        facts = self.facts | {"figure": name}
        for (dim, key), dimension, value in zip(self.dimensions, dims or self.names, keys, strict=False):
            facts |= {dim: dimension, key: written(value)}
        return f"{reverse('reports:statistics-list')}?{urlencode(facts)}"


def sessions_value(scope):
    """How an address names the sessions of a scope, or that it is of days."""
    if not scope.sessions:
        return f"{DAYS}{scope.place.pk}"
    return f"{EVER}{scope.place.pk}" if len(scope.sessions) > 1 else str(scope.session.pk)


def written(key):
    """A key of a dimension as an address has it."""
    if isinstance(key, bool):
        return "yes" if key else "no"
    return "" if key is None else str(key)


def totals(wanted):
    """Figures of the whole scope, a row each, a panel for each group; beside them those compared with."""
    found = _all(wanted.scope, wanted.names)
    before = _all(wanted.former, wanted.names) if wanted.former else None
    called = _called(wanted, 3)
    head = ("指标", called.get(0, "数值"), "分子/分母", "占比") + ((called[3], "比较占比", "增减") if before else ()) + ("口径",)
    lists, others = Lists(wanted, wanted.scope), Lists(wanted, wanted.former) if before else None
    groups = {}
    for name, each in found.items():
        cells = [number(each, lists.of(name)), ratio(each), share(each)]
        if before:
            then = before[name]
            cells += [number(then, others.of(name)), share(then), change(each, then)]
        figure = each.figure
        cells.append(Cell(figure.definition + (f"分母：{figure.basis}。" if figure.basis else "")))
        line = Line(figure.label, tuple(cells), is_rate=figure.rate)
        groups.setdefault(wanted.title or figure.group, []).append(line)
    drawn = (("件数", (0, 3) if before else (0,), False, False), ("比率", (0, 3) if before else (0,), True, False))
    return [Grid(group, head, tuple(lines), drawn=drawn, called=called) for group, lines in groups.items()]


def _called(wanted, place):
    """{number of a cell: name of its series} where sessions are compared: its own first, the other's at `place`."""
    return {0: wanted.scope.name, place: wanted.former.name} if wanted.former else {}


def ordered(scope, dimension, found):
    """Keys in the order in which people expect them: their own, or by the number, the largest first; unmarked ones last.

    `found`: {key: weight}. Returns [(key, label)].
    """
    names = DIMENSIONS[dimension].names(scope, list(found))
    own = {key: place for place, key in enumerate(_own_order(scope, dimension))}
    known = [(key, names.get(key, str(key))) for key in found if key is not None]
    if dimension in ORDERED:
        known.sort(key=lambda each: (own.get(each[0], len(own)), str(each[0])))
    else:
        known.sort(key=lambda each: (-found[each[0]], each[1]))
    return known + ([(None, UNMARKED)] if None in found else [])


def _own_order(scope, dimension):
    if dimension == "session":
        return [each.pk for each in scope.sessions]
    if dimension == "track":
        return [code for code, _ in scope.case_rules.tracks]
    if dimension == "category":
        return scope.case_rules.categories
    return [True, False] if dimension in ("key", "period") else ()


def _weights(table):
    """{key: what the first figure comes to} of rows with one key."""
    return {keys[0]: next(iter(cells.values())).part for keys, cells in table}


def _notes(wanted):
    labels = [DIMENSIONS[name].label for name in (wanted.by, wanted.across) if name in ("unit", "leader")]
    return tuple(REPEATED.format(label=label) for label in labels)


def split(wanted):
    """One figure by one dimension, with its share and its part in the sum; compared with another session where that is wanted."""
    figure, name = wanted.only, wanted.names[0]
    table = tabulate(wanted.scope, wanted.names, wanted.by)
    total = _all(wanted.scope, wanted.names)[name]
    now = {keys[0]: cells[name] for keys, cells in table}
    then, before = {}, None
    if wanted.former:
        then = {keys[0]: cells[name] for keys, cells in tabulate(wanted.former, wanted.names, wanted.by)}
        before = _all(wanted.former, wanted.names)[name]
    keys = ordered(wanted.scope, wanted.by, {key: each.part for key, each in (then | now).items()})
    parts = [now[key].part if key in now else 0 for key, _ in keys]
    whole = not figure.rate and sum(parts) == total.part and total.part
    shares = [f"{each}%" for each in largest_remainder(parts, total.part, total.digits)] if whole else []
    row = _Row(wanted, name, total, before, bool(whole))
    lines = [row.line(key, label, now, then, shares[place] if whole else "") for place, (key, label) in enumerate(keys)]
    if keys:
        lines.append(row.total())
    drawn = (("", (0, row.then_at) if before else (0,), figure.rate, False),)
    notes = ((SHARED,) if whole else ()) + _notes(wanted)
    title, called = f"{figure.label}，按{DIMENSIONS[wanted.by].label}", _called(wanted, row.then_at)
    return Grid(title, row.head, tuple(lines), notes, drawn, _upright(wanted.by), called)


class _Row:
    """Makes the rows of one figure by one dimension."""

    def __init__(self, wanted, name, total, before, shared):
        self.wanted, self.name, self.whole, self.before, self.shared = wanted, name, total, before, shared
        self.none = type(total)(total.figure, 0, None if total.whole is None else 0, digits=total.digits)
        self.lists = Lists(wanted, wanted.scope)
        self.others = Lists(wanted, wanted.former) if before else None
        head = [DIMENSIONS[wanted.by].label, total.figure.label]
        head += ["分子/分母"] if total.whole is not None else []
        head += ["占比"] if total.whole is not None and not total.figure.rate else []
        head += ["构成"] if shared else []
        self.then_at = len(head) - 1
        self.head = (*head, *([wanted.former.name, "增减"] if before else []))

    def line(self, key, label, now, then, part):
        urls = self.lists.of(self.name, key), self.others.of(self.name, key) if self.before else ""
        return Line(label, self._cells(now.get(key, self.none), then.get(key, self.none), urls, part))

    def total(self):
        urls = self.lists.of(self.name), self.others.of(self.name) if self.before else ""
        return Line("合计", self._cells(self.whole, self.before, urls, "100%" if self.shared else ""), is_total=True)

    def _cells(self, now, then, urls, part):
        cells = [number(now, urls[0])]
        if now.whole is not None:
            cells += [ratio(now)] + ([] if now.figure.rate else [share(now)])
        cells += [Cell(part)] if self.shared else []
        cells += [number(then, urls[1]), change(now, then)] if self.before else []
        return tuple(cells)


def side_by_side(wanted):
    """Several figures by one dimension, a column each."""
    table = tabulate(wanted.scope, wanted.names, wanted.by)
    rows = {keys[0]: cells for keys, cells in table}
    total, lists = _all(wanted.scope, wanted.names), Lists(wanted, wanted.scope)
    keys = ordered(wanted.scope, wanted.by, _weights(table))
    lines = [Line(label, tuple(number(rows[key][name], lists.of(name, key)) for name in wanted.names)) for key, label in keys]
    if keys:
        lines.append(Line("合计", tuple(number(total[name], lists.of(name)) for name in wanted.names), is_total=True))
    head = (DIMENSIONS[wanted.by].label, *(each.label for each in wanted.figures))
    counts, rates = _drawn(wanted, rate=False), _drawn(wanted, rate=True)
    drawn = tuple((title, cells, percent, False) for title, cells, percent in (("件数", counts, False), ("比率", rates, True)) if cells)
    title = f"{wanted.title or wanted.figures[0].group}，按{head[0]}"
    return Grid(title, head, tuple(lines), _notes(wanted), drawn, _upright(wanted.by))


def _drawn(wanted, *, rate):
    """The numbers of the figures whose bars stand side by side: those that tell most, else the first few."""
    places = [place for place, each in enumerate(wanted.figures) if each.rate == rate]
    telling = [place for place in places if wanted.names[place] in TELLING]
    return tuple((telling or places)[:SIDES])


def crossed(wanted):
    """One figure by two dimensions: a row for each key of the first, a column for each of the second, and the sums."""
    figure, name, scope = wanted.only, wanted.names[0], wanted.scope
    cells = {keys: found[name] for keys, found in tabulate(scope, wanted.names, wanted.by, wanted.across)}
    of_row = {keys[0]: found[name] for keys, found in tabulate(scope, wanted.names, wanted.by)}
    of_column = {keys[0]: found[name] for keys, found in tabulate(scope, wanted.names, wanted.across)}
    total, lists = _all(scope, wanted.names)[name], Lists(wanted, scope)
    rows = ordered(scope, wanted.by, {key: each.part for key, each in of_row.items()})
    columns = ordered(scope, wanted.across, {key: each.part for key, each in of_column.items()})
    lines = []
    for key, label in rows:
        found = [number(cells[key, other], lists.of(name, key, other)) if (key, other) in cells else Cell(BLANK) for other, _ in columns]
        lines.append(Line(label, (*found, number(of_row[key], lists.of(name, key)))))
    if rows:
        sums = [number(of_column[other], lists.of(name, other, dims=[wanted.across])) for other, _ in columns]
        lines.append(Line("合计", (*sums, number(total, lists.of(name))), is_total=True))
    by, across = DIMENSIONS[wanted.by].label, DIMENSIONS[wanted.across].label
    head = (f"{by} \\ {across}", *(label for _, label in columns), "合计")
    drawn = (("", tuple(range(min(len(columns), 8))), figure.rate, not figure.rate),)
    return Grid(f"{figure.label}，按{by}和{across}", head, tuple(lines), _notes(wanted), drawn, _upright(wanted.by))


def _upright(dimension):
    """Whether the keys of a dimension have short names, so that bars may stand."""
    return dimension in ("month", "session", "round", "result", "key", "period")
