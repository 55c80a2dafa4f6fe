"""The endpoints of annual plans and plan items."""

from django.urls import path

from consultation.api import figures, items, plans, reading
from consultation.api.shapes import ITEM_ROWS
from consultation.forms import ITEM_FORMS, PLAN_FORMS

__all__ = ["ITEM_ROWS", "urlpatterns"]
PLAN, ITEM = "plans/<uuid:public_id>/", "plan-items/<uuid:public_id>/"
urlpatterns = [
    path("read-notice/", reading.ReadNotice.as_view()),
    path("plans/", plans.PlanCreate.as_view()),
    path(PLAN, plans.PlanDetail.as_view()),
    path(PLAN + "items/", plans.ItemCreate.as_view()),
    path(PLAN + "table/", plans.PlanTable.as_view()),
    path(PLAN + "papers/", plans.PlanPapers.as_view()),
    path(PLAN + "year/", figures.PlanYear.as_view()),
    path(PLAN + "load/", figures.PlanLoad.as_view()),
    path(PLAN + "history/", plans.PlanHistory.as_view()),
    *(path(f"{PLAN}act/{name}/", plans.PlanAct.as_view(move=name)) for name in PLAN_FORMS),
    path("plan-items/", items.ItemList.as_view()),
    path("plan-items/export/", items.ItemExport.as_view()),
    path("plan-items/import/", items.ItemImport.as_view()),
    path(ITEM, items.ItemDetail.as_view()),
    path(ITEM + "attachments/", items.ItemFiles.as_view()),
    path(ITEM + "history/", items.ItemHistory.as_view()),
    *(path(f"{ITEM}act/{name}/", items.ItemAct.as_view(move=name)) for name in ITEM_FORMS),
]
