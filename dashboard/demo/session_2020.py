"""The 196 other cases of the 2020 session of Dadukou: published totals and eight published subjects, all else invented and marked so."""

from datetime import date, timedelta
from itertools import zip_longest

from dashboard.demo.data import read
from proposals.catalogue import CASE_COLUMNS
from proposals.importing import apply, check
from reports.actions import begin
from tables import Table, export

TOLD_APART = 84  # the case whose story is published and which is walked move by move
TOLD_ON, OCCASION = date(2020, 10, 31), "区政协九届第二十二次常委会"
MARK = "（演示案由）"
NOTE = "演示内容：公开材料未载明本件的案号、提案者、建议、日期、文号和答复正文。"
FILED, ASSIGNED, REPLIED = date(2020, 1, 8), date(2020, 2, 10), date(2020, 3, 23)


def load_others(place, session):
    """Import the cases from a table, as a place would that has kept its catalogue in one, and draft the report on them; returns
    how many."""
    rows = [_row(number, *case) for number, case in zip(_numbers(), _cases(), strict=True)]
    data, _, extension = export(Table("九届四次会议提案目录", CASE_COLUMNS, rows), "csv")
    found = check(session, data, f"目录.{extension}")
    apply(session, found, by=place.people["secretary"])
    begin(session, "handling", by=place.people["supervisor"], as_of=TOLD_ON, occasion=OCCASION)
    return len(rows)


def _numbers():
    return [number for number in range(1, 198) if number != TOLD_APART]


def _cases():
    """(title, unit, category, class, whether it is a key proposal) of each, units taking turns."""
    data = read("dadukou_2020")
    turns = [[(topic, unit, category) for topic in topics] for unit, (category, topics) in data["topics"].items()]
    invented = [case for turn in zip_longest(*turns) for case in turn if case]
    classes = dict.fromkeys(data["planned"], "B") | dict.fromkeys(data["limited"], "C")
    cases = [
        (f"关于{topic}的建议{MARK}", unit, category, classes.get(place, "A"), place in data["key"])
        for place, (topic, unit, category) in enumerate(invented)
    ]
    for place, (title, unit, letter) in enumerate(data["published"], 1):
        cases.insert(place * 20, (title, unit, data["topics"][unit][0], letter, False))
    return cases


def _row(number, title, unit, category, letter, is_key):
    """One case as the row of a catalogue, filed, assigned, replied and rated in time."""
    collective = number % 25 == 0
    replied = REPLIED + timedelta(days=number % 28)
    return {
        "case_no": f"{number:03d}",
        "title": title,
        "proposers": "区工商联" if collective else f"演示·委员{number % 60 + 1:02d}",
        "in_session": "会上",
        "category": category,
        "background": NOTE,
        "submitted_on": FILED - timedelta(days=1),
        "filed_on": FILED + timedelta(days=number % 3),
        "is_key": is_key,
        "key_approved_by": "（演示）主席会议" if is_key else "",
        "track": "政府办公厅（室）",
        "assigned_on": ASSIGNED,
        "units": unit,
        "issued_on": replied,
        "result_class": letter,
        "number": f"（演示）大渡口提复〔2020〕{number:03d}号",
        "text": "（演示）答复正文从略。",
        "opinions": "满意",
        "opinion_dates": f"{replied + timedelta(days=7 + number % 9):%Y-%m-%d}",
        "is_history": True,
    }
