"""The register of reports in the admin."""

from django.contrib import admin

from organizations.admin.filters import own
from reports import actions
from reports.forms import REPORT_FORMS
from reports.models import Report
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
