"""The registers of reports and of 成效素材 in the admin."""

from django.contrib import admin

from organizations.admin.filters import own
from reports import actions
from reports.forms import REPORT_FORMS
from reports.material_forms import MATERIAL_FORMS
from reports.models import Material, Report
from workflow.admin.moved import MovedAdmin


@admin.register(Report)
class ReportAdmin(MovedAdmin):
    rank = 18
    flow, forms = actions.REPORT_FLOW, REPORT_FORMS
    view_page = "reports:report"
    list_display = ("title", "kind", "session", "as_of", "state", "number", "issued_on")
    list_filter = ("state", "kind", own("jurisdiction"))
    list_select_related = ("session__term__jurisdiction", "jurisdiction")
    search_fields = ("title", "number")
    date_hierarchy = "as_of"
    fields = (
        *(
            "title",
            "kind",
            "session",
            "unit",
            "as_of",
            "item",
            "occasion",
            "speaker",
            "text",
            "waiver",
            "state",
            "signer",
            "signed_on",
            "number",
        ),
        *("issued_on", "jurisdiction", "version"),
    )


@admin.register(Material)
class MaterialAdmin(MovedAdmin):
    rank = 19
    flow, forms = actions.MATERIAL_FLOW, MATERIAL_FORMS
    view_page = "reports:material"
    list_display = ("handling", "unit", "state", "submitted_on", "verified_on")
    list_filter = ("state", own("jurisdiction"))
    list_select_related = ("handling", "unit", "jurisdiction")
    search_fields = ("handling__proposal__case_no", "handling__proposal__title", "text")
    date_hierarchy = "submitted_on"
    fields = (
        *("handling", "unit", "text", "numbers", "submitted_on", "state", "opinion", "verified_by", "verified_on"),
        *("jurisdiction", "version"),
    )
