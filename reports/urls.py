"""Addresses of reports."""

from django.urls import path

from reports.views import checking, health, materials, reports, statistics

app_name = "reports"
urlpatterns = [
    path("", reports.report_list, name="list"),
    path("begin/", reports.begin, name="begin"),
    path("<uuid:public_id>/", reports.detail, name="report"),
    path("<uuid:public_id>/act/<slug:move>/", reports.act, name="act"),
    path("<uuid:public_id>/figures/<str:name>/", reports.figure, name="figure"),
    path("materials/", materials.material_list, name="materials"),
    path("materials/submit/", materials.submit, name="material-submit"),
    path("materials/<uuid:public_id>/", materials.detail, name="material"),
    path("materials/<uuid:public_id>/act/<slug:move>/", materials.act, name="material-act"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/list/", statistics.behind_number, name="statistics-list"),
    path("statistics/screen/", statistics.screen, name="screen"),
    path("statistics/health/", health.health, name="health"),
    path("statistics/health/<slug:code>/", health.health_check, name="health-check"),
    path("check/", checking.check_report, name="check"),
]
