"""The notice reader on the two public plans, where they are at hand."""

import os
from pathlib import Path

from bench.measure import least, say
from consultation.notice import read

SEEDS = Path(os.environ.get("SEEDS_DIR") or Path(__file__).resolve().parents[2] / "shared" / "seeds")


def run():
    """One figure a plan, in milliseconds of CPU."""
    for number in ("000", "002"):
        found = sorted(SEEDS.glob(f"{number}_*.txt"))
        if not found:
            say(f"reader, plan {number}", None, "ms", goal=50, note="the public plans are not at hand")
            continue
        text = found[0].read_text()
        (spent,) = least(lambda text=text: read(text))
        say(f"reader, plan {number}", spent * 1000, "ms", goal=50, note="no baseline: an absolute limit")
