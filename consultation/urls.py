"""Addresses of plans and items."""

from django.urls import path

from consultation.views import items, plans, year
from consultation.views.feed import feed
from consultation.views.importing import list_import, plan_import
from consultation.views.reader import plan_read

app_name = "consultation"
urlpatterns = [
    path("", plans.plan_list, name="plan-list"),
    path("read/", plan_read, name="plan-read"),
    path("new/", plans.plan_create, name="plan-create"),
    path("calendar/<uuid:feed_key>.ics", feed, name="feed"),
    path("items/", items.item_list, name="item-list"),
    path("items/import/", list_import, name="item-import"),
    path("items/missing/", items.item_missing, name="item-missing"),
    path("items/<uuid:public_id>/", items.item_detail, name="item-detail"),
    path("items/<uuid:public_id>/remove/", items.item_remove, name="item-remove"),
    path("items/<uuid:public_id>/materials/", items.item_materials, name="item-materials"),
    path("items/<uuid:public_id>/act/<slug:move>/", items.item_act, name="item-act"),
    path("<uuid:public_id>/", plans.plan_detail, name="plan-detail"),
    path("<uuid:public_id>/items/add/", plans.item_add, name="item-add"),
    path("<uuid:public_id>/import/", plan_import, name="plan-import"),
    path("<uuid:public_id>/year/", year.plan_year, name="plan-year"),
    path("<uuid:public_id>/load/", year.plan_load, name="plan-load"),
    path("<uuid:public_id>/act/<slug:move>/", plans.plan_act, name="plan-act"),
]
