"""The body 正文 and its attachments as rows: paragraphs of four levels, numbered items, tables."""

from .figures import BODY_SIZE, BODY_SPACING, SQUARE, TITLE_SIZE, WIDTH
from .flow import BLANK, FlowItem, NewPage, Row
from .fonts import FontStack
from .lines import Line, Run, clean, compose
from .model import Attachment, Block, Entry, Paragraph, Table
from .tables import compose_table
from .titles import centred, title_lines

INDENT = 2 * SQUARE
LEVEL_FACES = ("fang", "hei", "kai", "fang", "fang")  # 7.3.3


def paragraph(lines: list[Line], *, role: str = "p", size: float | None = None, keep: bool = False) -> list[Row]:
    """The rows of one paragraph; `keep` binds its last row to what follows."""
    key, sized = object(), {} if size is None else {"size": size}
    last = len(lines) - 1
    return [Row((line,), key, role, keep=keep and index == last, **sized) for index, line in enumerate(lines)]


def text_rows(block: Paragraph, fonts: FontStack) -> list[FlowItem]:
    """A paragraph: two characters in, then flush; a heading keeps to what it heads."""
    face = LEVEL_FACES[block.level]
    lead, text = clean(block.lead), clean(block.text)
    heading = block.level > 0 and not lead
    runs = (Run(lead, face or "fang"), Run(text, "fang")) if lead else (Run(text, face),)
    is_heading = heading and len(text) <= 30 and not text.endswith("。")
    role = f"h{min(block.level + 1, 6)}" if is_heading else "p"
    lines = compose(tuple(run for run in runs if run.text), fonts, WIDTH, first=INDENT)
    return list(paragraph(lines, role=role, keep=is_heading))


def entry_rows(entry: Entry, fonts: FontStack) -> list[FlowItem]:
    """A numbered item, its title first, each particular on a line of its own; all of it stays on one page."""
    rows = paragraph(compose((Run(clean(entry.number + entry.title)),), fonts, WIDTH, first=INDENT))
    for label, value in entry.fields:
        rows += paragraph(compose((Run(clean(f"{label}：{value}")),), fonts, WIDTH, first=INDENT))
    bound = [Row(row.lines, row.key, row.role, row.size, keep=True) for row in rows[:-1]]
    return [*bound, *rows[-1:]]


def table_rows(table: Table, fonts: FontStack) -> list[FlowItem]:
    """A table under its caption, with a blank row after it."""
    rows: list[FlowItem] = []
    if clean(table.caption):
        rows += paragraph([centred(clean(table.caption), "hei", fonts, BODY_SIZE)], keep=True)
    return [*rows, compose_table(table, fonts), BLANK]


def block_rows(blocks: tuple[Block, ...], fonts: FontStack) -> list[FlowItem]:
    """Blocks in order, as rows."""
    makers = {Paragraph: text_rows, Entry: entry_rows, Table: table_rows}
    rows: list[FlowItem] = []
    for block, apart in zip(blocks, stand_apart(blocks), strict=True):
        rows += [BLANK] if apart else []
        rows += makers[type(block)](block, fonts)
    return rows


def stand_apart(blocks: tuple[Block, ...]) -> list[bool]:
    """Of each block whether a blank row parts it from what stands before: a table without a caption under text."""
    return [
        isinstance(block, Table) and not clean(block.caption) and isinstance(before, Paragraph)
        for before, block in zip((None, *blocks), blocks, strict=False)
    ]


def attachment_list(attachments: tuple[Attachment, ...], fonts: FontStack) -> list[FlowItem]:
    """附件说明, 7.3.4: one blank row, two characters in, wrapped lines under the first character of the name, no full stop."""
    rows: list[FlowItem] = [BLANK] if attachments else []
    label = "附件："
    start = INDENT + len(label) * SQUARE
    for number, item in enumerate(attachments, 1):
        prefix = f"{number}. " if len(attachments) > 1 else ""
        head = f"{label if number == 1 else ''}{prefix}"
        first = INDENT if number == 1 else start
        hang = start + sum(fonts.advance(character, "fang") * BODY_SIZE + BODY_SPACING for character in prefix)
        name = clean(item.title.replace("\n", "")).rstrip("。；，、")
        named = paragraph(compose((Run(name),), fonts, WIDTH, first=hang, rest=hang))
        if head and named:
            label_line = Line((Run(head.rstrip()),), BODY_SPACING, first)
            named[0] = Row((label_line, *named[0].lines), named[0].key)
        rows += named
    return rows


def attachment_pages(attachments: tuple[Attachment, ...], fonts: FontStack) -> list[FlowItem]:
    """附件 on pages of their own, 7.3.7: “附件1” on the first row, the title on the third, then its body."""
    rows: list[FlowItem] = []
    for number, item in enumerate(attachments, 1):
        if not item.body:
            continue
        label = f"附件{number}" if len(attachments) > 1 else "附件"
        rows += [NewPage(), *paragraph([Line((Run(label, "hei"),), 0.0, 0.0)], keep=True)]
        rows += [Row(keep=True), *paragraph(title_lines(item.title, fonts), role="h1", size=TITLE_SIZE, keep=True), BLANK]
        rows += block_rows(item.body, fonts)
    return rows
