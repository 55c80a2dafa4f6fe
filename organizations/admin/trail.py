"""The history page of a row: who, when, what was before and after, in Chinese."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse

from organizations.models import Person
from organizations.words import label_of, text_of

LABELS = {"insert": "登记", "update": "修改", "delete": "删除", "loaded": "系统预置"}
LIMIT = 500


@dataclass(frozen=True)
class Line:
    """One line of a history: `changes` = [(what, before, after)]."""

    at: datetime
    who: str
    label: str
    changes: list = field(default_factory=list)
    reason: str = ""
    where: str = ""


class Trailing:
    """A register with a history page. `trail_of`: [(related model, its field that names the row)] whose changes belong to the history."""

    trail_of = ()

    def trail(self, request, obj):
        """The row's history, newest first, at most `LIMIT` lines."""
        lines = history(type(obj), pgh_obj=obj.pk)
        for model, name in self.trail_of:
            lines += history(model, title=True, **{name: obj.pk}, **self.trail_limits(request, model))
        return sorted(lines, key=lambda line: line.at, reverse=True)[:LIMIT]

    def trail_limits(self, request, model):
        """Lookups that keep the related rows' history to the person's own places."""
        return {"jurisdiction__in": self.places(request, (*self.readers, *self.keepers))}

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"历史记录：{obj}",
            "original": obj,
            "opts": self.opts,
            "lines": self.trail(request, obj),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/trail.html", context | (extra_context or {}))


def history(model, *, title=False, **lookups):
    """The lines of a tracked model's history that `lookups` find; `title` puts the kind of row before each."""
    if not hasattr(model, "pgh_event_model"):
        return []
    rows = list(model.pgh_event_model.objects.filter(**lookups).select_related("pgh_context").order_by("pgh_id"))
    names, people = Names(model, rows), _people(rows)
    before, lines = {}, []
    for row in rows:
        old = before.get(row.pgh_obj_id)
        before[row.pgh_obj_id] = row
        label = LABELS[row.pgh_label] + (model._meta.verbose_name if title else "")
        context = row.pgh_context.metadata if row.pgh_context else {}
        who = people.get(context.get("person"), "系统")
        lines.append(Line(row.pgh_created_at, who, label, names.changes(old, row), where=context.get("remote_addr", "")))
    return lines


def _people(rows):
    ids = {row.pgh_context.metadata.get("person") for row in rows if row.pgh_context}
    return dict(Person.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))


class Names:
    """Values of a model's history rows as people read them; related rows are fetched once per model."""

    hidden = {"id", "public_id", "feed_key"}

    def __init__(self, model, rows):
        self.model = model
        tracked = {each.name for each in model.pgh_event_model._meta.fields}
        self.fields = [each for each in model._meta.fields if each.name in tracked - self.hidden]
        self.related = {
            each: each.remote_field.model._base_manager.in_bulk({getattr(row, each.attname) for row in rows} - {None})
            for each in self.fields
            if each.is_relation
        }

    def changes(self, old, new):
        """[(label, before, after)] of the fields that differ; for the first row, those that have a value."""
        rows = [(each, self.text(each, old) if old else "", self.text(each, new)) for each in self.fields]
        return [(label_of(self.model, each.name), before, after) for each, before, after in rows if before != after]

    def text(self, each, row):
        value = getattr(row, each.attname)
        if each.is_relation and value is not None:
            return str(self.related[each].get(value, "（已删除）"))
        return text_of(self.model, each.name, value)
