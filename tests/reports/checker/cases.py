"""The report texts of `texts/`, each with what must be found in it.

A case begins with `== name`. Lines before its text: `! kind printed expected` a contradiction that must be called wrong, `? kind` and
`- kind` a doubt or a remark that must be made, `figures: count/share/base …` figures that must be read (empty for none).
Nothing but the contradictions of a case may be called wrong.
"""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """One report text and what is to be found in it."""

    name: str
    text: str
    wrong: tuple
    doubts: tuple
    figures: tuple


def cases():
    """All cases of all files."""
    for path in sorted((Path(__file__).parent / "texts").glob("*.txt")):
        for part in path.read_text().split("== ")[1:]:
            yield _case(*part.split("\n", 1))


def _case(name, rest):
    lines, wrong, doubts, figures = rest.split("\n"), [], [], []
    while re.match(r"[!?-] [a-z]|figures:", lines[0]):
        sign, *words = lines.pop(0).split()
        if sign == "!":
            wrong.append((words[0], *map(float, words[1:])))
        elif sign == "figures:":
            figures += [tuple(float(value) if value else None for value in word.split("/")) for word in words]
        else:
            doubts.append(words[0])
    return Case(name, "\n".join(lines).strip("\n"), tuple(wrong), tuple(doubts), tuple(figures))
