"""Addresses of supervision."""

from django.urls import path

from supervision.views import board, calendar, cards, reminders

app_name = "supervision"
urlpatterns = [
    path("", board.duty_list, name="board"),
    path("chase/", board.chase, name="chase"),
    path("grid/", board.grid, name="grid"),
    path("grid/cases/", board.grid_cases, name="grid-cases"),
    path("reminders/", reminders.reminder_list, name="reminders"),
    path("reminders/ledger/", reminders.of_link, name="ledger"),
    path("reminders/tomorrow/", reminders.tomorrow, name="tomorrow"),
    path("reminders/hold/", reminders.hold, name="hold"),
    path("reminders/<uuid:public_id>/release/", reminders.release, name="release"),
    path("calendar/", calendar.publish, name="calendar"),
    path("cards/", cards.card_list, name="cards"),
    path("cards/draw/", cards.draw, name="draw"),
    path("cards/trial/", cards.trial, name="trial"),
    path("cards/propose/", cards.propose, name="propose"),
    path("cards/<uuid:public_id>/", cards.card_detail, name="card"),
    path("cards/<uuid:public_id>/act/<slug:move>/", cards.card_act, name="card-act"),
]
