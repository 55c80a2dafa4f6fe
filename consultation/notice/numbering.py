"""The numbers Word draws itself: what a reader sees before a paragraph of a numbered list, which its text does not hold."""

import re
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from organizations.numerals import numeral

_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographTraditional",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    )
)


def _drawn(kind: str, number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    if kind in _CHINESE:
        return numeral(number)
    if kind.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(0x245F + number)
    return chr(0x40 + number) if kind == "upperLetter" and number <= 26 else str(number)


def _value(element: Any, tag: str, default: str = "") -> str:
    found = element.find(qn(tag)) if element is not None else None
    return str(found.get(qn("w:val"), default)) if found is not None else default


class Numbering:
    """Counts the lists of one document; `of` is asked for every paragraph in order."""

    def __init__(self, document: Document):
        part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        root = getattr(part, "element", None)
        self.lists: dict[str, Any] = {}
        self.kinds: dict[str, Any] = {}
        if root is not None:
            self.lists = {str(num.get(qn("w:numId"))): num for num in root.findall(qn("w:num"))}
            self.kinds = {str(kind.get(qn("w:abstractNumId"))): kind for kind in root.findall(qn("w:abstractNum"))}
        self.counts: dict[tuple[str, int], int] = {}
        self.begun: set[str] = set()

    def of(self, paragraph: Paragraph) -> str:
        """The number drawn before a paragraph, "" where there is none or only a bullet."""
        numbered = self._numbered(paragraph)
        num_id, level = _value(numbered, "w:numId"), _value(numbered, "w:ilvl", "0")
        num = self.lists.get(num_id)
        if num is None or not level.isdigit():
            return ""
        kind = _value(num, "w:abstractNumId")
        levels = {str(one.get(qn("w:ilvl"))): one for one in self.kinds[kind].findall(qn("w:lvl"))} if kind in self.kinds else {}
        if level not in levels:
            return ""
        self._count(num, num_id, kind, int(level), levels)
        return self._shown(kind, int(level), levels)

    def _numbered(self, paragraph: Paragraph) -> Any:
        """The list properties of a paragraph: its own, else those of its style."""
        own = paragraph._p.pPr
        if own is not None and own.numPr is not None:
            return own.numPr
        style: Any = paragraph.style
        for _ in range(10):
            if style is None:
                return None
            properties = style.element.pPr
            if properties is not None and properties.numPr is not None:
                return properties.numPr
            style = style.base_style
        return None

    def _count(self, num: Any, num_id: str, kind: str, level: int, levels: dict[str, Any]) -> None:
        first = _value(levels[str(level)], "w:start", "1")
        if num_id not in self.begun:
            self.begun.add(num_id)
            for override in num.findall(qn("w:lvlOverride")):
                if override.find(qn("w:startOverride")) is not None:
                    self.counts.pop((kind, int(override.get(qn("w:ilvl"), 0))), None)
        before = self.counts.get((kind, level))
        self.counts[(kind, level)] = before + 1 if before is not None else int(first) if first.isdigit() else 1
        for deeper in range(level + 1, 9):
            self.counts.pop((kind, deeper), None)

    def _shown(self, kind: str, level: int, levels: dict[str, Any]) -> str:
        form = _value(levels[str(level)], "w:numFmt", "decimal")
        if form in ("bullet", "none"):
            return ""

        def drawn(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            return _drawn(_value(levels.get(str(place)), "w:numFmt", "decimal"), self.counts.get((kind, place), 1))

        return re.sub(r"%(\d)", drawn, _value(levels[str(level)], "w:lvlText"))
