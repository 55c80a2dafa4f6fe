"""Measuring two things side by side on a noisy machine, and saying what came out."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

ROUNDS = 7


def least(*acts: Callable, rounds=ROUNDS, clock=time.process_time, repeat=1):
    """The least time of each of `acts` in seconds, run in turns so that noise falls on all alike.

    `repeat`: how often each is run per round (for acts too short to time alone); the result is for one run.
    """
    for act in acts:
        act()
    best = [float("inf")] * len(acts)
    for _ in range(rounds):
        for place, act in enumerate(acts):
            start = clock()
            for _ in range(repeat):
                act()
            best[place] = min(best[place], (clock() - start) / repeat)
    return best


class Rollback(Exception):
    pass


def undone(act):
    """The same act, its traces taken back."""

    def run():
        try:
            with transaction.atomic():
                act()
                raise Rollback
        except Rollback:
            pass

    return run


def cpu_of(*pids):
    """CPU seconds that processes have used in all their threads."""
    tasks = [task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir()]
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def children(pid="self"):
    """Numbers of the processes a process has started that are alive."""
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


def say(name, value, unit, *, baseline=None, ratio=None, goal=None, floor=None, note=None):
    """Print one figure as a JSON line; `ratio` defaults to value ÷ baseline. Figures without a baseline say why in `note`."""
    if ratio is None and baseline:
        ratio = value / baseline
    line = {"name": name, "value": _short(value), "unit": unit, "baseline": _short(baseline), "ratio": _short(ratio)}
    print(json.dumps(line | {"goal": goal, "floor": floor} | ({"note": note} if note else {}), ensure_ascii=False), flush=True)


def _short(number):
    return round(number, 4) if isinstance(number, float) else number
