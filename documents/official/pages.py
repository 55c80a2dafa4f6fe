"""Composes a whole paper into pages, without knowing how they are drawn."""

from .body import attachment_list, attachment_pages, block_rows, paragraph
from .closing import colophon, colophon_lines, folio, signature, signed
from .figures import BODY_SIZE, MARK_SIZE, ROW, ROWS, TITLE_SIZE, TOP, WIDTH
from .flow import Draft, FlowItem, Pages, Row, placed_line, row_top
from .fonts import FontStack
from .heads import Head, document_head, letter_head
from .lines import Run, clean, compose
from .model import LETTER, OfficialPaper
from .placed import Mark, Page
from .titles import title_lines

LEAST_BODY_ROWS = 1  # 首页必须显示正文, 7.3.3
SMALLEST_MARK = 16.0


def head_of(paper: OfficialPaper, fonts: FontStack, most: float) -> Head:
    return letter_head(paper, fonts) if paper.format == LETTER else document_head(paper, fonts, most)


def address_rows(paper: OfficialPaper, fonts: FontStack) -> list[Row]:
    """主送机关: flush left with a colon, 7.3.2."""
    text = clean(paper.addressees).rstrip("：:。")
    return paragraph(compose((Run(f"{text}："),), fonts, WIDTH), keep=True) if text else []


def front(paper: OfficialPaper, fonts: FontStack) -> tuple[list[Mark], int, list[Row]]:
    """Head and title of the first page, the first free row of the grid below them, and the rows of 主送 (empty where they have to
    move to the 版记 so that the first page shows text)."""
    addressees = address_rows(paper, fonts)
    lines = title_lines(paper.title, fonts, whole=tuple(clean(name) for name in paper.issuers))
    most = MARK_SIZE
    while True:
        head = head_of(paper, fonts, most)
        first = round((head.title_top - TOP) / ROW) + len(lines) + 1
        if first + len(addressees) + LEAST_BODY_ROWS <= ROWS or most <= SMALLEST_MARK:
            break
        most -= 2.0
    if first + len(addressees) + LEAST_BODY_ROWS > ROWS:
        addressees = []
    first = min(first, ROWS - LEAST_BODY_ROWS)
    title_row = first - 1 - len(lines)
    shift = (head.title_top - row_top(title_row)) / 2  # the gaps above and below the title share what the grid leaves over
    texts = tuple(placed_line(line, title_row + shift / ROW + index, TITLE_SIZE) for index, line in enumerate(lines))
    return [*head.items, Mark("h1", texts)], first, addressees


def text_flow(paper: OfficialPaper, fonts: FontStack) -> list[FlowItem]:
    """Everything that flows: body, 附件说明, signature, attachments."""
    text, listed = block_rows(paper.body, fonts), attachment_list(paper.attachments, fonts)
    return [*signed(text, listed, signature(paper, fonts)), *attachment_pages(paper.attachments, fonts)]


def close(pages: Pages, paper: OfficialPaper, fonts: FontStack, addressees: str) -> None:
    """Puts the 版记 at the foot of the last page (an even one where printed on both sides), on a new page where there is no room."""
    parts = colophon_lines(paper, addressees, fonts)
    if not parts:
        return
    items, top = colophon(parts, ruled=paper.format != LETTER)
    if row_top(pages.last.used) - (ROW - BODY_SIZE) / 2 > top:
        pages.turn()
    if paper.duplex and paper.format != LETTER and len(pages.drafts) % 2:
        pages.turn()
    pages.last.items += items


def page_number(index: int, draft: Draft, paper: OfficialPaper) -> int | None:
    """The number of a page: none where no text stands (a blank page, a page of the 版记 alone), none on a letter's first page."""
    return index if draft.has_text and not (paper.format == LETTER and index == 1) else None


def compose_paper(paper: OfficialPaper, fonts: FontStack) -> tuple[Page, ...]:
    """All pages of a paper. MissingGlyph where a character cannot be printed."""
    head, first, addressees = front(paper, fonts)
    moved = "" if addressees else paper.addressees
    pages = Pages(first, len(addressees) + LEAST_BODY_ROWS)
    pages.last.items += head
    pages.last.has_text = True
    pages.fill([*addressees, *text_flow(paper, fonts)])
    close(pages, paper, fonts, moved)
    result = []
    for index, draft in enumerate(pages.drafts, 1):
        number = page_number(index, draft, paper)
        if number:
            draft.items.append(folio(number, fonts))
        result.append(draft.page(number))
    return tuple(result)
