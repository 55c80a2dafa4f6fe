"""What a person checks before a plan is stored: the head, the items, the units nobody knows, the gaps. Nothing here writes."""

from datetime import date

from django.utils import timezone
from django.utils.functional import cached_property

from consultation.drafts import ItemDraft
from consultation.models import Kind, UnitRole
from consultation.notice import read
from consultation.rules import rules_of_year
from consultation.views.forms import drafting_places
from consultation.views.reader.forms import NewUnitForm, ReadHeadForm, ReadItemForm
from consultation.views.reader.found import likely_kind, spans_of
from consultation.views.reader.marks import pieces_of
from consultation.views.reader.rows import number_of
from organizations.directory import Directory
from organizations.models import Jurisdiction

LISTS = (("responsible", UnitRole.LEAD), ("consulted", UnitRole.CONSULTED), ("hosts", UnitRole.HOST))


class Review:
    """One round of checking. `text` is the source, `data` what the forms hold (a plain dict), `count` how many items there are;
    `fresh`: it has just been read, nobody has corrected anything yet."""

    def __init__(self, person, text, data, count, *, fresh=False):
        self.person, self.text, self.data = person, text, data
        self.reading = read(text)
        self.head = ReadHeadForm(data, by=person)
        self.head.is_valid()
        year = self.head.cleaned_data.get("year")
        rules = rules_of_year(self.place, year)
        self._settle_kinds(count, rules, fresh)
        forms = {"year": year, "rules": rules}
        self.items = [ReadItemForm(data, prefix=f"item-{n}", initial=self._printed(n), **forms) for n in range(1, count + 1)]
        for form in self.items:
            form.is_valid()
        self._refuse_repeated_numbers()

    def _settle_kinds(self, count, rules, fresh):
        """A kind that the reader knows and the place does not have becomes 其他; what was read as 其他 under a heading that names a
        kind of the place's own is of that kind."""
        known, own = dict(rules.kinds), [kind for kind in rules.kinds if kind[0] not in Kind.values]
        for n in range(1, count + 1):
            kind, section = f"item-{n}-kind", self.data.get(f"item-{n}-section", "")
            if self.data.get(kind) in set(Kind.values) - set(known):
                self.data[kind] = Kind.OTHER.value
            if fresh and self.data.get(kind) == Kind.OTHER:
                self.data[kind] = next((code for code, name in own if name in section), Kind.OTHER.value)

    def _printed(self, n):
        """The time as the notice prints it: it may stay as it is, even where nobody can say when that is."""
        item = self.read_item(self.data.get(f"item-{n}-origin"))
        return {"time_text": item.time or ""} if item else {}

    def read_item(self, origin):
        """The item of the reading with this number; None for one added by hand."""
        number = number_of(origin)
        return self.reading.items[number - 1] if 0 < number <= len(self.reading.items) else None

    def _refuse_repeated_numbers(self):
        """The same number twice in one section is an error of the later item."""
        seen = set()
        for form in self.items:
            key = tuple(form.cleaned_data.get(name) for name in ("kind", "section", "number"))
            if key in seen and None not in key:
                form.add_error("number", "同一部分里序号重复。")
            seen.add(key)

    @cached_property
    def place(self):
        """The jurisdiction the plan is for; the person's first one while none is chosen."""
        return self.head.jurisdiction() or Jurisdiction.objects.filter(pk__in=drafting_places(self.person)).first()

    @cached_property
    def directory(self):
        """The names of units on the day of the notice, else on the first day of the plan's year."""
        doc, year = self.reading.doc, self.head.cleaned_data.get("year")
        first = date(year, 1, 1) if year else timezone.localdate()
        return Directory(self.place, on=date.fromisoformat(doc["date"]) if doc["date"] else first)

    @cached_property
    def names(self):
        """{printed name: (role, [numbers of the items that name it])} of all units, in their order."""
        found = {}
        for n, form in enumerate(self.items, 1):
            for field, role in LISTS:
                for name in form.cleaned_data.get(field) or ():
                    found.setdefault(name, (role, []))[1].append(n)
        return found

    @cached_property
    def unknown(self):
        """A form for each unit name nobody knows, with the items that name it."""
        rows = []
        for name, (role, items) in self.names.items():
            if self.directory.find(name) is None:
                prefix = f"unit-{name}"
                values = {f"{prefix}-kind": likely_kind(name, role)} | self.data
                form = NewUnitForm(values, prefix=prefix, name=name, directory=self.directory)
                form.is_valid()
                rows.append({"name": name, "form": form, "items": items, "labels": [self.label(n) for n in items]})
        return rows

    def label(self, n):
        """How item `n` of the page is cited: 协商3; by its place where sections count anew and the number says nothing."""
        return self.labels[n - 1] if self.labels.count(self.labels[n - 1]) == 1 else f"第{n}项"

    @cached_property
    def labels(self):
        """Kind and number of each item."""
        return [f"{dict(form.fields['kind'].choices).get(form.value('kind'), '事项')}{form.value('number')}" for form in self.items]

    @property
    def pieces(self):
        """The source text with the places of the items that are still there."""
        found = [(n, item) for n, form in enumerate(self.items, 1) if (item := self.read_item(form.value("origin")))]
        return pieces_of(self.text, found)

    def is_valid(self):
        """Whether everything could be stored as it stands."""
        forms = [self.head, *self.items, *(row["form"] for row in self.unknown)]
        return bool(self.items) and all(form.is_valid() for form in forms)

    def drafts(self):
        """The items as `ItemDraft`s, each with the places it was read from."""
        return tuple(
            ItemDraft(units=form.units(), source_spans=spans_of(item) if item else {}, **form.values())
            for form in self.items
            for item in [self.read_item(form.value("origin"))]
        )
