"""A report from the command line: its text, its figures as JSON, its paper as PDF and DOCX."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.official.model import to_dict
from documents.official.worker import RenderFailed, RenderRefused, render
from organizations.directory import Directory
from organizations.models import Session
from proposals.models import Proposal
from reports.drafting import draft
from reports.drafting.drafts import paper
from reports.figures import scope_of
from reports.kinds import kind_of, labels
from workflow.refusals import Refused


def code_of(session):
    """How a session is called on the command line: code of the place, term, number (dadukou-9-4)."""
    return f"{session.term.jurisdiction.code}-{session.term.number}-{session.number}"


def session_named(name):
    """The session called by its code, by its name (大渡口区九届四次会议) or by its row number. Raises CommandError."""
    sessions = Session.objects.select_related("term__jurisdiction", "ruleset").order_by("pk")
    found = [
        each
        for each in sessions
        if name in (code_of(each), str(each), each.short_name, f"{each.term.jurisdiction}{each.short_name}", str(each.pk))
    ]
    if len(found) != 1:
        listed = "、".join(map(code_of, found or sessions))
        raise CommandError(f"{'有几个' if found else '没有'}名为“{name}”的届次，可用的有：{listed}。")
    return found[0]


def unit_named(name, kind, session):
    """The unit whose own report of a kind it is, None for a kind that is no unit's. Raises CommandError."""
    if not kind_of(kind).of_unit:
        if name:
            raise CommandError(f"“{kind_of(kind).label}”不是单位自己的总结，不用 --unit。")
        return None
    found = Directory(session.term.jurisdiction, on=session.starts_on).find(name) if name else None
    if found is None:
        raise CommandError(f"没有名为“{name}”的单位。" if name else "请用 --unit 指明单位。")
    return found.unit


def _day(text):
    """A day as typed, None where none is. Raises CommandError."""
    if not text or isinstance(text, date):
        return text or None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}”不是日期，请写成 2020-10-31 的样子。") from None


def as_json(measured):
    """A measured figure for programs: counts as numbers, shares as printed, the rows behind it by their public ids."""
    share, value = measured.ratio and measured.ratio.percent, measured.value
    told = {
        "label": measured.figure.label,
        "value": float(value) if isinstance(value, Decimal) else value,
        "part": measured.part,
        "whole": measured.whole,
        "share": None if share is None else float(share),
        "basis": measured.figure.basis,
        "definition": measured.figure.definition,
        "cases": list(measured.public_ids),
        "digest": measured.digest,
    }
    if measured.model is Proposal:
        told["numbers"] = list(Proposal.objects.filter(pk__in=measured.rows).order_by("pk").values_list("case_no", flat=True))
    return told


class Command(BaseCommand):
    help = "编制一份通报：report handling --session dadukou-9-4 --as-of 2020-10-31 --pdf 通报.pdf --docx 通报.docx --json 指标.json"

    def add_arguments(self, parser):
        parser.add_argument("kind", nargs="?", help="通报种类，见 --list")
        parser.add_argument("--list", action="store_true", help="列出通报种类和届次")
        parser.add_argument("--session", help="届次，如 dadukou-9-4")
        parser.add_argument("--unit", help="单位（单位自己的总结），如 区住建委")
        parser.add_argument("--as-of", help="截止日期，如 2020-10-31，默认为今天")
        for name in ("pdf", "docx", "json"):
            parser.add_argument(f"--{name}", metavar="OUT", help=f"写出 {name.upper()} 文件")

    def handle(self, *, kind, session, as_of, unit, **options):
        if options["list"]:
            return self._list()
        if kind not in labels():
            raise CommandError(f"没有“{kind or ''}”这种通报，可用的有：{'、'.join(labels())}。")
        if not session:
            raise CommandError("请用 --session 指明届次，--list 列出全部届次。")
        try:
            found = session_named(str(session))
            report = draft(kind, scope_of(found, as_of=_day(as_of), unit=unit_named(unit, kind, found)))
            self._write(report, **{name: options[name] for name in ("pdf", "docx", "json")})
        except (Refused, RenderRefused, RenderFailed) as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"文件写不进去：{error.filename}（文件夹不存在，或者没有写入的权限）。") from None

    def _list(self):
        self.stdout.write("通报种类：")
        for code, label in labels().items():
            self.stdout.write(f"  {code}  {label}")
        self.stdout.write("届次：")
        for session in Session.objects.select_related("term__jurisdiction").order_by("term__jurisdiction", "term__number", "number"):
            self.stdout.write(f"  {code_of(session)}  {session.term.jurisdiction}{session.short_name}")

    def _write(self, report, *, pdf, docx, json):
        if json:
            Path(json).write_text(_dump(report), encoding="utf-8")
        if pdf or docx:
            rendered = render(to_dict(paper(report)), font_dir=settings.FONT_DIR)
            for path, data in ((pdf, rendered.pdf), (docx, rendered.docx)):
                if path:
                    Path(path).write_bytes(data)
        self.stdout.write(f"{report.title}\n{report.text}")


def _dump(report):
    told = {
        "kind": report.kind.code,
        "title": report.title,
        "session": code_of(report.scope.session),
        "as_of": report.scope.as_of.isoformat(),
        "figures": {name: as_json(found) for name, found in report.figures.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
