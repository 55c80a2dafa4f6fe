"""Lists without numbers or labels: lines that begin with a time (`5月 …专题协商会`) or with who bears the topic (`教育界:…`)."""

import re
from dataclasses import replace

from .chars import trim
from .raw import Context, Draft
from .times import is_time
from .titles import is_planned, is_told, past_time
from .units import is_own_body, looks_like_unit

Span = tuple[int, int]
_HELD = re.compile(r"(?:协商|视察|监督|调研|座谈|评议|议政|恳谈|通报)(?:会议|会|活动)?$")
_LED = re.compile(r"\s*([\u4e00-\u9fff、和]{2,20}):\s?(?=\S{4})")


def _is_name(line: str) -> bool:
    """Whether a line is nothing but the name of a unit."""
    return 3 <= len(line) <= 16 and looks_like_unit(line) and not re.search(r"[\d、,:。;]", line)


def _plain(line: str) -> bool:
    return 4 <= len(line) <= 80 and not re.search(r"[。;:\t]", line[:-1]) and not is_time(line)


def _dated(folded: str, spans: list[Span], context: Context) -> dict[Span, Draft]:
    """The lines that begin with a time, where two of them at least end with how they are held; a unit's name above speaks for them."""
    found: dict[Span, Draft] = {}
    sure, here = 0, context
    for index, span in enumerate(spans):
        line = folded[slice(*span)].strip()
        past = past_time(line)
        rest = line[past:].strip(" 。;")
        if past and _plain(rest):
            at = folded.find(line, *span)
            time = trim(folded, at, at + past, " \t():,.·")
            sure += bool(_HELD.search(rest)) or is_planned(rest, listed=True) or is_told(folded, span)
            found[span] = Draft(span[0], None, [trim(folded, at + past, span[1])], replace(here, time=time, listing=True))
        elif _is_name(line) and index + 1 < len(spans) and past_time(folded[slice(*spans[index + 1])].strip()):
            here = replace(context, unit=span)
    return found if sure > 1 else {}


def _led(folded: str, spans: list[Span], context: Context) -> dict[Span, Draft]:
    """The lines that begin with the name of a body of the 政协 and a colon, where there are two of them at least."""
    found: dict[Span, Draft] = {}
    for span in spans:
        lead = _LED.match(folded[slice(*span)])
        if lead and is_own_body(lead[1]) and looks_like_unit(lead[1]) and _plain(folded[span[0] + lead.end() : span[1]].strip()):
            found[span] = Draft(span[0], None, [span], context)
    return found if len(found) > 1 else {}


def plain_drafts(folded: str, spans: list[Span], context: Context) -> dict[Span, Draft]:
    """The raw items of the plain lines of one piece of a plan, by the line they stand on."""
    return _led(folded, spans, context) or _dated(folded, spans, context)
