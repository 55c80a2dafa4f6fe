"""Paper templates, whose every saving is a new version, and the counters of document numbers."""

from django import forms
from django.contrib import admin
from django.db.models import Max

from documents.models import NumberSeries, PaperTemplate
from organizations.admin.base import OwnAdmin, OwnForm, ReadOnly
from organizations.admin.filters import own
from organizations.admin.trail import Line
from organizations.models import Jurisdiction


class TemplateForm(OwnForm):
    class Meta:
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}


TEXTS = ("format", "word", "addressees", "body", "copies_to", "printed_by")


def versions_as_lines(rows):
    """A template's versions, oldest first, as the lines of a history page, newest first."""
    lines = []
    for old, new in zip([None, *rows], rows, strict=False):
        pairs = [(name, getattr(old, name, ""), getattr(new, name)) for name in TEXTS]
        changes = [
            (str(PaperTemplate._meta.get_field(name).verbose_name), before, after) for name, before, after in pairs if before != after
        ]
        lines.append(Line(new.created_at, str(new.created_by or "系统"), f"第{new.version}版", changes))
    return lines[::-1]


@admin.register(PaperTemplate)
class PaperTemplateAdmin(OwnAdmin):
    rank = 46
    form = TemplateForm
    fixed = ("jurisdiction", "kind")
    fields = ("jurisdiction", "kind", "format", "word", "addressees", "body", "copies_to", "printed_by")
    list_display = ("kind", "version", "format", "word", "created_by", "created_at", "jurisdiction")
    list_filter = ("kind", "format", own("jurisdiction"))
    list_select_related = ("jurisdiction", "created_by")
    search_fields = ("kind", "word", "body")

    def get_fields(self, request, obj=None):
        return (*self.fields, "version", "created_by", "created_at") if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "version", "created_by", "created_at"]

    def save_model(self, request, obj, form, change):
        """Store the text as the next version; the one it was made from stays."""
        place = Jurisdiction.objects.select_for_update().get(pk=obj.jurisdiction_id)
        versions = PaperTemplate.objects.filter(jurisdiction=place, kind=obj.kind)
        obj.pk, obj._state.adding = None, True
        obj.version = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
        obj.created_by = request.user
        obj.save()

    def trail(self, request, obj):
        """The versions of the template are its history."""
        rows = PaperTemplate.objects.filter(jurisdiction=obj.jurisdiction_id, kind=obj.kind).select_related("created_by")
        return versions_as_lines(list(rows.order_by("version")))


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnly, OwnAdmin):
    rank = 47
    fields = list_display = ("word", "year", "last", "jurisdiction")
    list_filter = (own("jurisdiction"), "year")
    list_select_related = ("jurisdiction",)
    search_fields = ("word",)
