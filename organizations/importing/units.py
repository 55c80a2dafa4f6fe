"""Units by their short name: new ones, and further facts of those that are there. Renaming and merging are not done by a table."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from organizations import actions
from organizations.importing.register import Register, changed, chosen
from organizations.models import Unit, UnitKind, UnitName
from organizations.permissions import SECRETARIES
from organizations.tables import UNIT_COLUMNS, unit_row
from tables.importing import ADDED, CHANGED, SAME

FORMER = re.compile(r"(?P<name>.+)（(?P<starts_on>\d{4}-\d\d-\d\d)?至(?P<ends_on>\d{4}-\d\d-\d\d)）")
FACTS = ("full_name", "duties", "phone", "order", "starts_on")
BY_ACTS = {
    "full_name": "全称已登记为“{}”，改名请在单位页办理“改名”，导入不改。",
    "former": "曾用名由“改名”产生，导入不改：现为“{}”。",
    "successor": "承接单位由“并入其他单位”产生，导入不改：现为“{}”。",
}


def split(text):
    """The names in a cell, parted by 、 or a comma."""
    return [name for name in (part.strip() for part in re.split("[、，,;；\n]", text)) if name]


class Units(Register):
    columns, keepers = UNIT_COLUMNS, SECRETARIES

    def in_order(self, rows):
        """Units after those that they name as parent or successor."""
        rows, ordered = list(rows), []
        while rows:
            names = {row.values["name"] for row in rows}
            ready = [row for row in rows if not {row.values["parent"], row.values["successor"]} & (names - {row.values["name"]})] or rows
            ordered += ready
            taken = set(map(id, ready))
            rows = [row for row in rows if id(row) not in taken]
        return ordered

    def take(self, values, number):
        place = self.place(values)
        self.once((place.pk, values["name"], values["ends_on"]), number, "name")
        values = values | {"order": values["order"] or 0}
        if not isinstance(values["order"], int):
            raise ValidationError({"order": "请填写整数。"})
        kind = chosen(values, "kind", UnitKind)
        related = {name: self._unit(place, values, name) for name in ("parent", "successor")}
        unit = Unit.objects.filter(jurisdiction=place, name=values["name"], ends_on=values["ends_on"]).first()
        if unit is None:
            return self._add(place, kind, values, related)
        return self._edit(unit, kind, values, related["parent"])

    def _unit(self, place, values, key):
        """The unit named in a column, the one in force before one that has ended; None where it is empty."""
        if not values[key]:
            return None
        found = Unit.objects.filter(jurisdiction=place, name=values[key]).order_by("-ends_on").first()  # no end comes first
        if found is None:
            raise ValidationError({key: f"没有找到名为“{values[key]}”的单位。"})
        return found

    def _add(self, place, kind, values, related):
        if values["ends_on"] and Unit.objects.filter(jurisdiction=place, name=values["name"], ends_on__isnull=True).exists():
            raise ValidationError({"ends_on": "这个单位在用。终止请在单位页办理“并入其他单位”，导入不办。"})
        former = [self._former(text) for text in split(values["former"])]
        facts = {name: values[name] for name in (*FACTS, "ends_on")} | related
        unit = actions.add_unit(place, values["name"], kind, aliases=self._aliases(values), **facts)
        for each in former:
            actions.add_former_name(unit, **each)
        return ADDED, {}

    @staticmethod
    def _former(text):
        found = FORMER.fullmatch(text)
        try:
            days = {key: date.fromisoformat(found[key]) if found[key] else None for key in ("starts_on", "ends_on")}
        except (TypeError, ValueError):
            raise ValidationError({"former": f"“{text[:40]}”看不懂，请写成：市环保局（2010-01-01至2018-12-31）。"}) from None
        return {"name": found["name"]} | days

    def _edit(self, unit, kind, values, parent):
        shown = unit_row(unit)
        for key, sentence in BY_ACTS.items():
            if values[key] != shown[key] and (shown[key] or key != "full_name"):
                raise ValidationError({key: sentence.format(shown[key] or "空")})
        aliases = self._aliases(values)
        new = [name for name in aliases if name not in split(shown["aliases"])]
        kept = [name for name in split(shown["aliases"]) if name not in aliases]
        warnings = {"aliases": f"表中没有的名称仍然保留：{'、'.join(kept)}。"} if kept else {}
        other = [changed(unit, values, FACTS), changed(unit, {"kind": kind, "parent": parent}, ("kind", "parent"))]
        if not any(other) and not new:
            return SAME, warnings
        actions.edit_unit(unit, aliases=[unit.full_name, *new])
        return CHANGED, warnings

    @staticmethod
    def _aliases(values):
        longest = UnitName._meta.get_field("name").max_length
        names = split(values["aliases"])
        if any(len(name) > longest for name in names):
            raise ValidationError({"aliases": f"名称不能超过 {longest} 个字。"})
        return names
