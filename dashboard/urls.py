"""Addresses of the start page and of the pages about oneself."""

from django.urls import path

from dashboard.views import home, notices

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/open/", notices.open_notice, name="notice-open"),
    path("notices/read-all/", notices.read_all, name="notices-read"),
]
