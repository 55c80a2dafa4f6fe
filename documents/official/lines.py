"""Composes Chinese text into lines of a given width, since CSS cannot: punctuation at line ends, no broken numbers, even edges.

A line never begins with closing punctuation and never ends with opening punctuation (GB/T 15834-2011, 5.1); figures, Latin words
and `2017年` are not broken (GB/T 9704-2012, 7.3.3). Lines are evened by spacing all their characters alike: squeezed to take in a
closing mark, else stretched.
"""

import re
import unicodedata
from dataclasses import dataclass

from .figures import BODY_SIZE, BODY_SPACING
from .fonts import FontStack

NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’％‰℃·～,.;:?!)]}%>–-－．｝］／/")
NO_END = frozenset("（《〈「『【〔〖“‘([{<｛［／/")
ATOM = re.compile(r"[!-~]*\d[年％‰℃]|[!-~\u00a1-\u00b6\u00b8-\u024f\u0370-\u03ff]+|—+|…+|.", re.DOTALL)
NUMBER = re.compile(r"[0-9][0-9.,]*[0-9年]?")
SQUEEZE = 0.85  # pt by which a character may come closer to the next than its own width
STRETCH = 4.0  # pt; a line that would need more stays ragged
SPACES = " \u3000"
DROPPED = frozenset(("Cc", "Cf", "Cs"))
EPSILON = 0.001


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face."""

    text: str
    face: str = "fang"


@dataclass(frozen=True, slots=True)
class Line:
    """One composed line: its runs, the extra space after each character and its indent, both in points."""

    runs: tuple[Run, ...]
    spacing: float
    indent: float

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def clean(text: str) -> str:
    """User text as it can be printed: one form per character, no control, format or variation characters, plain blanks."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character.isspace():
            kept.append(character if character == "\u3000" else " ")
        elif unicodedata.category(character) not in DROPPED and "VARIATION SELECTOR" not in unicodedata.name(character, ""):
            kept.append(character)
    return re.sub(r" +(?=[，。、；：？！）》」』】〕])|(?<= ) +", "", "".join(kept)).strip(SPACES)


def unbreakable(text: str) -> list[tuple[int, int]]:
    """Start and end of the pieces that no line break may cut, in order and without gaps."""
    pieces: list[list[int]] = []
    before = ""
    for match in ATOM.finditer(text):
        start, end = match.span()
        if pieces and (before in NO_END or text[start] in NO_START) and text[start] not in SPACES:
            while len(pieces) > 1 and text[pieces[-1][0]] in SPACES:
                pieces.pop()
            pieces[-1][1] = end
        else:
            pieces.append([start, end])
        before = text[end - 1] if text[end - 1] not in SPACES else before
    return [(start, end) for start, end in pieces]


