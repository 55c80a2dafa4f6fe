"""The words of 成效素材: the numbers of a text, those that are not listed with their source, and the text with the unverified marked."""

import re
from datetime import date
from decimal import Decimal

from documents.official.model import chinese_date
from reports.checker.tokens import tokens_of
from workflow.refusals import Refused

MARK = "（未核实）"
BIG = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = re.compile(r"(?<![\d.〔\[第])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)([百千万亿]?)(?![\d年月日号时届〕\]]|-\d)")
LEAST_IN_WORDS = 10  # smaller ones in Chinese numerals are mostly no figures (建成一个)


def numbers_in(text):
    """[(start, end, value)] of the numbers of a text, but for dates, ordinals and numbers of papers."""
    found = [(each.start(), each.end(), Decimal(each[1].replace(",", "")) * BIG[each[2]]) for each in _DIGITS.finditer(text)]
    words = [token for token in tokens_of(text) if token.value >= LEAST_IN_WORDS and not re.search(r"\d", text[token.start : token.end])]
    return sorted(found + [(token.start, token.end, token.value) for token in words])


def value_of(number):
    """The value of a listed number, 万 and 亿 of its measure counted in."""
    return Decimal(number["value"]) * BIG.get(number["measure"][:1], 1)


def unlisted(text, numbers):
    """The numbers of a text, as printed, that are not among those listed."""
    known = {value_of(each) for each in numbers} | {Decimal(each["value"]) for each in numbers}
    return list(dict.fromkeys(text[start:end] for start, end, value in numbers_in(text) if value not in known))


def checked_again(numbers, unverified):
    """The numbers, all verified but those at the places (from 1) `unverified`. Raises Refused for a place where there is none."""
    places = {int(place) for place in unverified}
    if places - set(range(1, len(numbers) + 1)):
        raise Refused(f"这份素材只有 {len(numbers)} 个数。")
    return [each | {"verified": place not in places} for place, each in enumerate(numbers, 1)]


def told(material, day):
    """A piece of material as a sentence or two of a report whose figures end with `day`: numbers that are not checked are marked,
    those of a later day say so, those that its text does not tell follow it.
    """
    text, rest = "".join(material.text.split()).replace("${", "＄{"), []
    for number in material.told_numbers:
        note = "" if number["checked"] else MARK
        note += f"（截至{chinese_date(_day(number))}）" if _day(number) > day else ""
        text, is_told = _noted(text, number, note)
        rest += [] if is_told else [f"{number['what']}{number['value']}{number['measure']}{note}"]
    text = text.rstrip("。") + "。" + (f"{'，'.join(rest)}。" if rest else "")
    return text if material.state == "verified" else f"{text}（以上由{material.handling.unit_name}报送，未核实）"


def _day(number):
    return date.fromisoformat(number["on"])


def _noted(text, number, note):
    """(the text with a note behind the number wherever it stands, whether it does)."""
    places = [end for _, end, value in numbers_in(text) if value in (value_of(number), Decimal(number["value"]))]
    for end in reversed(places):
        end += next((len(each) for each in _measures(number) if text.startswith(each, end)), 0)
        text = text[:end] + note + text[end:]
    return text, bool(places)


def _measures(number):
    """What may stand behind the digits of a number, the longest first."""
    measure = number["measure"]
    return measure, f"余{measure}", f"多{measure}", measure[1:], f"余{measure[1:]}"
