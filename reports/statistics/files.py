"""Statistics as files, by the one export layer."""

from reports.figures import DIMENSIONS
from reports.statistics.lists import link_of
from tables import Column, Table


def statistics_table(wanted, found):
    """The grids of what is wanted as one table; its note says sessions, day and definition."""
    heads = found[0].head
    grouped = len(found) > 1
    columns = [Column("group", "分组", 14)] if grouped else []
    columns += [Column(f"c{place}", label, _width(place, label)) for place, label in enumerate(heads)]
    return Table(title(wanted, found), tuple(columns), _rows(found), note(wanted))


def title(wanted, found):
    return f"{wanted.scope.unit or wanted.scope.place}统计：{found[0].title if len(found) == 1 else '指标'}"


def note(wanted):
    """Whose figures these are and as of when, in words."""
    words = [str(wanted.scope)]
    if wanted.former:
        words.append(f"比较：{wanted.former.name}，截至 {wanted.former.as_of:%Y-%m-%d}，按{_ruling(wanted.scope)}的口径")
    if wanted.by:
        words.append("按" + "、".join(DIMENSIONS[each].label for each in (wanted.by, wanted.across) if each))
    return "；".join(words)


def _ruling(scope):
    """By whose rules a comparison goes, in words."""
    return scope.name if scope.sessions else f"{scope.rules_on:%Y-%m-%d} "


def _rows(found):
    for grid in found:
        for line in grid.lines:
            values = [line.label, *(cell.value if isinstance(cell.value, int) else cell.text for cell in line.cells)]
            yield {"group": grid.title} | {f"c{place}": value for place, value in enumerate(values)}


def _width(place, label):
    return 24 if not place else 50 if label == "口径" else max(10, 2 * len(label) + 2)


def list_table(found):
    """The list behind a number (a `Listed`) as a table."""
    columns = (Column("name", found.figure.label, 60), Column("link", "页面", 40))
    words = "；".join([str(found.scope), *found.words])
    hidden = f"；另有 {found.hidden} 项不在导出人可以查看的范围内" if found.hidden else ""
    rows = ({"name": str(row), "link": link_of(row)} for row in found.rows.order_by("pk"))
    return Table(f"{found.figure.label}清单", columns, rows, words + hidden)
