"""`manage.py check_figures FILE [--json]`: the figures of a report and what does not agree; stores nothing, needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultation.notice.files import Unreadable, text_in
from reports.checker import KINDS, MAX_TEXT, SEVERITIES, Checked, check


class Command(BaseCommand):
    """Prints findings in Chinese, or figures and findings as one JSON object."""

    help = "核对报告（.txt、.docx、.pdf）里的件数和占比，只显示结果，不保存。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether to print JSON."""
        parser.add_argument("file", metavar="FILE", help="报告文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads and prints. Raises CommandError with a sentence when the file cannot be read."""
        try:
            checked = check(text_in(Path(options["file"]), MAX_TEXT))
        except Unreadable as reason:
            raise CommandError(str(reason)) from None
        if options["json"]:
            self.stdout.write(json.dumps(checked.to_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(checked)))


def _lines(checked: Checked) -> list[str]:
    lines = [f"共读到 {len(checked.reading.figures)} 个数字，{len(checked.findings)} 处需要核对"]
    for number, one in enumerate(checked.findings, 1):
        lines.append(f"{number}. [{SEVERITIES[one.severity]}·{KINDS[one.kind]}] {one.message}")
        lines += [f"   第 {start + 1} 字：{' '.join(checked.text[start:end].split())}" for start, end in one.spans]
    return lines