class _Composer:
    """The state of composing one paragraph."""

    def __init__(self, runs: tuple[Run, ...], fonts: FontStack, size: float, spacing: float, width: float):
        self.text = "".join(run.text for run in runs)
        self.faces = [run.face for run in runs for _ in run.text]
        self.base, self.width = spacing, width
        self.sums = [0.0]
        for character, face in zip(self.text, self.faces, strict=True):
            self.sums.append(self.sums[-1] + fonts.advance(character, face) * size)
        self.pieces = self._narrow(unbreakable(self.text))

    def _narrow(self, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Pieces wider than half a line are cut into what fits: a web address, a row of marks."""
        result: list[tuple[int, int]] = []
        for start, end in pieces:
            if self.sums[end] - self.sums[start] <= self.width / 2:
                result.append((start, end))
            else:
                result += self._cut(start, end)
        return result

    def _cut(self, start: int, end: int) -> list[tuple[int, int]]:
        """Single characters, each with the marks that may not be parted from it, and the numbers that fit half a line whole."""
        result = [(start, start + 1)]
        for index in range(start + 1, end):
            first = result[-1][0]
            bound = self.text[index] in NO_START or self.text[index - 1] in NO_END
            together = bound or NUMBER.fullmatch(self.text, first, index + 1)
            if together and self.sums[index + 1] - self.sums[first] <= self.width / 2:
                result[-1] = (first, index + 1)
            else:
                result.append((index, index + 1))
        return result

    def room(self, start: int, end: int, available: float) -> float:
        """Space each character of text[start:end] would get so that it fills the line."""
        return (available - self.sums[end] + self.sums[start]) / (end - start)

    def even(self, start: int, end: int, available: float) -> float:
        """The spacing with which text[start:end] ends at the edge; the natural one where it does so already."""
        natural = abs(self.room(start, end, available) - self.base) < 2 * EPSILON
        return self.base if natural or end - start < 2 else self.room(start, end, available) * (end - start) / (end - start - 1)

    def fits(self, start: int, end: int, available: float) -> bool:
        return self.room(start, end, available) >= self.base - EPSILON

    def pulled_in(self, start: int, kept: int, piece: tuple[int, int], available: float) -> bool:
        """True where the next piece is taken in by squeezing: only its closing marks
        do not fit, or it is a number or a Latin word and squeezing is less than stretching would be."""
        if self.even(start, piece[1], available) < -SQUEEZE:
            return False
        body = piece[1]
        while body > piece[0] and self.text[body - 1] in NO_START:
            body -= 1
        if piece[0] < body < piece[1] and self.fits(start, body, available):
            return True
        if not any(character.isascii() and character.isalnum() for character in self.text[piece[0] : piece[1]]):
            return False
        squeezed = self.base - self.room(start, piece[1], available)
        return piece[1] - piece[0] > 1 and kept > start and squeezed < self.room(start, kept, available) - self.base

    def take(self, index: int, available: float) -> tuple[int, int, float | None]:
        """From piece `index` one line: the next piece, the end of the text and the spacing (None: the natural one)."""
        start = self.pieces[index][0]
        last = index
        while last < len(self.pieces) and (last == index or self.fits(start, self.pieces[last][1], available)):
            last += 1
        end = self.pieces[last - 1][1]
        if last < len(self.pieces) and self.pulled_in(start, end, self.pieces[last], available):
            end = self.pieces[last][1]
            return last + 1, end, self.even(start, end, available)
        if last == len(self.pieces):
            return last, end, None
        printed = start + len(self.text[start:end].rstrip(SPACES))
        stretched = self.even(start, printed, available) if printed > start else None
        return last, end, stretched if stretched is not None and stretched <= STRETCH else None

    def line(self, start: int, end: int, spacing: float | None, indent: float) -> Line:
        text = self.text[start:end].rstrip(SPACES)
        runs: list[Run] = []
        for character, face in zip(text, self.faces[start:], strict=False):
            if runs and runs[-1].face == face:
                runs[-1] = Run(runs[-1].text + character, face)
            else:
                runs.append(Run(character, face))
        return Line(tuple(runs), self.base if spacing is None else spacing, indent)

    def lines(self, first: float, rest: float) -> list[Line]:
        result: list[Line] = []
        index = 0
        while index < len(self.pieces):
            indent = rest if result else first
            start = self.pieces[index][0]
            if result and self.text[start] in SPACES:
                index += 1
                continue
            index, end, spacing = self.take(index, self.width - indent)
            result.append(self.line(start, end, spacing, indent))
        return result


def compose(
    runs: tuple[Run, ...],
    fonts: FontStack,
    width: float,
    *,
    size: float = BODY_SIZE,
    spacing: float = BODY_SPACING,
    first: float = 0.0,
    rest: float = 0.0,
) -> list[Line]:
    """Breaks runs (already `clean`) into lines of `width` pt; `first` and `rest` are the indents of the first and the other lines."""
    return _Composer(runs, fonts, size, spacing, width).lines(first, rest)
