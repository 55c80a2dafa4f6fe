"""Paper templates, whose every saving is a new version, and the counters of document numbers."""

from django import forms
from django.contrib import admin

from documents.forms import SetNextForm, next_number, series_year
from documents.kinds import labels, names_of
from documents.models import NumberSeries, PaperTemplate
from documents.models.numbers import set_next
from documents.templates import save_template
from organizations.admin.base import OwnAdmin
from organizations.admin.filters import own, own_values
from organizations.admin.trail import Line
from organizations.models import Jurisdiction
from organizations.permissions import SECRETARIES
from organizations.register_forms import OwnForm
from organizations.words import label_of, text_of


class TemplateForm(OwnForm):
    """Says beside the text what it may name."""

    class Meta:
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "body" in self.fields:
            kinds = {self.instance.kind: ""} if self.instance.pk else labels()
            known = {label: names_of(kind, self._place()) for kind, label in kinds.items()}
            self.fields["body"].help_text = "".join(f"{label}可用的代号：{_marked(names)}。" for label, names in known.items())

    def _place(self):
        places = Jurisdiction.objects.filter(pk__in=self.by.access.where(*SECRETARIES))
        return self.instance.jurisdiction if self.instance.pk else places.first()


def _marked(names):
    return " ".join(f"${{{name}}}" for name in names)


TEXTS = ("format", "word", "addressees", "body", "copies_to", "printed_by")


def versions_as_lines(rows):
    """A template's versions, oldest first, as the lines of a history page, newest first."""
    lines = []
    for old, new in zip([None, *rows], rows, strict=False):
        pairs = [(name, *(text_of(PaperTemplate, name, getattr(row, name, "")) for row in (old, new))) for name in TEXTS]
        changes = [(label_of(PaperTemplate, name), before, after) for name, before, after in pairs if before != after]
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
        saved = save_template(obj.jurisdiction_id, obj.kind, by=request.user, **{name: getattr(obj, name) for name in TEXTS})
        obj.pk, obj.version = saved.pk, saved.version

    def trail(self, request, obj):
        """The versions of the template are its history."""
        rows = PaperTemplate.objects.filter(jurisdiction=obj.jurisdiction_id, kind=obj.kind).select_related("created_by")
        return versions_as_lines(list(rows.order_by("version")))


class NewSeriesForm(OwnForm):
    """A series that begins in the middle of its year."""

    year, next = series_year(), next_number()

    class Meta:
        model, fields = NumberSeries, ("jurisdiction", "word", "year")


@admin.register(NumberSeries)
class NumberSeriesAdmin(OwnAdmin):
    rank = 47
    form = NewSeriesForm
    fields = list_display = ("word", "year", "last", "jurisdiction")
    act_forms = {"set_next": ("设定下一号", SetNextForm)}
    list_filter = (own("jurisdiction"), own_values("year"))
    list_select_related = ("jurisdiction",)
    search_fields = ("word",)
    empty = "还没有文号。按公文模板的代字印发第一份公文时，自动登记在这里；年中启用的，先点“新增文号序列”，设定下一号。"

    def get_fields(self, request, obj=None):
        return self.fields if obj else ("jurisdiction", "word", "year", "next")

    def get_readonly_fields(self, request, obj=None):
        """A stored series changes by its button."""
        return self.fields if obj else ()

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request, obj)

    def may_act(self, request, obj, name):
        return self.holds(request, self.keepers, obj)

    def save_model(self, request, obj, form, change):
        series = set_next(obj.jurisdiction, obj.word, obj.year, form.cleaned_data["next"])
        obj.pk, obj.last = series.pk, series.last
