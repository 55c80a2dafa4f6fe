"""Shares: never a bare float, always so many of so many; rounded half up, or so that a list makes a hundred."""

from dataclasses import dataclass
from decimal import Decimal

from proposals.statistics import percent

NONE = "无"


def half_up(part, whole, digits=1):
    """`part` of `whole` in percent as a Decimal with so many places behind the point, half up; None where there is no whole."""
    scaled = percent(part * 10**digits, whole)
    return None if scaled is None else _percent(scaled, digits)


def largest_remainder(parts, whole, digits=1):
    """The shares of a list that must make 100 when its parts make the whole, as Decimals: cut, then what is missing goes to the largest
    remainders (the earlier of equal ones); None for each where there is no whole."""
    if not whole:
        return [None for _ in parts]
    scaled = [100 * 10**digits * part for part in parts]
    cut = [value // whole for value in scaled]
    missing = percent(10**digits * sum(parts), whole) - sum(cut)
    for place in sorted(range(len(parts)), key=lambda place: (-(scaled[place] % whole), place))[:missing]:
        cut[place] += 1
    return [_percent(value, digits) for value in cut]


def _percent(units, digits):
    return Decimal(units).scaleb(-digits)


@dataclass(frozen=True)
class Ratio:
    """`part` of `whole`, and in words what the whole is."""

    part: int
    whole: int
    basis: str
    digits: int = 1

    @property
    def percent(self):
        """The share in percent, half up; None where there is no whole."""
        return half_up(self.part, self.whole, self.digits)

    def __str__(self):
        return NONE if self.percent is None else f"{self.percent}%"
