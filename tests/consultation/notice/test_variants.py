"""Invented notices of every layout seen, each with what a careful reader takes from it."""

from pathlib import Path

import pytest

from consultation.notice import read

FILES = sorted(Path(__file__).with_name("variants").glob("*.txt"))


def cases():
    for path in FILES:
        for block in path.read_text(encoding="utf-8").split("=== ")[1:]:
            name, rest = block.split("\n", 1)
            text, expected = rest.rsplit("\n---\n", 1) if "\n---\n" in rest else (rest.removesuffix("---\n"), "")
            yield pytest.param(text, expected.strip().splitlines(), id=f"{path.stem}: {name}")


def shown(item):
    names = [item.kind, str(item.no or "-"), item.title, "、".join(item.units) or "-", "、".join(item.organizer) or "-"]
    names += [item.form or "-", item.time or "-"]
    flags = " ".join((["!"] if item.supervisory else []) + list(item.notes))
    return " | ".join(names + ([flags] if flags else []))


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_variant_is_read_as_a_careful_reader_would(text, expected):
    reading = read(text)
    assert [shown(item) for item in reading.items] == expected
    for item in reading.items:
        for start, end in item.source.values():
            assert 0 <= start < end <= len(text)
    assert bool(expected) != any(gap.code == "not_a_plan" for gap in reading.gaps)
