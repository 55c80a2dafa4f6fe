"""Finding units by the names that documents print."""

import unicodedata
from dataclasses import dataclass

from organizations.models import Unit, UnitName


def plain(name):
    """A name without stray blanks and with half-width letters and brackets, for comparing only."""
    return "".join(unicodedata.normalize("NFKC", name).split())


@dataclass(frozen=True)
class Match:
    """A unit found by a printed name. `former`: the name or the unit was no longer (or not yet) in force on the day asked."""

    unit: Unit
    former: bool


class Directory:
    """All names of one jurisdiction's units, read once: `Directory(jurisdiction, on=day).find("市发改委")`."""

    def __init__(self, jurisdiction, *, on):
        self.on = on
        self._names = {}
        rows = UnitName.objects.filter(jurisdiction=jurisdiction).select_related("unit", "unit__successor").order_by("pk")
        for row in rows:
            former = not (_in_force(row, on) and _in_force(row.unit, on))
            known = self._names.get(plain(row.name))
            if known is None or (known.former and not former):
                self._names[plain(row.name)] = Match(row.unit, former)

    def find(self, name):
        """The `Match` for a printed name, a name in force before a former one; None where nobody bears or bore it."""
        return self._names.get(plain(name))

    def describe(self, name):
        """None for a name in force; else the Chinese sentence a reader of the document should see."""
        match = self.find(name)
        if match is None:
            return f"没有找到名为“{name}”的单位。"
        if match.former:
            now = match.unit.current()
            return f"“{name}”在{self.on.year}年{self.on.month}月{self.on.day}日不是有效名称" + (
                f"，现为{now.name}。" if now.name != name else "。"
            )
        return None


def unfit(unit, jurisdiction, on):
    """Why `unit` cannot be given work of a place on the day `on`, as a sentence; "" where it can."""
    if unit.jurisdiction_id != jurisdiction.pk:
        return f"{unit}不属于本地区。"
    if unit.is_group:
        return f"{unit}是群体名称，请指明具体单位。"
    if unit.ends_on and unit.ends_on < on:
        return f"{unit}已于 {unit.ends_on:%Y-%m-%d} 撤并，请选择承接单位{unit.current(on) if unit.successor else ''}。"
    return ""


def _in_force(row, day):
    return (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or day <= row.ends_on)
