"""Addresses of accounts, and of units, people, meetings and standing relations."""

from django.urls import include, path

from organizations.views import accounts, importing, meetings, people, relations, units

pages = [
    path("units/", units.unit_list, name="unit-list"),
    path("units/import/", importing.register_import, {"register": "unit"}, name="unit-import"),
    path("units/<uuid:public_id>/", units.unit_detail, name="unit-detail"),
    path("units/portfolios/", relations.portfolio_list, name="portfolio-list"),
    path("units/counterparts/", relations.counterpart_list, name="counterpart-list"),
    path("units/meetings/", meetings.meeting_list, name="meeting-list"),
    path("units/meetings/<uuid:public_id>/", meetings.meeting_detail, name="meeting-detail"),
    path("people/", people.person_list, name="person-list"),
    path("people/import/", importing.register_import, {"register": "person"}, name="person-import"),
    path("people/<uuid:public_id>/", people.person_detail, name="person-detail"),
]
urlpatterns = [
    path("login/", accounts.Login.as_view(), name="login"),
    path("logout/", accounts.Logout.as_view(), name="logout"),
    path("password/", accounts.PasswordChange.as_view(), name="password_change"),
    path("", include((pages, "organizations"))),
]
