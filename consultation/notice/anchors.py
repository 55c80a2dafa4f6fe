"""Where the text is cut: numbers of every style and labels, at line starts and glued into the middle of a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .chars import number
from .forms import heading_of
from .grids import fits
from .units import is_own_body
from .words import ENDINGS, LABELS, LEVELS, ROLE, WEAK

CN = "[一二三四五六七八九十百〇零]{1,4}"
HAN = "[\u4e00-\u9fff]"


@dataclass(frozen=True, slots=True)
class Event:
    """One piece of the text: kind `mark` (a number or bullet), `label` or `text`; `fresh` when it begins a line."""

    kind: str
    start: int
    end: int
    style: str = ""
    no: int | None = None
    role: str = ""
    word: str = ""
    fresh: bool = False
    blank_before: bool = False


_MARKS = (
    ("part", rf"第\s?({CN}|\d{{1,3}})\s?(?:部分|章|节|大?类|篇|批|方面)\s?[:、,]?"),
    ("turn", rf"第\s?({CN}|\d{{1,3}})\s?(?:(?:期|场|讲|项)(?=\s?[(:、]|\s|$)|次(?=\s?[(:]))\s?[:、]?"),
    ("group", rf"第\s?({CN}|\d{{1,2}})\s?(?:小组|组)\s?:"),
    ("article", rf"第\s?({CN}|\d{{1,3}})\s?条"),
    (
        "topic",
        rf"(?:(?:协商|监督|视察|通报|年度|调研|重点)?(?:议题|课题|主题|选题|专题)|(?:协商|监督|视察|通报|活动|项目)(?={CN}\s*$))"
        rf"\s?({CN}|\d{{1,2}})(?:\s?[:、.]|(?=[ \t]|$))",
    ),
    ("cn", rf"({CN})\s?[、.](?:(?=(?:19|20)\d\d|\d{{1,2}}\s?[月项个次件场期])|(?!\d))"),
    ("(cn)", rf"\(\s?({CN})\s?\)\s?[、.:,]?"),
    ("(d)", r"\(\s?(\d{1,3})\s?\)\s?[、.]?"),
    ("[d]", r"[\[【〔]\s?(\d{1,2})\s?[\]】〕]\s?[、.]?"),
    ("d)", r"(\d{1,3})\s?\)\s?[、.]?"),
    ("d", r"(\d{1,3})\s?(?:[、.](?:(?=(?:19|20)\d\d|\d{1,2}\s?月)|(?!\d)))"),
    ("①", "([\u2460-\u2473\u2776-\u277f])\\s?[、.]?"),
    ("⑴", "([\u2474-\u2487])\\s?[、.]?"),
    ("d", "([\u2488-\u249b])"),
    ("(cn)", "([\u3220-\u3229])\\s?[、.]?"),
    ("是", rf"({CN})是(?=[^\s否非])"),
)
_MARK = re.compile("|".join(f"(?:{pattern})" for _, pattern in _MARKS))
_BULLET = re.compile(r"[●■◆★▲•◎□▪►➢※☆◇▶○]\s*|[-*·–—]{1,2}[ \t]+|[–—]{1,2}(?=[\u4e00-\u9fff“《])|[·•](?=[\u4e00-\u9fff“《])")
_BARE = re.compile(rf"(\d{{1,2}})[ \t]+(?=[“《(]|{HAN})(?!月|年|日|项|个|件|次|号|届|时)")


def _spaced(word: str) -> str:
    return word if len(word) != 2 else f"{word[0]}[ ]{{0,4}}{word[1]}"


_WHEN_HOW = (
    "(?:协商|通报|视察|活动|监督|会议|议政)?(?:时间|形式|方式|时限)(?:安排)?[ ]?(?:以及|和|与|及|、|/)[ ]?"
    "(?:协商|通报|视察|活动|监督|组织|会议)?(?:形式|方式|时间|时限|地点)(?:安排)?"
)
_WORDS = "|".join(_spaced(word) for word in sorted(ROLE, key=len, reverse=True))
_LABEL = re.compile(rf"[【\[〔(]?[ ]?({_WHEN_HOW}|(?:[{LEVELS}]?政协)?(?:{_WORDS}))[ ]?(?:[】\]〕)][ \t]{{0,4}}:?|[ \t]{{0,4}}:)")
_OPEN_LABEL = re.compile(rf"({_WHEN_HOW}|{'|'.join(sorted(set(ROLE) - WEAK, key=len, reverse=True))})(?:[ \t]{{1,8}}(?=\S)|[ \t。]*$|。)")
_BLANK = re.compile(r"([\u4e00-\u9fff]{2,8})[ \t]{1,8}(?=\S)")
_STRANGE = re.compile(r"([\u4e00-\u9fff、/]{2,12})[ \t]{0,4}:")
_GLUABLE = frozenset(("时间", "形式", "方式", "时限"))
# The second of several numbers on one line.
_SECOND = re.compile(r"[;。,\s][(]?(?:2|二|②)\s?[、.)]|②")
_SECTIONISH = re.compile(
    r"\s*(?:重点|年度|专题|专项|主要|其他|其它|提案|民主|监督性)?(?:协商|通报|视察|调研|监督|考察|评议|督办|界别|对口|议政)"
)


@lru_cache(maxsize=4096)
def _role(word: str) -> str | None:
    """The role of a label word, listed or told by its ending; `other` is never guessed here."""
    word = re.sub(r"\s", "", word)
    plain = re.sub(rf"^[{LEVELS}]?政协", "", word)
    if word in ROLE or plain in ROLE:
        return ROLE.get(word) or ROLE[plain]
    if re.fullmatch(_WHEN_HOW, word):
        return "when_how"
    if "牵头" in word and ("配合" in word or "协办" in word):
        return "either"
    return next((role for ending, role in ENDINGS if word.endswith(ending)), None)


def _mark_of(found: re.Match) -> tuple[str, int | None]:
    for index, (style, _) in enumerate(_MARKS):
        if found[index + 1] is not None:
            return style, number(found[index + 1])
    raise AssertionError("a mark without a number")


class Cutter:
    """Cuts lines into events; remembers the last number of each style, and whether a label is open, to accept glued numbers."""

    def __init__(self, folded: str):
        self.folded = folded
        self.last: dict[str, int] = {}
        self.open_label = ""
        self.value_start = 0
        self.mark_end = -1

    def line(self, start: int, end: int, *, blank_before: bool) -> Iterator[Event]:
        """The events of one line (span without its line end)."""
        folded, at, fresh = self.folded, start, True
        for event in self._head(start, end, blank_before):
            at, fresh = event.end, False
            yield event
        for event in self._inside(at, end, fresh):
            if event.start > at:
                yield from self._text(at, event.start, fresh, blank_before)
            at, fresh = event.end, False
            yield event
        if folded[at:end].strip():
            yield from self._text(at, end, fresh, blank_before)

    def _text(self, start: int, end: int, fresh: bool, blank_before: bool) -> Iterator[Event]:
        if self.folded[start:end].strip():
            yield Event("text", start, end, fresh=fresh, blank_before=fresh and blank_before)

    def _note_mark(self, style: str, no: int | None, end: int) -> None:
        if no is not None:
            self.last[style] = no
        self.open_label, self.mark_end = "", end

    def _head(self, at: int, end: int, blank_before: bool) -> Iterator[Event]:
        """Bullets, numbers and a label at the line's beginning."""
        fresh, seen, last = True, set(), 1
        while True:
            while at < end and self.folded[at] in " \t":
                at += 1
            found = self._head_mark(at, end, first=not seen)
            if not found or found[0] in seen or (seen - {"•"} and found[1] not in (1, None, last)):
                break
            style, no, stop = found
            last = no
            seen.add(style)
            self._note_mark(style, no, stop)
            yield Event("mark", at, stop, style=style, no=no, fresh=fresh, blank_before=blank_before)
            at, fresh = stop, False
        if label := self._head_label(at, end, marked=bool(seen)):
            self.open_label, self.value_start = label.role, label.end
            yield Event("label", at, label.end, role=label.role, word=label.word, fresh=fresh, blank_before=fresh and blank_before)

    def _head_mark(self, at: int, end: int, *, first: bool) -> tuple[str, int | None, int] | None:
        if first and (bullet := _BULLET.match(self.folded, at, end)):
            return "•", None, bullet.end()
        if found := _MARK.match(self.folded, at, end):
            style, no = _mark_of(found)
            return (style, no, found.end()) if no is not None else None
        if first and (bare := _BARE.match(self.folded, at, end)) and int(bare[1]) in (1, self.last.get("d", 0) + 1):
            return "d", int(bare[1]), bare.end()
        return None

    def _is_list_name(self, end: int) -> bool:
        """Whether `常委会协商议题:` right behind a number names a list, so that 协商议题 in it is no label."""
        if not 0 <= self.mark_end < end <= self.mark_end + 30:
            return False
        heading = heading_of(self.folded[self.mark_end : end].strip(" :"))
        return bool(heading and heading.pure and heading.form)

    def _head_label(self, at: int, end: int, *, marked: bool) -> Event | None:
        found = _LABEL.match(self.folded, at, end)
        if not (found and self._closed(found)):
            found = _OPEN_LABEL.match(self.folded, at, end) if not found else None
        if found:
            word = re.sub(r"\s", "", found[1])
            role = _role(word) or "other"
            if not (marked and role in ("title", "contents", "other") and found.end() >= end and ":" not in found[0]):
                return Event("label", at, found.end(), role=role, word=word)
        if (blank := _BLANK.match(self.folded, at, end)) and not marked and self._suits(blank, end):
            return Event("label", at, blank.end(), role=_role(blank[1]) or "other", word=blank[1])
        if (strange := _STRANGE.match(self.folded, at, end)) and not self._is_list_name(strange.end()):
            role = _role(strange[1])
            if role or (
                is_own_body(strange[1]) is not True
                and not marked
                and len(strange[1]) <= 8
                and self.mark_end >= 0
                and not _SECTIONISH.match(strange[1])
            ):
                return Event("label", at, strange.end(), role=role or "other", word=strange[1])
        return None

    def _suits(self, found: re.Match[str], end: int) -> bool:
        """Whether what stands behind a word and a blank is a value of that word: `时间 5月`, `组织 文史委`."""
        role, value = _role(found[1]), self.folded[found.end() : min(end, found.end() + 200)].strip()
        first = re.split(r"[、,;]", value)[0]
        if role == "title":
            return "\t" in found[0] and len(value) >= 4
        return role in ("time", "form", "units", "host", "either") and fits(role, value if role in ("time", "form") else first) > 0

    def _closed(self, found: re.Match) -> bool:
        """`责任单位:` and `【责任单位】` are labels; `(责任单位)` without a colon is one only for listed long words."""
        shown = found[0].rstrip()
        return shown.endswith(":") or shown[0] in "【[〔" or found[1] not in WEAK

    def _inside(self, at: int, end: int, fresh: bool) -> Iterator[Event]:
        """Labels and glued numbers after the line's beginning, in order."""
        labels = (found for found in _LABEL.finditer(self.folded, at, end) if found[0].rstrip()[-1] == ":" or found[0][0] in "【[〔")
        label = next(labels, None)
        for mark in [*_MARK.finditer(self.folded, at, end), None]:
            while label and (mark is None or label.start() < mark.end()):
                if label.start() >= at and self._label_fits(label):
                    word = re.sub(r"\s", "", label[1])
                    yield Event("label", label.start(), label.end(), role=_role(word) or "other", word=word)
                    at, self.open_label, self.value_start = label.end(), _role(word) or "other", label.end()
                label = next(labels, None)
            if mark and mark.start() >= at and (mark.start() > at or not fresh):
                style, no = _mark_of(mark)
                if no is not None and self._mark_fits(style, no, mark, end):
                    self._note_mark(style, no, mark.end())
                    yield Event("mark", mark.start(), mark.end(), style=style, no=no)
                    at = mark.end()

    def _label_fits(self, found: re.Match) -> bool:
        """A short word is a label inside a line only after a break, or glued to the value of another label."""
        word = re.sub(r"\s", "", found[1])
        if word not in WEAK:
            return _role(word) != "title" or not self._is_list_name(found.end())
        before = self.folded[max(0, found.start(1) - 1)]
        return found[0][0] in "【[〔(" or before in " \t\n。;,、()/|" or (word in _GLUABLE and bool(self.open_label))

    def _mark_fits(self, style: str, no: int, found: re.Match, end: int) -> bool:
        folded, at = self.folded, found.start()
        before, last = folded[at - 1], self.last.get(style, 0)
        value = bool(self.open_label) and bool(folded[self.value_start : at].strip())
        opens = bool(self.open_label) and not value
        if before.isdigit() or before in "第(":
            return False
        if style == "cn":
            return no == last + 1 and (value or before in "。 \t") and bool(_SECTIONISH.match(folded, found.end(), end))
        if style == "是":
            return before in "。;:, \t" and no in (1, last + 1)
        if style == "topic":
            return no in (1, last + 1) and before in "。;: \t"
        if self.open_label == "contents" and (no != 1 or _SECOND.search(folded, found.end(), end)):
            return False
        if style in ("part", "article", "turn"):
            return False
        if no == 1 and self._heads(at):
            return True
        if no == 1:
            return opens or before in ":。" or (before in " \t" and 0 <= at - self.mark_end <= 24)
        loose = value and before in " \t" and last < no <= last + 3
        return (no == last + 1 and (before in " \t。;:)" or value)) or loose

    def _heads(self, at: int) -> bool:
        """Whether nothing but a heading stands between the number before and here: `一、重点协商1.…`."""
        heading = heading_of(self.folded[self.mark_end : at]) if 0 <= self.mark_end < at <= self.mark_end + 24 else None
        return bool(heading and heading.pure and not heading.weak)


def numbered(line: str) -> int:
    """Where a line goes on behind the number or bullet it begins with; 0 where it begins with none."""
    found = _MARK.match(line) or _BULLET.match(line)
    return found.end() if found else 0


def roles_in(words: list[str]) -> list[str | None]:
    """The roles of words that stand alone, as in the head row of a table; None for what is no label."""
    return [_role(word) if len(word) <= 14 else None for word in words]


assert set(LABELS) == {"units", "host", "either", "form", "time", "title", "contents", "people", "notes", "other"}  # noqa: S101
