"""The facts and inventions that the demonstration data are made of, as JSON files beside this module."""

import json
from pathlib import Path

PLACES = ("chongqing", "dadukou", "weihai", "yanshi", "area")  # a parent before its districts


def read(name):
    """The content of `data/<name>.json`."""
    return json.loads((Path(__file__).parent / "data" / f"{name}.json").read_text(encoding="utf-8"))


def names(text):
    """A list printed with 、 as a tuple of names."""
    return tuple(filter(None, text.split("、")))
