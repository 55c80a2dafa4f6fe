"""Promises in a reply: the sentences that promise something for later, with the day they name, to be confirmed as commitments."""

import re
from calendar import monthrange
from datetime import date

PROMISE = re.compile(r"[^。；\n]*(?:将于|年底前|年内|计划(?:于)?\d{4}年|每年|力争(?:于|在)?|明年)[^。；\n]*")
YEAR = r"(?P<year>\d{4}年|明年|今年|本年)?"
NAMED = (
    re.compile(YEAR + r"(?P<month>1[0-2]|[1-9])月(?:(?P<day>3[01]|[12]\d|[1-9])日)?"),
    re.compile(YEAR + r"(?P<half>上半年)"),
    re.compile(r"(?P<year>\d{4}年|明年|今年|本年)"),
    re.compile(r"年底前|年底|年内"),
)


def promised(reply, on):
    """[{"number", "text", "due_on"}]: what the text and the answers of a reply promise, for which suggestion, by which day.

    `on`: the day from which 年底 and 明年 count; `due_on` is None where no day after it is named. A sentence is taken once, for the
    suggestion whose answer it stands in, otherwise for the first.
    """
    parts = [*((answer["number"], answer.get("text") or "") for answer in reply.answers), (1, reply.text)]
    found = {}
    for number, text in parts:
        for sentence in promises(text):
            found.setdefault(sentence, {"number": number, "text": sentence, "due_on": day_named(sentence, on)})
    return list(found.values())


def promises(text):
    """The sentences of a text that promise something for later."""
    return [match.group().strip("，、 ") for match in PROMISE.finditer(text) if match.group().strip()]


def day_named(sentence, on):
    """The last day that a promise names, counted from `on`: of a month its last day, of a year 31 December; None where there is none."""
    for pattern in NAMED:
        if found := pattern.search(sentence):
            day = _day(found.groupdict(), on)
            return day if day and day >= on else None
    return None


def _day(parts, on):
    word = (parts.get("year") or "").removesuffix("年")
    year = int(word) if word.isdigit() else on.year + (word == "明")
    month = 6 if parts.get("half") else int(parts.get("month") or 12)
    if not 1 <= year <= 9999:
        return None
    last = monthrange(year, month)[1]
    day = int(parts.get("day") or last)
    return date(year, month, day) if day <= last else None
