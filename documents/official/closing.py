"""What follows the body: 署名 and 成文日期 (7.3.5), 附注 (7.3.6), 版记 (7.4) and page numbers (7.5)."""

from .body import INDENT, paragraph
from .figures import (
    BODY_SIZE,
    BODY_SPACING,
    BOTTOM,
    COLOPHON_INNER,
    COLOPHON_OUTER,
    COLOPHON_ROW,
    FOLIO_DASH,
    LEFT,
    SEAL,
    SMALL_SIZE,
    SQUARE,
    WIDTH,
)
from .flow import BLANK, FlowItem, Row
from .fonts import FontStack
from .lines import Line, Run, clean, compose
from .model import LETTER, OfficialPaper, chinese_date
from .placed import Mark, Rule, Text

MOST_BOUND = 8  # rows of 附件说明 that go with the signature
SEAL_ROWS = 5  # rows from one line of seals to the next, so that they do not touch


def measured(text: str, fonts: FontStack) -> float:
    """Width of body text on the grid, in points."""
    return sum(fonts.advance(character, "fang") * BODY_SIZE + BODY_SPACING for character in text)


def line_at(text: str, indent: float) -> Line:
    return Line((Run(text),), BODY_SPACING, max(0.0, indent))


def sealed(names: list[str], day: str, fonts: FontStack) -> list[FlowItem]:
    """署名 under seals: in rows that leave room for each seal, the last one centred over the date, the date four characters in."""
    widths = [max(measured(name, fonts), SEAL) for name in names]
    columns = 1 if len(names) == 1 else max(n for n in (1, 2, 3) if n == 1 or n * max(widths) + (n - 1) * SQUARE <= WIDTH)
    date_width = measured(day, fonts)
    date_at = WIDTH - 4 * SQUARE - date_width
    rows: list[FlowItem] = [BLANK, BLANK]
    lines = [names[start : start + columns] for start in range(0, len(names), columns)]
    for index, group in enumerate(lines):
        rows += [BLANK] * (SEAL_ROWS - 1 if index else 0)
        last = index == len(lines) - 1
        rows.append(Row(seal_line(group, date_at + date_width / 2 if last and day else None, fonts)))
    return [*rows, Row((line_at(day, date_at),))] if day else rows


def seal_line(group: list[str], centre: float | None, fonts: FontStack) -> tuple[Line, ...]:
    """Organs of one row of seals, spread evenly; the last one has its middle at `centre` where given."""
    widths = [measured(name, fonts) for name in group]
    if centre is None:
        slot = WIDTH / len(group)
        return tuple(line_at(name, slot * i + (slot - width) / 2) for i, (name, width) in enumerate(zip(group, widths, strict=True)))
    last = min(centre - widths[-1] / 2, WIDTH - widths[-1])
    slot = last / max(1, len(group) - 1)
    before = zip(group[:-1], widths, strict=False)
    return (*(line_at(name, slot * i + (slot - width) / 2) for i, (name, width) in enumerate(before)), line_at(group[-1], last))


def unsealed(names: list[str], day: str, fonts: FontStack) -> list[FlowItem]:
    """署名 without seal: right two characters in, the date starting two characters further right, or itself two characters in."""
    widest, date_width = max(measured(name, fonts) for name in names), measured(day, fonts)
    start = WIDTH - 2 * SQUARE - widest
    date_at = start + 2 * SQUARE
    if date_at + date_width > WIDTH - 2 * SQUARE:
        date_at = WIDTH - 2 * SQUARE - date_width
        start = min(start, date_at - 2 * SQUARE)
    rows: list[FlowItem] = [BLANK]
    rows += [Row((line_at(name, start + (widest - measured(name, fonts)) / 2),)) for name in names]
    return [*rows, Row((line_at(day, date_at),))] if day else rows


def signature(paper: OfficialPaper, fonts: FontStack) -> list[FlowItem]:
    """署名, 成文日期 and 附注, kept on one page."""
    names = [clean(name) for name in paper.signed_by]
    day = chinese_date(paper.dated_on) if paper.dated_on else ""
    rows = (sealed if paper.seal else unsealed)(names, day, fonts)
    note = clean(paper.note).strip("（）()")
    if note:
        rows += paragraph(compose((Run(f"（{note}）"),), fonts, WIDTH, first=INDENT))
    return [Row(row.lines, row.key, row.role, row.size, keep=row is not rows[-1]) for row in rows]


