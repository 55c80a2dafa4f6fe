"""What the endpoints show of plans and items."""

from django.db.models import OuterRef

from consultation.models import AnnualPlan, ItemContact, ItemPerson, ItemUnit, OfficeOpinion, PlanAmendment, PlanIssuer, PlanItem
from feedback.models import Assignment
from organizations.models import Meeting
from organizations.shapes import Many, Shape, Texts

PLANS, ITEMS = "年度计划", "计划事项"
PLAN_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code year title document_number state version reported_on approved_by approved_on issued_on
    evaluated_on adoption_told_on adoption_told_by amendment is_history created_at
"""
ITEM_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code plan=plan__public_id plan_year=plan__year kind kind_label=kind_name section number
    title form is_supervisory time_text precision window_start window_end state version notified_on materials_on held_on
"""
UNITS = ItemUnit.objects.filter(item=OuterRef("pk")).order_by("order", "pk")
PLAN_ROWS = Shape(
    AnnualPlan,
    PLAN_COLUMNS,
    issuers=Texts(PlanIssuer.objects.filter(plan=OuterRef("pk")).order_by("order"), "name"),
)
PLAN = Shape(
    AnnualPlan,
    PLAN_COLUMNS + "addressees attendance evaluation adoption_told_at=adoption_told_at__public_id "
    "adopted_at=adopted_at__public_id session=session__number term=session__term__number",
    issuers=Many(PlanIssuer.objects.filter(plan=OuterRef("pk")).order_by("order"), "name unit=unit__public_id"),
    opinions=Many(
        OfficeOpinion.objects.filter(plan=OuterRef("pk")).order_by("on", "pk"),
        "office=office__public_id office_name=office__name agrees text on entered_by=by__name",
    ),
    amendments=Many(
        PlanAmendment.objects.filter(plan=OuterRef("pk")).order_by("number"), "number on reason approved_by changes entered_by=by__name"
    ),
    items=Many(
        PlanItem.objects.filter(plan=OuterRef("pk")).order_by("order", "pk"),
        "id=public_id kind kind_label=kind_name section number title form time_text precision window_start window_end state",
    ),
)
DUTIES = Shape(Assignment, "id=public_id unit=unit__public_id unit_name role state due_on")
ITEM_ROWS = Shape(PlanItem, ITEM_COLUMNS, units=Texts(UNITS, "name"))
ITEM = Shape(
    PlanItem,
    ITEM_COLUMNS + "contents notes attendance contact=contact__public_id contact_name=contact__name created_at",
    units=Many(
        ItemUnit.reached.filter(item=OuterRef("pk")).order_by("order", "pk"),
        "name role unit=unit__public_id lead_assumed group=group__name",
    ),
    meetings=Many(
        Meeting.objects.filter(plan_items=OuterRef("pk")).order_by("held_on", "pk"),
        "id=public_id body term=term__number number held_on place",
    ),
    contacts=Many(ItemContact.objects.filter(item=OuterRef("pk")).order_by("order", "pk"), "unit=unit_name name phone"),
    people=Many(
        ItemPerson.objects.filter(item=OuterRef("pk")).order_by("pk"), "id=person__public_id name=person__name title=person__title capacity"
    ),
)
