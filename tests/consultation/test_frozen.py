"""What has been issued stays as it was, also for whoever writes to the database past the moves."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from consultation import actions
from consultation.models import AnnualPlan, PlanIssuer, PlanState
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
FREE = {"state", "version", "amendment", "evaluation", "evaluated_on"}
OTHER = {"IntegerField": 9, "PositiveSmallIntegerField": 1999, "DateField": date(2001, 1, 1), "BooleanField": True, "ForeignKey": 987654}


@pytest.fixture
def world():
    return World()


def refused(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    return True


def test_no_field_of_an_issued_plan_changes_but_those_that_go_on(world):
    plan = world.issued_plan()
    row, fields = AnnualPlan.objects.filter(pk=plan.pk), [field for field in AnnualPlan._meta.fields if not field.primary_key]
    frozen = [field for field in fields if field.name not in FREE]
    assert len(frozen) == len(fields) - len(FREE)
    for field in frozen:
        value = OTHER.get(field.get_internal_type(), "00000000-0000-0000-0000-000000000001" if field.name == "public_id" else "改")
        if field.get_internal_type() == "DateTimeField":
            value = "2001-01-01T00:00:00+08:00"
        assert refused(lambda field=field, value=value: row.update(**{field.attname: value})), field.name
    row.update(evaluation="已评估", evaluated_on=DAY)


def test_an_issued_plan_and_its_issuers_are_not_taken_away(world):
    plan = world.issued_plan()
    assert refused(lambda: AnnualPlan.objects.filter(pk=plan.pk)._raw_delete("default"))
    issuer = plan.issuers.get()
    assert refused(lambda: PlanIssuer.objects.create(plan=plan, name="另一机关"))
    assert refused(lambda: PlanIssuer.objects.filter(pk=issuer.pk).update(name="改"))
    assert refused(issuer.delete)


def test_a_plan_being_drafted_is_free(world):
    plan = world.plan()
    AnnualPlan.objects.filter(pk=plan.pk).update(title="改", year=2027)
    plan.issuers.all().delete()
    actions.edit_plan(plan, by=world.secretary, on=DAY, issuers=["市政府办公室", "市委办公室"])
    assert plan.issuers.count() == 2


def test_amending_and_evaluating_an_issued_plan_go_on(world):
    plan = world.issued_plan()
    actions.cancel(plan.items.get(number=2), by=world.secretary, on=DAY, reason="合并", approved_by="市委")
    plan = actions.evaluate(AnnualPlan.objects.get(pk=plan.pk), by=world.secretary, evaluation="完成", on=DAY)
    assert (plan.amendment, plan.state) == (1, PlanState.EVALUATED)
    assert refused(lambda: AnnualPlan.objects.filter(pk=plan.pk).update(title="改"))
