"""Addresses of the whole house."""

from django.contrib import admin
from django.urls import include, path

from config.health import health, ready

handler500 = "config.outage.server_error"
urlpatterns = [
    path("api/v1/", include("config.api")),
    path("plans/", include("consultation.urls")),
    path("assignments/", include("feedback.urls")),
    path("proposals/", include("proposals.urls")),
    path("supervision/", include("supervision.urls")),
    path("public/", include("supervision.public_urls")),
    path("reports/", include("reports.urls")),
    path("documents/", include("documents.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health),
    path("readyz", ready),
    path("", include("dashboard.urls")),
    path("", include("organizations.urls")),
]
