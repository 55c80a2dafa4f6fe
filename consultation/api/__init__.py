"""The endpoints of annual plans and plan items."""

from django.urls import path

from consultation.api import figures, items, plans, reading
from consultation.api.shapes import ITEM_ROWS
from consultation.forms import ITEM_FORMS, PLAN_FORMS
from workflow.api import moved

__all__ = ["ITEM_ROWS", "urlpatterns"]
PLAN, ITEM = "plans/<uuid:public_id>/", "plan-items/<uuid:public_id>/"
urlpatterns = [
    path("read-notice/", reading.ReadNotice.as_view()),
    *moved("plans", plans.PlanCreate, plans.PlanDetail, plans.PlanAct, PLAN_FORMS),
    path(PLAN + "items/", plans.ItemCreate.as_view()),
    path(PLAN + "table/", plans.PlanTable.as_view()),
    path(PLAN + "papers/", plans.PlanPapers.as_view()),
    path(PLAN + "year/", figures.PlanYear.as_view()),
    path(PLAN + "load/", figures.PlanLoad.as_view()),
    path(PLAN + "history/", plans.PlanHistory.as_view()),
    path("plan-items/export/", items.ItemExport.as_view()),
    path("plan-items/import/", items.ItemImport.as_view()),
    *moved("plan-items", items.ItemList, items.ItemDetail, items.ItemAct, ITEM_FORMS),
    path(ITEM + "attachments/", items.ItemFiles.as_view()),
    path(ITEM + "history/", items.ItemHistory.as_view()),
]
