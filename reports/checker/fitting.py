"""Whether a share agrees with a count and a base: exactly, cut instead of rounded, one step of its last digit off, or not at all."""

from decimal import ROUND_HALF_UP, Decimal

from .tokens import Token

EXACT, CUT, NEAR, OFF = 3, 2, 1, 0


def step(digits: int) -> Decimal:
    """One of the last printed digit."""
    return Decimal(1).scaleb(-digits)


def rounded(part: Decimal, whole: Decimal, digits: int) -> Decimal:
    """The share in per cent, half up."""
    return (part * 100 / whole).quantize(step(digits), ROUND_HALF_UP)


def fit(part: Decimal, whole: Decimal, share: Token) -> int:
    """EXACT, CUT, NEAR or OFF. A last 0 may be no digit but filling (39.80 for 39.8)."""
    if whole <= 0:
        return OFF
    true, printed, unit = part * 100 / whole, share.value, step(share.digits)
    if abs(printed - true) * 2 <= unit:
        return EXACT
    if share.digits > 1 and printed % (unit * 10) == 0 and abs(printed - true) * 2 <= unit * 10:
        return EXACT
    filled = 10 if share.digits > 1 and printed % (unit * 10) == 0 else 1
    if printed <= true < printed + unit * filled and printed < 100:
        return CUT
    return NEAR if abs(printed - true) * 2 < unit * 3 and printed <= 100 else OFF


def reachable(whole: Decimal, share: Token) -> Decimal | None:
    """The count nearest to a share of `whole` that gives it as printed, cut or rounded; None where no count does."""
    guess = (share.value * whole / 100).to_integral_value(ROUND_HALF_UP)
    for part in (guess, guess + 1, guess - 1):
        if 0 <= part <= whole and fit(part, whole, share) >= CUT:
            return part
    return None


def likely(whole: Decimal, share: Token) -> Decimal:
    """The whole number nearest to a share of `whole`."""
    return (share.value * whole / 100).to_integral_value(ROUND_HALF_UP)
