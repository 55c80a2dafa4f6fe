"""Breaks a title into balanced lines: no word is cut, and the lines form a trapezoid or a rhombus (GB/T 9704-2012, 7.3.1)."""

import re
from itertools import combinations

import rjieba

from .figures import SQUARE, TITLE_SIZE, WIDTH
from .fonts import FontStack
from .lines import NO_END, NO_START, SPACES, Line, Run, clean, compose

WIDEST = WIDTH - SQUARE  # half a character free at either side
STICKY = frozenset("的和与及或之等了")  # a line does not begin with these
MOST_WORDS = 40
# Which session and which case: read as one word each.
NUMBERED = r"第?[一二三四五六七八九十百\d]+届第?[一二三四五六七八九十百\d]+次(?:全体)?(?:会议|全会)|第\d+号提?案?"
BLANK_BESIDE_HAN = re.compile(r"(?<![!-~]) | (?![!-~])")


def words(text: str, whole: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Words of a title that a line break may part, punctuation attached; the names in `whole`, a session and a case number count
    as one word each."""
    names = (re.escape(name) for name in sorted(whole, key=len, reverse=True) if name)
    pieces = re.split(f"({'|'.join((*names, NUMBERED))})", text)
    tokens = [word for at, piece in enumerate(pieces) if piece for word in ((piece,) if at % 2 else rjieba.cut(piece))]
    result: list[str] = []
    for word in tokens:
        bound = result and (word[0] in NO_START or word in STICKY or result[-1][-1] in NO_END or result[-1][-1].isdigit())
        if bound:
            result[-1] += word
        else:
            result.append(word)
    return tuple(result)


def shape(widths: list[float]) -> float:
    """How far line widths are from a balanced trapezoid or rhombus; lower is better."""
    mean = sum(widths) / len(widths)
    uneven = sum((width / mean - 1) ** 2 for width in widths)
    hollow = any(widths[i] < min(widths[i - 1], widths[i + 1]) - 1 for i in range(1, len(widths) - 1))
    growing = 0.02 if len(widths) == 2 and widths[0] < widths[1] else 0.0
    return uneven + growing + (1.0 if hollow else 0.0)


def split(text: str, fonts: FontStack, size: float, widest: float, whole: tuple[str, ...]) -> list[str]:
    """The lines of a title of at most `widest` pt: as few as possible, the best balanced of these."""
    parts = words(text, whole)
    if len(parts) > MOST_WORDS:
        return [line.text for line in compose((Run(text, "title"),), fonts, widest, size=size, spacing=0.0)]
    for count in range(1, 7):
        best: tuple[float, list[str]] | None = None
        if count > 4 and len(parts) > 24:
            break
        for cuts in combinations(range(1, len(parts)), count - 1):
            lines = ["".join(parts[a:b]).strip(SPACES) for a, b in zip((0, *cuts), (*cuts, len(parts)), strict=True)]
            widths = [fonts.width(line, "title") * size for line in lines]
            if max(widths) <= widest and (best is None or shape(widths) < best[0]):
                best = (shape(widths), lines)
        if best:
            return best[1]
    return [line.text for line in compose((Run(text, "title"),), fonts, widest, size=size, spacing=0.0)]


def title_lines(title: str, fonts: FontStack, size: float = TITLE_SIZE, *, whole: tuple[str, ...] = ()) -> list[Line]:
    """A centred title; a line break in the text is kept as the author's own, names in `whole` stay on one line and keep the
    blank behind them (one character wide), other blanks beside hanzi go."""
    lines = []
    for part in title.split("\n"):
        text = clean(part)
        for name in whole:
            text = text.replace(f"{name} ", f"{name}\u3000")
        text = BLANK_BESIDE_HAN.sub("", text)
        lines += split(text, fonts, size, WIDEST, whole) if text else []
    return [centred(line, "title", fonts, size) for line in lines]


def centred(text: str, face: str, fonts: FontStack, size: float) -> Line:
    """One line in the middle of the 版心."""
    return Line((Run(text, face),), 0.0, (WIDTH - fonts.width(text, face) * size) / 2)
