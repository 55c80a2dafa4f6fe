"""What the imports of registers share. A trial does all that the import would do and takes it back, so that both refuse the same."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organizations.models import Jurisdiction
from tables import ImportPlan, PlannedRow, read_rows


class Register:
    """The rows of one file for one register, filled in by `by`. A subclass says in `take` what a row does.

    `columns`: of the table; `keepers`: the roles that keep the register in a place.
    """

    columns, keepers = (), ()

    def __init__(self, by):
        self.by = by
        self.places = {place.name: place for place in Jurisdiction.objects.filter(pk__in=by.access.where(*self.keepers))}
        self.seen = {}

    def in_order(self, rows):
        """The rows as they can be taken one after the other."""
        return rows

    def take(self, values, number):
        """Store the row with this number; returns (新增/修改/不变, {column key: warning}). Raises ValidationError by column keys."""
        raise NotImplementedError

    def place(self, values):
        """The jurisdiction of a row: the one it names, or the only one that the person keeps."""
        name = values["jurisdiction"]
        if name and name not in self.places:
            raise ValidationError({"jurisdiction": f"您不能为“{name}”导入。"})
        if not name and len(self.places) != 1:
            raise ValidationError({"jurisdiction": f"请填写地区：{'、'.join(self.places)}。"})
        return self.places[name] if name else next(iter(self.places.values()))

    def once(self, key, number, column):
        """Refuse a row about what an earlier row was about."""
        first = self.seen.setdefault(key, number)
        if first != number:
            raise ValidationError({column: f"与第 {first} 行重复。"})

    def planned(self, row):
        """One row taken, or what is wrong in it."""
        name, labels = row.values["name"] or "", {column.key: column.label for column in self.columns}
        if row.errors:
            return PlannedRow(row.number, name, "", row.errors)
        try:
            with transaction.atomic():
                change, warnings = self.take(row.values, row.number)
        except ValidationError as error:
            sentences = error.update_error_dict({})
            return PlannedRow(row.number, name, "", {labels.get(key, "整行"): _text(each) for key, each in sentences.items()})
        except IntegrityError:
            return PlannedRow(row.number, name, "", {"整行": "与已有记录冲突，请核对名称和日期。"})
        return PlannedRow(row.number, name, change, {}, {labels[key]: sentence for key, sentence in warnings.items()})


def _text(errors):
    return " ".join(sentence for error in errors for sentence in error.messages)


def _taken(register, rows):
    found = [register.planned(row) for row in register.in_order(rows)]
    return ImportPlan(tuple(sorted(found, key=lambda row: row.number)))


def check(register, data, name, *, by):
    """What importing a file (bytes) into a `Register` would do; stores nothing. Raises Refused for a file that cannot be taken."""
    rows = read_rows(data, name, register.columns)
    with transaction.atomic():
        plan = _taken(register(by), rows)
        transaction.set_rollback(True)
    return plan


def apply(register, data, name, *, by):
    """Import a file; returns the `ImportPlan`. Raises Refused, and stores nothing, where a row has an error."""
    rows = read_rows(data, name, register.columns)
    with transaction.atomic():
        plan = _taken(register(by), rows)
        plan.refuse_errors()
    return plan


def chosen(values, key, choices):
    """The value of a label of `choices` that stands in the column `key`. Raises ValidationError for another text."""
    found = {label: value for value, label in choices.choices}
    if values[key] not in found:
        raise ValidationError({key: f"“{values[key][:20]}”不在可选范围：{'、'.join(found)}。"})
    return found[values[key]]


def changed(row, values, names):
    """Take over the columns `names` of the same name; returns whether one of them was another."""
    other = [name for name in names if getattr(row, name) != values[name]]
    for name in other:
        setattr(row, name, values[name])
    return bool(other)
