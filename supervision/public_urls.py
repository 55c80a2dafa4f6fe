"""Addresses of what anybody may read without signing in."""

from django.urls import path

from supervision.views import public

app_name = "public"
urlpatterns = [
    path("<slug:code>/", public.index, name="index"),
    path("<slug:code>/proposals/<uuid:public_id>/", public.case, name="case"),
    path("<slug:code>/appraisals/<uuid:public_id>/", public.appraisal, name="appraisal"),
    path("<slug:code>/awards/<uuid:public_id>/", public.award, name="award"),
]
