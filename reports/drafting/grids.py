"""Appendix tables made of figures, and the words that drafts share."""

from documents.official.model import Table
from reports.figures import DIMENSIONS, tabulate

NUMERALS = "一二三四五六七八九十"
MANY_UNITS = "分办的提案在每个分办单位各计一件，因此各单位之和可能大于提案总数。"


def grid(scope, dimension, headings, wording, *, note="", keep=None):
    """(title, Table, note): a row for each key of a dimension, a column for each figure of `headings` ({name: heading}), most first.

    Rows without any of the first figure are left out, or those without any of the figures `keep` names.
    """
    names = list(headings)
    rows = tabulate(scope, names, dimension)
    words = DIMENSIONS[dimension].names(scope, [key for (key,), _ in rows])
    wanted = keep or names[:1]
    kept = [(words.get(key, "未标明"), cells) for (key,), cells in rows if any(cells[name].part for name in wanted)]
    kept.sort(key=lambda row: (-row[1][names[0]].part, row[0]))
    lines = tuple((word, *(_cell(cells[name]) for name in names)) for word, cells in kept)
    return wording, Table((DIMENSIONS[dimension].label, *headings.values()), lines, (28, *(10 for _ in names))), note


def _cell(measured):
    return str(measured) if measured.figure.rate else str(measured.part)


def names_where(scope, dimension, name, whether):
    """The names of the keys of a dimension for which `whether(measured)` of a figure holds, in order of the names."""
    rows = tabulate(scope, [name], dimension)
    found = [key for (key,), cells in rows if key is not None and whether(cells[name])]
    words = DIMENSIONS[dimension].names(scope, found)
    return sorted(words[key] for key in found if key in words)


def listed(sentences):
    """Sentences as 一是……；二是……。 One alone has no number."""
    if len(sentences) == 1:
        return f"{sentences[0]}。"
    return "；".join(f"{NUMERALS[place]}是{text}" for place, text in enumerate(sentences)) + "。"
