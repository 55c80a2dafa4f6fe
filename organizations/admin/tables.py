"""Registers of the admin as files: out as filtered there, in on the page of the import."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse

import tables


class TableMixin:
    """A register with “导出” and, where there is an `import_page`, “导入”."""

    import_page = ""

    def table(self, rows, request):
        """The rows as a `tables.Table`."""
        raise NotImplementedError

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/<slug:kind>/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def export_view(self, request, kind):
        """The list as filtered, as a file; a filter that means nothing leads back to the list."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self.list_url())
        return tables.response(self.table(rows, request), kind)

    def changelist_view(self, request, extra_context=None):
        query = request.GET.urlencode()
        links = [(f"导出 {label}", f"export/{kind}/?{query}") for kind, label in tables.FORMATS.items()]
        if self.import_page and self.holds(request, self.keepers):
            links.append(("导入", reverse(self.import_page)))
        return super().changelist_view(request, {"list_links": links} | (extra_context or {}))
