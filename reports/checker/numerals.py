"""Chinese numerals of any size, as counts and shares are written in reports."""

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
TENS = {"廿": 20, "卅": 30}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
NUMERALS = "".join((*DIGITS, *PLACES, *TENS, *MYRIADS))


def number(word: str) -> Decimal | None:
    """The value of a numeral: 二百零三, 一千三百一十五, 廿三, 三万二, 九十二点九, 一三一五; None where it is none."""
    whole, point, part = word.partition("点")
    if point:
        base, digits = number(whole), [DIGITS.get(c) for c in part]
        if base is None or not digits or None in digits:
            return None
        return base + Decimal("0." + "".join(map(str, digits)))
    if not whole or any(c not in NUMERALS for c in whole):
        return None
    if all(c in DIGITS for c in whole):
        return Decimal("".join(str(DIGITS[c]) for c in whole))
    return _placed(whole)


def _placed(word: str) -> Decimal | None:
    """A numeral with 十百千万亿; a last digit right behind 百, 千 or 万 counts its tenth (三百五 is 350)."""
    total = section = 0
    digit, last = None, 0
    for c in word:
        if c in DIGITS:
            digit, last = DIGITS[c], (0 if c in "零〇" else last)
        elif c in TENS:
            section, digit, last = section + TENS[c], None, 10
        elif c in PLACES:
            section, digit, last = section + (1 if digit is None else digit) * PLACES[c], None, PLACES[c]
        else:
            section += digit or 0
            total = total + section * MYRIADS[c] if total >= MYRIADS[c] else (total + section) * MYRIADS[c]
            section, digit, last = 0, None, MYRIADS[c]
    return Decimal(total + section + (digit or 0) * (last // 10 if last > 10 else 1))


def fraction(parts: str, of: str) -> Decimal | None:
    """The percentage of 三分之二 (`of` 三, `parts` 二); None where it is none."""
    whole, part = number(of), number(parts)
    return part * 100 / whole if whole and part is not None else None
