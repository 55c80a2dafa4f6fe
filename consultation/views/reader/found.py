"""From a reading to what the page's forms hold: the head, one row of values per item, a guess at a new unit's kind."""

import re
from collections import Counter

from consultation.models import UnitRole
from organizations.models import UnitKind

CONSULTED = re.compile(r"(?:协商|参与|参加|配合)(?:部门|单位)\s*[:：]?\s*$")
BARE_NUMBER = re.compile(r"[\s(（]*[一二三四五六七八九十\d]+[)）、.．\s]*")
COUNTED = re.compile(r"\s*[(（]\s*\d+\s*[项次个][)）]\s*$")


def head_of(reading):
    """The head of the plan as form values."""
    doc = reading.doc
    return {
        "year": doc["year"] or "",
        "title": doc["title"] or "",
        "document_number": doc["doc_no"] or "",
        "issuers": "\n".join(doc["issuers"]),
        "addressees": doc["addressees"] or "",
        "attendance": doc["attendance"] or "",
    }


def rows_of(reading):
    """One dict of form values per item. An item without a number gets the next one of its section."""
    used, rows = Counter(), []
    for origin, item in enumerate(reading.items, 1):
        section = _section(item, reading.text)
        number = item.no if item.no is not None else used[item.kind, section] + 1
        used[item.kind, section] = number
        rows.append(
            {
                "origin": origin,
                "kind": item.kind,
                "section": section,
                "number": number,
                "title": item.title,
                "contents": "\n".join(item.contents),
                "notes": "；".join(note for note in item.notes if not (item.contents and note.startswith("主要内容"))),
                "form": item.form or "",
                "is_supervisory": "on" if item.supervisory else "",
                "time_text": item.time or "",
                "attendance": "；".join(f"{label}：{words}" if label else words for label, words in item.attendance),
                "hosts": "\n".join(item.organizer),
                **_units(item, reading.text),
            }
        )
    return rows


def _section(item, text):
    """The heading of the section; where the reader gives its number alone, with the words that follow it in the text."""
    section, span = item.section or "", item.source.get("section")
    if span and BARE_NUMBER.fullmatch(section):
        words = " ".join(COUNTED.sub("", text[slice(*span)]).split())
        stop = "、" if section[-1:] not in ")）、.．" else ""
        section += "" if words.startswith(section) else f"{stop}{words}"
    return section[:80]


def _units(item, text):
    """The units under the heading the notice gives them: 协商部门 and the like, or responsible ones."""
    start = item.unit_spans[0][0] if item.unit_spans else 0
    consulted = bool(CONSULTED.search(text[max(0, start - 12) : start]))
    return {
        "consulted" if consulted else "responsible": "\n".join(item.units),
        "lead_known": "on" if item.unit_sides[:1] == ("lead",) else "",
    }


def spans_of(item):
    """The places an item was read from, by field, as they are stored with it."""
    return {name: list(span) for name, span in item.source.items()}


KINDS = (
    (UnitKind.GROUP, r"^(?:各|有关|驻)|(?:高校|有关单位|有关部门)$"),
    (UnitKind.JUDICIARY, r"法院|检察院"),
    (UnitKind.CPPCC_OFFICE, r"政协.*(?:办公厅|办公室|研究室|机关)$"),
    (UnitKind.SPECIAL_COMMITTEE, r"政协.*委"),
    (UnitKind.PARTY, r"^(?:民革|民盟|民建|民进|农工党|致公党|九三|台盟)"),
    (UnitKind.PEOPLE_ORGANIZATION, r"妇联|^团|共青团|总工会|工商联|科协|文联|侨联|残联|贸促会|红十字|社科联|记协|作协"),
    (UnitKind.ENTERPRISE, r"(?:公司|集团|银行|大学|学院|医院|中心|交易所|研究院)$"),
    (UnitKind.PARTY_ORGAN, r"^(?:省|市|州|区|县)委(?:.*(?:部|办|室|委|校|厅))?$"),
)


def likely_kind(name, role):
    """The kind of unit a name suggests; shown for correction, never taken without a word."""
    for kind, pattern in KINDS:
        if re.search(pattern, name):
            return kind
    return UnitKind.SPECIAL_COMMITTEE if role == UnitRole.HOST else UnitKind.GOVERNMENT
