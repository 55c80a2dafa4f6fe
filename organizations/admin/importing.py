"""Import and export of a register as XLSX: a check first, then all rows or none, within the person's own place."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from import_export.admin import ImportExportMixin
from import_export.forms import ImportForm

from organizations.admin.workbook import Waiting, Xlsx
from organizations.models import Jurisdiction


class PlacedImportForm(ImportForm):
    """The file and the place it is for."""

    jurisdiction = forms.ModelChoiceField(label="导入到", queryset=Jurisdiction.objects.none())
    field_order = ("jurisdiction", "import_file")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].label = "Excel 文件（.xlsx）"
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["format"].initial = "0"

    @property
    def media(self):
        return forms.Media()


class PlacedConfirmForm(forms.Form):
    """The checked file, to be taken over."""

    jurisdiction = forms.ModelChoiceField(queryset=Jurisdiction.objects.none(), widget=forms.HiddenInput)
    import_file_name = forms.UUIDField(widget=forms.HiddenInput)
    original_file_name = forms.CharField(max_length=255, widget=forms.HiddenInput)
    format = forms.ChoiceField(choices=[("0", "xlsx")], widget=forms.HiddenInput)

    def clean_import_file_name(self):
        return uuid.UUID(str(self.cleaned_data["import_file_name"])).hex


class TableMixin(ImportExportMixin):
    """A register with “导入” and “导出”; `table`: its import_export resource, which gets `place` and `by`."""

    table = None
    formats = [Xlsx]
    skip_export_form = True
    skip_import_confirm = False
    import_form_class, confirm_form_class = PlacedImportForm, PlacedConfirmForm
    tmp_storage_class = Waiting
    skip_admin_log = True
    import_template_name = "admin/import.html"
    import_export_change_list_template = "admin/own_change_list.html"

    def get_resource_classes(self, request):
        return [self.table]

    def get_resource_kwargs(self, request, *args, **kwargs):
        chosen = getattr(kwargs.get("form"), "cleaned_data", {})
        return {"place": chosen.get("jurisdiction"), "by": request.user}

    def has_import_permission(self, request):
        return self.holds(request, self.keepers)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def changelist_view(self, request, extra_context=None):
        links = [("导出 Excel", f"export/?{request.GET.urlencode()}")] if self.has_export_permission(request) else []
        links += [("导入 Excel", "import/")] if self.has_import_permission(request) else []
        return super().changelist_view(request, {"list_links": links} | (extra_context or {}))

    def create_import_form(self, request):
        return self._placed(super().create_import_form(request), request)

    def create_confirm_form(self, request, import_form=None):
        return self._placed(super().create_confirm_form(request, import_form), request)

    def _placed(self, form, request):
        places = Jurisdiction.objects.filter(pk__in=self.places(request, self.keepers))
        form.fields["jurisdiction"].queryset = places
        if len(places) == 1:
            form.initial.setdefault("jurisdiction", places[0])
        return form

    def get_confirm_form_initial(self, request, import_form):
        more = {"jurisdiction": import_form.cleaned_data["jurisdiction"]} if import_form else {}
        return super().get_confirm_form_initial(request, import_form) | more

    def get_import_data_kwargs(self, **kwargs):
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form, e):
        sentence = e.messages[0] if isinstance(e, ValidationError) else "读不出这个文件，请用导出的表作为模板。"
        form.add_error("import_file", sentence)

    def process_result(self, result, request):
        """As the library's; a file that is no longer right by the time it is confirmed changes nothing and says so."""
        if result.has_errors() or result.has_validation_errors():
            self.message_user(request, "数据在核对之后有了变化，没有导入。请重新核对。", messages.ERROR)
            return self.response_post_save_change(request, None)
        return super().process_result(result, request)

    def add_success_message(self, result, request):
        totals = result.totals
        sentence = f"导入完成：新增 {totals['new']} 条，更新 {totals['update']} 条，未变 {totals['skip']} 条。"
        self.message_user(request, sentence, messages.SUCCESS)