def signed(body: list[FlowItem], attachments: list[FlowItem], closing: list[FlowItem]) -> list[FlowItem]:
    """Body, 附件说明 and signature bound so that the signature never stands on a page without text of the body (7.3.5.5)."""
    if len(attachments) > MOST_BOUND:
        free, bound = [*body, *attachments[:-1]], attachments[-1:]
    else:
        free, bound = body[:-1], [*body[-1:], *attachments]
    kept = [Row(row.lines, row.key, row.role, row.size, keep=True) if isinstance(row, Row) else row for row in bound]
    return [*free, *kept, *closing]


def colophon_lines(paper: OfficialPaper, addressees: str, fonts: FontStack) -> list[list[Line]]:
    """The parts of the 版记, each between two rules: 主送 (moved here), 抄送, 印发机关 and 印发日期."""
    parts = []
    for label, text in (("主送", addressees), ("抄送", paper.copies_to)):
        text = clean(text).rstrip("。：:")
        if text:
            hang = SMALL_SIZE * (1 + len(label) + 1)
            runs = (Run(f"{label}：{text}。"),)
            width = WIDTH - SMALL_SIZE
            parts.append(compose(runs, fonts, width, size=SMALL_SIZE, spacing=0.0, first=SMALL_SIZE, rest=hang))
    issued = f"{chinese_date(paper.printed_on)}印发" if paper.printed_on else ""
    by = clean(paper.printed_by)
    if (issued or by) and paper.format != LETTER:
        right = WIDTH - SMALL_SIZE - fonts.width(issued, "fang") * SMALL_SIZE
        spread = min(0.0, (right - 2 * SMALL_SIZE) / max(1, len(by)) - SMALL_SIZE)
        pieces = [Line((Run(by),), spread, SMALL_SIZE)] if by else []
        parts.append([*pieces, *([Line((Run(issued),), 0.0, right)] if issued else [])])
    return parts


def colophon_rows(part: list[Line]) -> list[list[Line]]:
    """Lines of a part by row: 印发机关 and 印发日期 share one."""
    if len(part) == 2 and part[1].indent > WIDTH / 2 and part[1].text.endswith("印发"):
        return [part]
    return [[line] for line in part]


def colophon(parts: list[list[Line]], *, ruled: bool) -> tuple[list[Mark | Rule], float]:
    """The 版记 with its last rule on the lower edge of the 版心; gives also its upper edge."""
    rows = [colophon_rows(part) for part in parts]
    top = BOTTOM - sum(len(part) for part in rows) * COLOPHON_ROW
    items: list[Mark | Rule] = [Rule(LEFT, top - COLOPHON_OUTER / 2, WIDTH, COLOPHON_OUTER)] if ruled else []
    y = top
    for index, part in enumerate(rows):
        placed = []
        for row in part:
            inset = (COLOPHON_ROW - SMALL_SIZE) / 2
            placed += [Text(line.runs, LEFT + line.indent, y + inset, SMALL_SIZE, line.spacing) for line in row]
            y += COLOPHON_ROW
        items.append(Mark("p", tuple(placed)))
        last = index == len(rows) - 1
        thickness = COLOPHON_OUTER if last else COLOPHON_INNER
        if ruled:
            items.append(Rule(LEFT, y - thickness / (1 if last else 2), WIDTH, thickness))
    return items, top


def folio(number: int, fonts: FontStack) -> Mark:
    """The page number “— 1 —”: dashes 7 mm below the 版心, odd pages right and even pages left, one character in."""
    text = f"— {number} —"
    dash = sum(fonts.ink("—", "song")) / 2 * SMALL_SIZE
    width = fonts.width(text, "song") * SMALL_SIZE
    x = LEFT + WIDTH - SQUARE - width if number % 2 else LEFT + SQUARE
    return Mark("footer", (Text((Run(text, "song"),), x, FOLIO_DASH + dash - 0.88 * SMALL_SIZE, SMALL_SIZE),))
