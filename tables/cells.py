"""What a cell of a file means in a column: text, number or date."""

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from tables.model import plain, unguarded

DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?: 00:00(?::00)?)?"
)
EPOCH, EPOCH_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
YEARS = range(1900, 2101)


def squeezed(text):
    """A text with half-width letters and digits and without blanks, for comparing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_blank(value):
    return value is None or (isinstance(value, str) and not value.strip())


def meaning(value, kind, *, guarded=False, from_1904=False):
    """A raw cell as text, number (int or Decimal) or date; an empty one as "" or None. Raises ValueError with a Chinese sentence."""
    if guarded and isinstance(value, str):
        value = unguarded(value)
    if kind == "text":
        return _text(value)
    if is_blank(value):
        return None
    return _number(value) if kind == "number" else _date(value, from_1904)


def _text(value):
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return plain(value).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def _number(value):
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"“{plain(value)}”不是数字。")
    try:
        number = Decimal(squeezed(value).replace(",", "") if isinstance(value, str) else repr(value))
    except InvalidOperation:
        raise ValueError(f"“{value.strip()[:40]}”不是数字。") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueError(f"“{plain(value)[:40]}”超出允许的范围。")
    return int(number) if number == number.to_integral_value() else number


def _date(value, from_1904):
    if isinstance(value, datetime.datetime):
        day = value.date()
    elif isinstance(value, datetime.date):
        day = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        day = _serial(value, from_1904)
    else:
        day = _written(plain(value))
    if day is None or day.year not in YEARS:
        raise ValueError(f"“{plain(value).strip()[:40]}”不是日期，请写成 2026-05-01。")
    return day


def _serial(value, from_1904):
    """A day that a spreadsheet holds as a bare number of days."""
    if not 60 < value < 80_000:
        return None
    return (EPOCH_1904 if from_1904 else EPOCH) + datetime.timedelta(days=int(value))


def _written(text):
    found = DAY.fullmatch(" ".join(unicodedata.normalize("NFKC", text).split()).replace(" 年", "年"))
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
