"""The endpoints of places, units, people, meetings, rules and access tokens."""

from django.urls import path

from organizations.api import changes, kept, registers, tables, tokens

UNIT = "units/<uuid:public_id>/"


def addresses(once):
    """The URL patterns; `once` is what answers a call at most once per idempotency key."""
    return [
        path("me/", registers.Me.as_view()),
        *kept.addresses(once),
        path("jurisdictions/", registers.PlaceList.as_view()),
        path("jurisdictions/<uuid:public_id>/", registers.PlaceDetail.as_view()),
        path("units/", changes.Units.as_view(once=once)),
        path("units/export/", tables.UnitExport.as_view()),
        path("units/import/", tables.UnitImport.as_view(once=once)),
        path(UNIT, registers.UnitDetail.as_view()),
        *(path(f"{UNIT}act/{name}/", changes.UnitAct.as_view(once=once, move=name)) for name in changes.UNIT_ACTS),
        path("people/export/", tables.PersonExport.as_view()),
        path("people/import/", tables.PersonImport.as_view(once=once)),
        path("people/<uuid:public_id>/", registers.PersonDetail.as_view()),
        path("portfolios/export/", tables.PortfolioExport.as_view()),
        path("counterpart-links/export/", tables.CounterpartExport.as_view()),
        path("meetings/export/", tables.MeetingExport.as_view()),
        path("meetings/<uuid:public_id>/", registers.MeetingDetail.as_view()),
        path("rulesets/", changes.Rulesets.as_view(once=once)),
        path("rulesets/<int:pk>/", registers.RulesetDetail.as_view()),
        path("tokens/", tokens.Tokens.as_view()),
        path("tokens/<int:pk>/", tokens.Token.as_view(once=once)),
    ]
