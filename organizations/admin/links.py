"""Leaders' portfolios and the standing contacts of special committees."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin
from organizations.admin.filters import InForceFilter, own
from organizations.admin.tables import TableMixin
from organizations.models import CounterpartLink, Portfolio
from organizations.permissions import SECRETARIES
from organizations.register_forms import CounterpartForm, PortfolioForm
from organizations.tables import counterpart_table, portfolio_table


@admin.register(Portfolio)
class PortfolioAdmin(TableMixin, OwnAdmin):
    rank = 31
    removers = SECRETARIES
    form, fields = PortfolioForm, PortfolioForm.Meta.fields
    list_display = ("leader", "alternate", "unit_names", "categories", "starts_on", "ends_on", "jurisdiction")
    list_filter = (InForceFilter, own("jurisdiction"))
    list_select_related = ("leader", "alternate", "jurisdiction")
    search_fields = ("leader__name", "units__name", "categories")
    autocomplete_fields = ("leader", "alternate", "units")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("units")

    @admin.display(description="分管单位")
    def unit_names(self, portfolio):
        return "、".join(unit.name for unit in portfolio.units.all())

    def table(self, rows, request):
        return portfolio_table(rows)


@admin.register(CounterpartLink)
class CounterpartLinkAdmin(TableMixin, OwnAdmin):
    rank = 32
    removers = SECRETARIES
    form, fields = CounterpartForm, CounterpartForm.Meta.fields
    list_display = ("committee", "unit", "sector", "starts_on", "ends_on", "jurisdiction")
    list_filter = (InForceFilter, own("jurisdiction"))
    list_select_related = ("committee", "unit", "sector", "jurisdiction")
    search_fields = ("committee__name", "unit__name", "sector__name")
    autocomplete_fields = ("committee", "unit", "sector")

    def table(self, rows, request):
        return counterpart_table(rows)
