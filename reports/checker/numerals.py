"""Numerals of reports: whole ones, with decimals, and as fractions."""

from decimal import Decimal

from organizations.numerals import NUMERALS, VALUES, value

__all__ = ["NUMERALS", "fraction", "number"]


def number(word: str) -> Decimal | None:
    """The value of a numeral: 二百零三, 廿三, 三万二, 九十二点九, 一三一五; None where it is none."""
    whole, point, part = word.partition("点")
    base, digits = value(whole), [VALUES.get(c) for c in part]
    if base is None or (point and (not digits or None in digits)):
        return None
    return Decimal(base) + (Decimal("0." + "".join(map(str, digits))) if point else 0)


def fraction(parts: str, of: str) -> Decimal | None:
    """The percentage of 三分之二 (`of` 三, `parts` 二); None where it is none."""
    whole, part = number(of), number(parts)
    return part * 100 / whole if whole and part is not None else None
