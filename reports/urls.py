"""Addresses of reports."""

from django.urls import path

from reports.views import checking

app_name = "reports"
urlpatterns = [
    path("check/", checking.check_report, name="check"),
]
