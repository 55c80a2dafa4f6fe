"""Units with their names through time."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from organizations import actions
from organizations.admin.base import OwnAdmin, OwnInline
from organizations.admin.filters import InForceFilter, own
from organizations.admin.tables import TableMixin
from organizations.forms import MergeUnitForm, RenameUnitForm
from organizations.models import Unit, UnitName
from organizations.permissions import DIRECTORY_READERS
from organizations.register_forms import OwnForm
from organizations.tables import unit_table


class KeptForm(OwnForm):
    """A row of an inline whose name stays once it is stored: a wrong one is ended, not overwritten."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "name" in self.fields:
            self.fields["name"].disabled = True


class UnitNameInline(OwnInline):
    model = UnitName
    form = KeptForm
    fields = ("name", "starts_on", "ends_on")
    verbose_name, verbose_name_plural = "名称", "名称（简称、全称、曾用名）"


class UnitForm(OwnForm):
    class Meta:
        widgets = {"duties": forms.Textarea(attrs={"rows": 4})}


@admin.register(Unit)
class UnitAdmin(TableMixin, OwnAdmin):
    rank = 20
    readers, import_page = DIRECTORY_READERS, "organizations:unit-import"
    form = UnitForm
    fields = ("jurisdiction", "name", "full_name", "kind", "parent", "duties", "phone", "order", "starts_on", "ends_on", "successor")
    list_display = ("name", "kind", "parent", "phone", "ends_on", "successor", "jurisdiction")
    list_filter = ("kind", InForceFilter, own("jurisdiction"))
    list_select_related = ("jurisdiction", "parent", "successor")
    search_fields = ("name", "full_name", "names__name")
    autocomplete_fields = ("parent",)
    inlines = (UnitNameInline,)
    act_forms = {"rename": ("改名", RenameUnitForm), "merge": ("并入其他单位", MergeUnitForm)}
    trail_of = ((UnitName, "unit"),)
    view_page = "organizations:unit-detail"

    def table(self, rows, request):
        return unit_table(rows)

    def may_act(self, request, obj, name):
        return super().may_act(request, obj, name) and (obj.ends_on is None or obj.ends_on >= timezone.localdate())

    def get_readonly_fields(self, request, obj=None):
        """Names and successors change by their buttons, so that what was before is kept."""
        changed_by_acts = ("name", "full_name", "ends_on", "successor") if obj else ("ends_on", "successor")
        return [*super().get_readonly_fields(request, obj), *changed_by_acts]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            actions.add_names(obj, [obj.name, obj.full_name])

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            row.jurisdiction_id = form.instance.jurisdiction_id
            row.save()
