"""The head 版头 of the first page: 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人 and the red rules, in both formats."""

from dataclasses import dataclass

from .closing import measured
from .figures import (
    ASCENT,
    BODY_SIZE,
    BODY_SPACING,
    DESCENT,
    LEFT,
    LETTER_BETWEEN,
    LETTER_GAP,
    LETTER_LOWER_RULE,
    LETTER_RULE_LEFT,
    LETTER_RULE_WIDTH,
    LETTER_THICK,
    LETTER_THIN,
    MARK_NARROWEST,
    MARK_SIZE,
    MARK_TOP,
    RED_RULE_GAP,
    RED_RULE_THICKNESS,
    ROW,
    SQUARE,
    TOP,
    WIDTH,
)
from .flow import row_top
from .fonts import FontStack
from .lines import Run, clean
from .model import LETTER, OfficialPaper
from .placed import Mark, Rule, Text

INSET = (ROW - BODY_SIZE) / 2  # of text in its row


@dataclass(frozen=True, slots=True)
class Head:
    """Items of the head and where the title's first row begins."""

    items: tuple[Mark | Rule, ...]
    title_top: float


def text_at(text: str, x: float, top: float, face: str = "fang") -> Text:
    """Body-size text whose em box begins at `top`."""
    return Text((Run(text, face),), x, top, BODY_SIZE, BODY_SPACING)


def labels(paper: OfficialPaper, top: float, step: float) -> list[Mark]:
    """份号, 密级 and 紧急程度, flush left, one under the other, 7.2.1–7.2.3."""
    texts = [(clean(paper.copy_no), "fang"), (clean(paper.secrecy), "hei"), (clean(paper.urgency), "hei")]
    shown = [(text, face) for text, face in texts if text]
    return [Mark("p", (text_at(text, LEFT, top + index * step, face),)) for index, (text, face) in enumerate(shown)]


def fitted(text: str, fonts: FontStack, most: float, width: float) -> tuple[float, float]:
    """Size and horizontal scale with which a mark fills no more than `width`: narrowed first, then smaller."""
    em = fonts.width(text, "title")
    if em * most <= width:
        return most, 1.0
    size = min(most, width / em / MARK_NARROWEST)
    return size, width / em / size


def single_mark(text: str, top: float, fonts: FontStack) -> tuple[Mark, float]:
    """One issuer's mark, centred, its printed upper edge at `top`; gives also its printed lower edge."""
    size, narrow = fitted(text, fonts, MARK_SIZE, WIDTH)
    room = WIDTH - fonts.width(text, "title") * size * narrow
    spacing = min(0.25 * size, room / max(1, len(text)) * 0.5)
    width = fonts.width(text, "title") * size * narrow + spacing * (len(text) - 1)
    upper, lower = fonts.ink(text, "title")
    line = Text((Run(text, "title"),), LEFT + (WIDTH - width) / 2, top - (ASCENT - upper) * size, size, spacing, True, narrow)
    return Mark("p", (line,)), top + (upper - lower) * size


def joint_mark(names: list[str], suffix: str, top: float, fonts: FontStack, most: float) -> tuple[Mark, float]:
    """Marks of several issuers, the lead first, all as wide as the longest; the suffix right of them in the middle, 7.2.4."""
    gap = 0.5 if suffix else 0.0
    widest = max(fonts.width(name, "title") for name in names)
    tail = fonts.width(suffix, "title") if suffix else 0.0
    size = min(most, WIDTH / (widest + gap + tail) / 0.8)
    narrow = min(1.0, WIDTH / (widest + gap + tail) / size)
    left = LEFT + (WIDTH - (widest + gap + tail) * size * narrow) / 2
    upper, lower = fonts.ink("".join(names) + suffix, "title")
    pitch, first = size * 1.3, top - (ASCENT - upper) * size
    texts = []
    for index, name in enumerate(names):
        spare = (widest - fonts.width(name, "title")) * size / max(1, len(name) - 1)
        texts.append(Text((Run(name, "title"),), left, first + index * pitch, size, spare, True, narrow))
    if suffix:
        x = left + (widest + gap) * size * narrow
        texts.append(Text((Run(suffix, "title"),), x, first + (len(names) - 1) * pitch / 2, size, 0.0, True, narrow))
    return Mark("p", tuple(texts)), top + (len(names) - 1) * pitch + (upper - lower) * size


