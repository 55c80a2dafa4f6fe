"""Reading the State Council's yearly notice on holidays and worked weekends 放假调休; what does not fit is said, never guessed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.calendar import WEEKDAYS

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
SHORT = {name.removesuffix("节"): name for name in FESTIVALS}
HEAD = re.compile(rf"[一二三四五六七八九十]+\s*[、.．]\s*((?:{'|'.join(SHORT)})节?(?:[、和与及]\s*(?:{'|'.join(SHORT)})节?)*)\s*[:：]?")
DAY = (
    r"(?:(?P<y{n}>[0-9]{{4}})\s*年\s*)?(?:(?P<m{n}>[0-9]{{1,2}})\s*月\s*)?(?P<d{n}>[0-9]{{1,2}})\s*日\s*(?:[（(](?P<n{n}>[^（）()]*)[）)])?"
)
SPAN = re.compile(DAY.format(n=1) + r"(?:\s*(?:至|到|[—~～-])\s*" + DAY.format(n=2) + ")?")
YEAR = re.compile(r"(\d{4})\s*年\s*(?:部分)?(?:节假日|放假)|关于\s*(\d{4})\s*年")
TOTAL = re.compile(r"共\s*(\d{1,2})\s*天")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


@dataclass(frozen=True)
class Reading:
    """What a notice says: `year`; `days` = {date: (is_workday, festival)} of all days it names; `faults`: why it cannot be taken over."""

    year: int | None
    days: dict
    faults: tuple[str, ...]

    @property
    def differing(self):
        """Of these, the days that are not what their weekday says: what the calendar keeps."""
        return {day: each for day, each in sorted(self.days.items()) if each[0] != (day.weekday() < 5)}


def read_holidays(text):
    """The `Reading` of a notice's text."""
    text = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    found = YEAR.search(text)
    year = int(found.group(1) or found.group(2)) if found else None
    if year is None or not 1949 <= year <= 2100:
        return Reading(None, {}, ("没有读到是哪一年的放假安排，标题应写明年份。",))
    heads, days, faults = list(HEAD.finditer(text)), {}, []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        _read_festival(head.group(1), text[head.end() : following.start() if following else len(text)], year, days, faults)
    named = "".join(head.group(1) for head in heads)
    if missing := [name for short, name in SHORT.items() if short not in named]:
        faults.insert(0, f"没有读到{'、'.join(missing)}的安排，请核对是否粘贴完整。")
    return Reading(year, days, tuple(dict.fromkeys(faults)))


def _read_festival(name, text, year, days, faults):
    """The sentences of one festival: which days are off, which weekend days are worked."""
    off, label = 0, name.strip()
    for sentence in re.split(r"[。；;\n]", text):
        works, rests = "上班" in sentence, "放假" in sentence or "休息" in sentence
        if works == rests:
            continue
        for day in _days(sentence, year, label, faults):
            off += rests
            if days.setdefault(day, (works, label))[0] != works:
                faults.append(f"{label}：{day:%-m月%-d日}又放假又上班。")
    total = TOTAL.search(text)
    if not off:
        faults.append(f"没有读到{label}放假的日期。")
    elif total and int(total.group(1)) != off:
        faults.append(f"{label}写明共 {total.group(1)} 天，读到 {off} 天。")


def _days(sentence, year, label, faults):
    """All days a sentence names, in order."""
    month, found = None, []
    for span in SPAN.finditer(sentence):
        first = _day(span, "1", year, month, label, faults)
        month = int(span["m1"]) if span["m1"] else month
        last = _day(span, "2", year, month, label, faults) if span["d2"] else first
        month = int(span["m2"]) if span["m2"] else month
        if first and last and first <= last <= first + timedelta(31):
            found += [first + timedelta(n) for n in range((last - first).days + 1)]
        elif first and last:
            faults.append(f"{label}：{first:%Y-%m-%d} 至 {last:%Y-%m-%d} 前后颠倒。")
    return found


def _day(span, end, year, month, label, faults):
    """One day of a span; None with a fault where its month is missing, there is no such day or its weekday is another."""
    number = int(span[f"m{end}"]) if span[f"m{end}"] else month
    if number is None:
        faults.append(f"{label}：“{span.group(0)}”没有写明是几月。")
        return None
    try:
        day = date(int(span[f"y{end}"] or year), number, int(span[f"d{end}"]))
    except ValueError:
        faults.append(f"{label}：没有“{span.group(0)}”这样的日期。")
        return None
    said = WEEKDAY.search(span[f"n{end}"] or "")
    if said and WEEKDAYS.index(said.group(1).replace("天", "日")) != day.weekday():
        faults.append(f"{label}：{day:%Y年%-m月%-d日}是周{WEEKDAYS[day.weekday()]}，通知写的是周{said.group(1)}。")
    return day
