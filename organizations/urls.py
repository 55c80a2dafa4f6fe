"""Addresses of accounts, and of units, people, meetings and standing relations."""

from django.urls import include, path

from organizations.views import accounts

pages = []
urlpatterns = [
    path("login/", accounts.Login.as_view(), name="login"),
    path("logout/", accounts.Logout.as_view(), name="logout"),
    path("password/", accounts.PasswordChange.as_view(), name="password_change"),
    path("", include((pages, "organizations"))),
]