def number_row(paper: OfficialPaper, top: float, fonts: FontStack) -> tuple[list[Mark], float]:
    """发文字号, centred; on papers upward left with 签发人 right of it, 7.2.5–7.2.6. Gives also the lower edge of the last row."""
    number, signers = clean(paper.number), [clean(name) for name in paper.signer]
    if not signers:
        x = LEFT + (WIDTH - measured(number, fonts)) / 2
        return ([Mark("p", (text_at(number, x, top),))] if number else []), top + BODY_SIZE
    label, gap = "签发人：", SQUARE
    pairs = [signers[start : start + 2] for start in range(0, len(signers), 2)]
    widths = [sum(fonts.width(name, "kai") * SQUARE for name in pair) + gap * (len(pair) - 1) for pair in pairs]
    start = LEFT + WIDTH - SQUARE - max(widths)
    bottom = top + (len(pairs) - 1) * ROW
    texts = [text_at(label, start - len(label) * SQUARE, top)]
    for index, pair in enumerate(pairs):
        x = start
        for name in pair:
            texts.append(text_at(name, x, top + index * ROW, "kai"))
            x += fonts.width(name, "kai") * SQUARE + gap
    marks = [Mark("p", tuple(texts))]
    if number:
        marks.append(Mark("p", (text_at(number, LEFT + SQUARE, bottom),)))
    return marks, bottom + BODY_SIZE


def document_head(paper: OfficialPaper, fonts: FontStack, most: float) -> Head:
    """文件格式, 7.2: the mark 72 mm from the page top, two blank rows, the number, 4 mm, the red rule, two blank rows."""
    names, suffix = [clean(name) for name in paper.issuers], clean(paper.mark_suffix)
    top = MARK_TOP["document"]
    if len(names) == 1:
        mark, bottom = single_mark(names[0] + suffix, top, fonts)
    else:
        mark, bottom = joint_mark(names, suffix, top, fonts, most)
    numbers, lower = number_row(paper, bottom + 2 * ROW + INSET, fonts)
    rule = Rule(LEFT, lower + RED_RULE_GAP, WIDTH, RED_RULE_THICKNESS, red=True)
    return Head((*labels(paper, row_top(0) + INSET, ROW), mark, *numbers, rule), rule.top + rule.thickness + 2 * ROW)


def _flush_right(text: str, top: float, fonts: FontStack) -> Text:
    return text_at(text, LEFT + WIDTH - measured(text, fonts), top)


def letter_head(paper: OfficialPaper, fonts: FontStack) -> Head:
    """信函格式, 10.1: the lead's full name 30 mm from the page top, red double rules, the number flush right below the first."""
    mark, bottom = single_mark(clean(paper.issuers[0]), MARK_TOP[LETTER], fonts)
    y = bottom + RED_RULE_GAP
    upper = [(y, LETTER_THICK), (y + LETTER_THICK + LETTER_BETWEEN, LETTER_THIN)]
    lower = [(LETTER_LOWER_RULE, LETTER_THIN), (LETTER_LOWER_RULE + LETTER_THIN + LETTER_BETWEEN, LETTER_THICK)]
    rules = [Rule(LETTER_RULE_LEFT, top, LETTER_RULE_WIDTH, thickness, red=True) for top, thickness in (*upper, *lower)]
    top = upper[1][0] + LETTER_THIN + LETTER_GAP
    left = labels(paper, top, BODY_SIZE + LETTER_GAP)
    texts = filter(None, (clean(paper.number), clean(paper.class_mark)))
    right = [Mark("p", (_flush_right(text, top + n * (BODY_SIZE + LETTER_GAP), fonts),)) for n, text in enumerate(texts)]
    rows = max(len(left), len(right), 1)
    last = top + (rows - 1) * (BODY_SIZE + LETTER_GAP) + BODY_SIZE
    return Head((mark, *rules[:2], *left, *right, *rules[2:]), max(last + DESCENT + 2 * ROW, TOP))
