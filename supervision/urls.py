"""Addresses of supervision."""

from django.urls import path

from supervision.views import appraisals, board, calendar, campaigns, cards, key, periods, reminders, scores

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
    path("key/", key.key_list, name="keys"),
    path("key/nominate/", key.nominate, name="key-nominate"),
    path("key/tasks/", key.task_list, name="key-tasks"),
    path("key/tasks/<uuid:public_id>/act/<slug:move>/", key.task_act, name="key-task-act"),
    path("key/<uuid:public_id>/", key.key_detail, name="key"),
    path("key/<uuid:public_id>/act/<slug:move>/", key.key_act, name="key-act"),
    path("periods/", periods.period_rules, name="periods"),
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_create, name="campaign-create"),
    path("campaigns/cases/<uuid:public_id>/", campaigns.case_detail, name="campaign-case"),
    path("campaigns/cases/<uuid:public_id>/act/<slug:move>/", campaigns.case_act, name="campaign-case-act"),
    path("campaigns/<uuid:public_id>/", campaigns.campaign_detail, name="campaign"),
    path("campaigns/<uuid:public_id>/act/<slug:move>/", campaigns.campaign_act, name="campaign-act"),
    path("appraisals/", appraisals.appraisal_list, name="appraisals"),
    path("appraisals/new/", appraisals.appraisal_create, name="appraisal-create"),
    path("appraisals/units/<uuid:public_id>/", appraisals.rated_detail, name="rated"),
    path("appraisals/units/<uuid:public_id>/act/<slug:move>/", appraisals.rated_act, name="rated-act"),
    path("appraisals/sheets/<uuid:public_id>/act/<slug:move>/", appraisals.sheet_act, name="sheet-act"),
    path("appraisals/faults/<uuid:public_id>/act/<slug:move>/", appraisals.fault_act, name="fault-act"),
    path("appraisals/<uuid:public_id>/", appraisals.appraisal_detail, name="appraisal"),
    path("appraisals/<uuid:public_id>/sample/", appraisals.sample, name="appraisal-sample"),
    path("appraisals/<uuid:public_id>/act/<slug:move>/", appraisals.appraisal_act, name="appraisal-act"),
    path("scores/", scores.score_list, name="scores"),
    path("scores/<uuid:public_id>/", scores.score_detail, name="score"),
    path("cards/", cards.card_list, name="cards"),
    path("cards/draw/", cards.draw, name="draw"),
    path("cards/trial/", cards.trial, name="trial"),
    path("cards/propose/", cards.propose, name="propose"),
    path("cards/<uuid:public_id>/", cards.card_detail, name="card"),
    path("cards/<uuid:public_id>/act/<slug:move>/", cards.card_act, name="card-act"),
]
