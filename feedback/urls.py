"""Addresses of assignments."""

from django.urls import path

from feedback.views import acting, detail, lists, suggestions

app_name = "feedback"
urlpatterns = [
    path("", lists.assignment_list, name="list"),
    path("ledger/", lists.ledger, name="ledger"),
    path("suggestions/", suggestions.suggestion_list, name="suggestions"),
    path("suggestions/<uuid:public_id>/", suggestions.suggestion_detail, name="suggestion"),
    path("suggestions/<uuid:public_id>/act/<slug:move>/", suggestions.suggestion_act, name="suggestion-act"),
    path("commitments/<uuid:public_id>/act/<slug:move>/", suggestions.commitment_act, name="commitment-act"),
    path("<uuid:public_id>/", detail.assignment_detail, name="detail"),
    path("<uuid:public_id>/act/<slug:move>/", acting.assignment_act, name="act"),
    path("work-plans/<uuid:public_id>/act/<slug:move>/", acting.work_plan_act, name="work-plan-act"),
]
