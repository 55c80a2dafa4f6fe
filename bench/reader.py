"""The notice reader on the two public plans and the figure checker on a public report, where they are at hand."""

import os
from pathlib import Path

from bench.measure import least, say
from consultation.notice import read
from reports.checker import check

SEEDS = Path(os.environ.get("SEEDS_DIR") or Path(__file__).resolve().parents[2] / "shared" / "seeds")


def run():
    """One figure a document, in milliseconds of CPU."""
    for name, number, work, goal in (
        ("reader, plan", "000", read, 50),
        ("reader, plan", "002", read, 50),
        ("figure checker, report", "004", check, 100),
    ):
        found = sorted(SEEDS.glob(f"{number}_*.txt"))
        if not found:
            say(f"{name} {number}", None, "ms", goal=goal, note="the public documents are not at hand")
            continue
        text = found[0].read_text()
        (spent,) = least(lambda text=text, work=work: work(text))
        say(f"{name} {number}", spent * 1000, "ms", goal=goal, note="no baseline: an absolute limit")
