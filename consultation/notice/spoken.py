"""Sentences that ask somebody to something: `请甲向主席会议通报X`, `甲就X与乙进行对口协商`."""

import re

from .forms import heading_of
from .units import looks_like_unit, names_in

Span = tuple[int, int]
_MEETING = r"[^,。]{0,12}?(?:常委会会议|常委会议|常委会|常务委员会会议|主席会议|主席会|全体会议|专题会议)"
_ASKED = r"(?:拟|将)?(?:由|请|邀请|安排)"
_SPOKEN = (
    re.compile(
        rf"^{_ASKED}\s?(?P<units>[^,。]{{2,60}}?)向(?P<form>{_MEETING})(?:作|进行|专题|书面)*(?P<briefing>通报|汇报|报告)(?P<title>[^,。]{{4,120}})[。;]?$"
    ),
    re.compile(
        rf"^(?:{_ASKED})?\s?(?P<units>[^,。]{{2,60}}?)(?:围绕|就)(?P<title>[^。]{{4,100}}?),?(?:与|同|和)(?P<hosts>[^,。]{{2,40}}?)(?:进行|开展|举行)(?P<form>[^,。]{{2,16}})[。;]?$"
    ),
    re.compile(
        r"^(?:召开|举行)[^,。]{0,12}?(?P<plenary>第?[一二三四五六七八九十\d]{1,3}届[一二三四五六七八九十\d]{1,3}次(?:全体)?会议)(?:期间)?,"
        r"(?:组织(?:全体)?委员)?(?P<title>(?:协商)?(?:讨论|审议|听取)[^。]{4,120})[。;]?$"
    ),
    re.compile(
        r"^(?:召开|举行)[^,。]{0,12}?(?P<plenary>第?[一二三四五六七八九十\d]{1,3}届[一二三四五六七八九十\d]{1,3}次(?:全体)?会议)(?:期间)?,"
        r"(?:就|围绕)(?P<title>[^,。]{4,100}?)(?:进行|开展)(?:协商|讨论|协商讨论|协商议政)[。;]?$"
    ),
)


def spoken(line: str) -> dict[str, Span] | None:
    """The parts of a sentence that asks somebody to something: `请甲向主席会议通报X`, `甲就X与乙进行对口协商`, `召开…会议,讨论X`."""
    line = line.replace("\n", " ")
    for pattern in _SPOKEN:
        found = pattern.match(line) if len(line) <= 240 else None
        spans = {name: found.span(name) for name in pattern.groupindex} if found else {}
        form = heading_of(line[slice(*spans["form"])]) if "form" in spans else None
        names = [line[n.start : n.end] for key in ("units", "hosts") if key in spans for n in names_in(line, *spans[key]).names]
        if spans and all(map(looks_like_unit, names)) and (form is None or form.pure):
            return spans
    return None
