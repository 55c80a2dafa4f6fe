"""What the secretary has to look at: gaps per item, and in sum."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from .reading import Gap, ItemReading
from .times import window

# Signs that more than the topic was taken for the title.
_MIXED = re.compile(
    r"[,，。;；]\s?(?:由|邀请|拟于|\d{1,2}月)|.围绕[“「]|(?:牵头|承办|协办|责任|参加|配合)(?:单位|部门|委室)|[:：]\S{2,8}[:：]|\t"
)
_NAMES = {"consultation": "协商", "briefing": "通报", "inspection": "视察", "other": "其他", "total": "总数"}
_SUMS = (("no_time", "{} 项未定时间。"), ("no_units", "{} 项无责任单位。"), ("no_form", "{} 项未写方式。"))


def _of_item(item: ItemReading, index: int, year: int | None, issued: date | None) -> list[Gap]:
    gaps = []
    if not item.time:
        gaps.append(Gap("no_time", index, "没有写时间。"))
    else:
        precision, _, end = window(item.time, year)
        if precision == "none" and year:
            gaps.append(Gap("time_unclear", index, f"时间“{item.time}”读不出日期，按原文保留。"))
        elif end and issued and end < issued:
            gaps.append(Gap("time_before_issue", index, f"时间“{item.time}”早于成文日期 {issued:%Y-%m-%d}。"))
    if not item.units:
        gaps.append(Gap("no_units", index, "没有写责任单位。"))
    if not item.form:
        gaps.append(Gap("no_form", index, "没有写方式。"))
    if "?" in item.title or "\ufffd" in item.title:
        gaps.append(Gap("lost_character", index, f"题目“{item.title[:40]}”里有字丢失。"))
    if _MIXED.search(item.title):
        gaps.append(Gap("title_unclear", index, f"题目“{item.title[:40]}”里可能混有时间、单位或方式，请核对。"))
    if len(item.title) < 4 or len(item.title) > 120:
        gaps.append(Gap("title_unclear", index, f"题目“{item.title[:40]}”过短或过长，请核对。"))
    if len(set(item.units)) < len(item.units):
        gaps.append(Gap("repeated_unit", index, "同一单位写了两次。", "info"))
    return gaps


def _of_numbers(items: list[ItemReading]) -> list[Gap]:
    """Numbers that come twice or are left out within one section."""
    gaps, last, section = [], 0, object()
    for index, item in enumerate(items, 1):
        key = (item.section, item.kind)
        if key != section:
            last, section = 0, key
        if item.no is None:
            continue
        if item.no == last:
            gaps.append(Gap("duplicate_number", index, f"序号 {item.no} 重复。"))
        elif last and item.no > last + 1:
            gaps.append(Gap("number_gap", index, f"序号从 {last} 跳到 {item.no}，中间可能缺项。"))
        last = item.no
    return gaps


def _counted(items: list[ItemReading], key: str) -> int:
    if key == "total":
        return len(items)
    if key in _NAMES:
        return sum(item.kind == key for item in items)
    return sum(item.form == key for item in items)


def _of_totals(items: list[ItemReading], totals: dict[str, int | str]) -> list[Gap]:
    gaps = []
    for key, stated in totals.items():
        name, found = _NAMES.get(key, key), _counted(items, key)
        if not isinstance(stated, int):
            gaps.append(Gap("total_loose", None, f"{name}：文中写“{stated}”，读到 {found} 项。", "info"))
        elif stated == found:
            gaps.append(Gap("total_match", None, f"{name}：文中写 {stated} 项，读到 {found} 项。", "info"))
        else:
            gaps.append(Gap("total_mismatch", None, f"{name}：文中写 {stated} 项，读到 {found} 项。"))
    return gaps


def _of_names(items: list[ItemReading], known: Callable[[str], str | None]) -> list[Gap]:
    """Names nobody knows, and names a unit no longer bears."""
    gaps = []
    for index, item in enumerate(items, 1):
        for unit in (*item.units, *item.organizer):
            today = known(unit)
            if today is None:
                gaps.append(Gap("unknown_unit", index, f"单位“{unit}”不在单位库中。"))
            elif today != unit:
                gaps.append(Gap("renamed_unit", index, f"“{unit}”现为“{today}”。", "info"))
    return gaps


def _of_document(facts: dict[str, Any], items: list[ItemReading], repeated: int) -> list[Gap]:
    if not items:
        return [Gap("not_a_plan", None, "没有读到计划事项：这不像一份协商、通报或视察计划。")]
    gaps = []
    if not facts["year"]:
        gaps.append(Gap("unknown_year", None, "没有读到计划年度。"))
    if not facts["title"]:
        gaps.append(Gap("no_title", None, "没有读到文件标题。"))
    if repeated:
        gaps.append(Gap("repeated_item", None, f"{repeated} 项在文中重复列出，只取一次。", "info"))
    return gaps


def all_gaps(
    facts: dict[str, Any],
    items: list[ItemReading],
    own: list[Gap],
    totals: dict[str, int | str],
    repeated: int,
    known: Callable[[str], str | None] | None,
) -> list[Gap]:
    """The gaps of the whole first, then those of the items in order."""
    issued = date.fromisoformat(facts["date"]) if facts["date"] else None
    per_item = [gap for index, item in enumerate(items, 1) for gap in _of_item(item, index, facts["year"], issued)] + own
    sums = Counter(gap.code for gap in per_item)
    whole = _of_document(facts, items, repeated) + _of_totals(items, totals)
    whole += [Gap(code, None, words.format(sums[code])) for code, words in _SUMS if sums[code]]
    per_item += _of_numbers(items) + (_of_names(items, known) if known else [])
    return whole + sorted(per_item, key=lambda gap: gap.item or 0)
