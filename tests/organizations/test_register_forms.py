"""The forms of registers: what the rows refuse is said on the form, whichever of their values it shows."""

import pytest
from django.forms import modelform_factory

from organizations.models import Unit
from organizations.register_forms import OwnForm
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shown", [("name", "successor"), ("name",)])
def test_what_is_wrong_with_a_value_that_is_not_shown_stands_above_the_form(shown):
    world = World()
    world.finance.successor = world.finance
    data = {"name": "财政局", "successor": world.finance.pk}
    form = modelform_factory(Unit, form=OwnForm, fields=shown)(data, instance=world.finance)
    assert not form.is_valid()
    assert ("successor" in form.errors, bool(form.non_field_errors())) == ("successor" in shown, "successor" not in shown)
