"""One form per move on plans and items; used by page, API and admin alike."""

from consultation.forms.fields import ItemFields
from consultation.forms.items import ITEM_FORMS, RemoveItemForm
from consultation.forms.plans import PLAN_FORMS, AddItemForm, NewPlanForm

__all__ = ["ITEM_FORMS", "PLAN_FORMS", "AddItemForm", "ItemFields", "NewPlanForm", "RemoveItemForm"]
