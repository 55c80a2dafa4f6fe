"""`manage.py read_notice FILE [--json]`: what the reader finds in a notice, without storing anything and without a database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultation.notice import Reading, read
from consultation.notice.files import Unreadable, text_in

_KINDS = {"consultation": "协商", "briefing": "通报", "inspection": "视察", "other": "其他"}


class Command(BaseCommand):
    """Prints a reading as a table in Chinese, or as one JSON object."""

    help = "读取协商、通报、视察计划通知（.txt、.docx、.pdf），只显示结果，不保存。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether to print JSON."""
        parser.add_argument("file", metavar="FILE", help="通知文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads and prints. Raises CommandError with a sentence when the file cannot be read."""
        try:
            reading = read(text_in(Path(options["file"])))
        except Unreadable as reason:
            raise CommandError(str(reason)) from None
        if options["json"]:
            self.stdout.write(json.dumps(reading.to_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_table(reading)))


def _table(reading: Reading) -> list[str]:
    doc = reading.doc
    lines = [doc["title"] or "（没有读到标题）"]
    facts = (
        ("文号", doc["doc_no"]),
        ("主送", doc["addressees"]),
        ("成文日期", doc["date"]),
        ("发布日期", doc["published"]),
        ("年度", doc["year"]),
        ("发文机关", doc["issuer"]),
        ("领导出席安排", doc["attendance"]),
    )
    lines += [f"{word}：{value}" for word, value in facts if value]
    lines.append(f"共读到 {len(reading.items)} 项")
    for index, item in enumerate(reading.items, 1):
        number = "" if item.no is None else f"（原文序号 {item.no}）"
        lines.append(f"{index}. [{_KINDS[item.kind]}]{'[监督性]' if item.supervisory else ''} {item.title}{number}")
        values = (
            ("栏目", item.section),
            ("责任单位", "、".join(item.units)),
            ("承办", "、".join(item.organizer)),
            ("方式", item.form),
            ("时间", item.time),
        )
        lines.append("   " + "；".join(f"{word}：{value or '—'}" for word, value in values))
        lines += [f"   备注：{note}" for note in item.notes]
    if reading.gaps:
        lines.append("需要核对：")
        lines += [f"- {f'第 {gap.item} 项：' if gap.item else ''}{gap.message}" for gap in reading.gaps]
    return lines
