"""Addresses of reports."""

from django.urls import path

from reports.views import checking, health, reports, statistics

app_name = "reports"
urlpatterns = [
    path("", reports.report_list, name="list"),
    path("begin/", reports.begin, name="begin"),
    path("<uuid:public_id>/", reports.detail, name="report"),
    path("<uuid:public_id>/act/<slug:move>/", reports.act, name="act"),
    path("<uuid:public_id>/figures/<str:name>/", reports.figure, name="figure"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/list/", statistics.behind_number, name="statistics-list"),
    path("statistics/screen/", statistics.screen, name="screen"),
    path("statistics/health/", health.health, name="health"),
    path("statistics/health/<slug:code>/", health.health_check, name="health-check"),
    path("check/", checking.check_report, name="check"),
]
