"""What a report keeps of its figures and tables as data, so that it proves itself ever after; and as the appendices of its paper."""

import re
from dataclasses import asdict

from documents.official.model import Attachment, Paragraph, Table, chinese_date

FIELD = re.compile(r"\$\{(\w+)\}")
HEADING = re.compile(r"[一二三四五六七八九十]+、")
PROOF = (
    "本表列出正文和附表各数的名称、口径和依据。"
    "清单指纹是该数所含各件编号（一行一个，按录入先后）的SHA-256值前12位，清单有任何变化，指纹即不同。"
)


def named(text):
    """The figures that a text names."""
    names = set(FIELD.findall(text))
    return names | {name.removesuffix("_share") for name in names}


def kept(found):
    """One measured figure as data, with the public ids of the rows behind it."""
    return counted(found) | {"model": found.model._meta.label_lower, "rows": list(found.public_ids), "digest": found.digest}


def counted(found):
    """One measured figure as data, without the rows behind it, which take a statement each."""
    return {
        "label": found.figure.label,
        "value": str(found) if found.figure.rate else str(found.part),
        "part": found.part,
        "whole": found.whole,
        "share": str(found.ratio) if found.ratio else "",
        "basis": found.figure.basis,
        "definition": found.figure.definition,
    }


def values_of(figures):
    """What a text may name, from figures kept: {name: number as printed, name_share: its share}."""
    shares = {f"{name}_share": each["share"] for name, each in figures.items() if each["share"]}
    return {name: each["value"] for name, each in figures.items()} | shares


def tables_as_data(tables):
    """(title, Table, note)s as data."""
    return [{"title": title, "table": asdict(table), "note": note} for title, table, note in tables]


def tables_of(data):
    """The tables kept as attachments of a paper."""
    for each in data:
        table = each["table"]
        rows = tuple(tuple(row) for row in table["rows"])
        body = Table(tuple(table["header"]), rows, tuple(table["widths"]), table["caption"])
        yield Attachment(each["title"], (body, *((Paragraph(each["note"]),) if each["note"] else ())))


def proof(figures, day):
    """The appendix that proves the figures kept: name, definition, part and whole, the hash of the list behind each."""
    note = Paragraph(f"{PROOF}数据截至{chinese_date(day)}。")
    table = Table(("指标", "口径", "数值", "清单指纹"), tuple(map(_row, figures.values())), (20, 37, 24, 19))
    return Attachment("指标口径和依据", (note, table))


def _row(each):
    numbers = f"{each['part']}/{each['whole']}（{each['share']}）" if each["share"] else str(each["part"])
    return each["label"], each["definition"] + (f"分母：{each['basis']}。" if each["basis"] else ""), numbers, each["digest"][:12]


def pieces(text, figures):
    """A text line by line for a page: (whether it heads a chapter, [(what is printed, name of the figure it comes from or "")])."""
    values = values_of(figures)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(bool(HEADING.match(line)), list(_pieces(line, values))) for line in lines]


def _pieces(line, values):
    """The parts of a line: plain text, and fields with the figure that fills them."""
    for place, part in enumerate(FIELD.split(line)):
        if place % 2 == 0:
            yield part, ""
        else:
            yield values.get(part, f"${{{part}}}"), part.removesuffix("_share")
