"""The endpoints of paper templates and of the counters of document numbers, for who reads and keeps them in the admin."""

import django_filters
from django import forms
from django.urls import path

from documents.forms import SeriesForm
from documents.kinds import labels
from documents.models import NumberSeries, PaperTemplate
from documents.templates import save_template
from organizations.api.changes import Adding, PlacedForm
from organizations.endpoints import DetailEndpoint, ListEndpoint
from organizations.filters import Narrowing, YearFilter, place
from organizations.permissions import SECRETARIES
from organizations.shapes import Shape

TAG = "公文模板和文号"
TEMPLATE_COLUMNS = "id=pk jurisdiction=jurisdiction__code kind version format word created_by=created_by__name created_at"
TEMPLATE_ROWS = Shape(PaperTemplate, TEMPLATE_COLUMNS)
TEMPLATE = Shape(PaperTemplate, TEMPLATE_COLUMNS + " addressees body copies_to printed_by")
SERIES = Shape(NumberSeries, "id=pk jurisdiction=jurisdiction__code word year last")


class TemplateFilter(Narrowing):
    """All versions of the templates of a place, of a kind."""

    jurisdiction = place()
    kind = django_filters.CharFilter(label="文种代码", max_length=40)

    class Meta:
        model = PaperTemplate
        fields = ("jurisdiction", "kind")


class SeriesFilter(Narrowing):
    """The counters of a place and a year."""

    jurisdiction = place()
    year = YearFilter(label="年份")

    class Meta:
        model = NumberSeries
        fields = ("jurisdiction", "year")


class NewTemplateForm(PlacedForm):
    """The next version of a template, as a whole: what is not sent is empty."""

    kind = forms.ChoiceField(label="文种", choices=labels)
    format = forms.ChoiceField(label="版式", choices=PaperTemplate.FORMATS, required=False)
    word = forms.CharField(label="发文机关代字，如：演府办", max_length=30)
    addressees = forms.CharField(label="主送机关", max_length=200, required=False)
    body = forms.CharField(label="正文", max_length=20_000)
    copies_to = forms.CharField(label="抄送", max_length=200, required=False)
    printed_by = forms.CharField(label="印发机关", max_length=80, required=False)

    def act(self, jurisdiction, kind, format, **texts):  # noqa: A002 the column is called so
        return save_template(jurisdiction.pk, kind, by=self.by, format=format or "document", **texts)


class Templates(Adding, ListEndpoint):
    tag, label, shape, filters = TAG, "公文模板的各个版本，最新的在用", TEMPLATE_ROWS, TemplateFilter
    form, keepers, add_label = NewTemplateForm, SECRETARIES, "保存公文模板，成为新版本"
    made = {"id": ("pk", {"type": "integer"}), "version": ("version", {"type": "integer"})}


class TemplateDetail(DetailEndpoint):
    tag, label, shape = TAG, "公文模板的一个版本", TEMPLATE


class Series(Adding, ListEndpoint):
    tag, label, shape, filters = TAG, "文号序列：各代字每年已用到第几号", SERIES, SeriesFilter
    form, keepers, add_label = SeriesForm, SECRETARIES, "设定文号序列的下一号，没有的先登记；只能向前"
    made = {"id": ("pk", {"type": "integer"}), "last": ("last", {"type": "integer"})}


def addresses(once):
    """The URL patterns; `once` is what answers a call at most once per idempotency key."""
    return [
        path("paper-templates/", Templates.as_view(once=once)),
        path("paper-templates/<int:pk>/", TemplateDetail.as_view()),
        path("number-series/", Series.as_view(once=once)),
    ]
