"""Rows stored by COPY are the rows that Django would have stored, whatever stands in their texts."""

import pytest
from django.db import IntegrityError, transaction

from organizations.copying import copy_rows, numbers_of
from proposals.models import Proposal
from workflow.models import Event
from workflow.trail import entry

pytestmark = pytest.mark.django_db
ODD = ['"引号"', "反斜\\杠\\N", "制\t表", "换\n行\r", "{大括号},逗号", "", "NULL", "表情🙂"]


def proposal(world, number, **fields):
    return Proposal(pk=number, jurisdiction=world.place, session=world.session, author=world.member, title="标题", **fields)


def test_texts_arrays_and_json_come_back_as_they_went_in(world):
    numbers = numbers_of(Proposal, 2)
    rows = [proposal(world, next(numbers), background=text, suggestions=ODD) for text in [*ODD, "\\."]]
    copy_rows(rows)
    stored = Proposal.objects.in_bulk([row.pk for row in rows])
    for row in rows:
        for field in Proposal._meta.concrete_fields:
            assert getattr(stored[row.pk], field.attname) == getattr(row, field.attname), field.name
    event = entry(rows[0], "import", "导入", by=world.secretary, after=dict.fromkeys(ODD, ODD))
    event.pk = next(numbers_of(Event, 1))
    copy_rows([event])
    assert Event.objects.get(pk=event.pk).after == dict.fromkeys(ODD, ODD)


def test_numbers_are_drawn_from_the_sequence_and_never_twice(world):
    drawn = numbers_of(Proposal, 2)
    taken = [next(drawn) for _ in range(5)]
    assert len(set(taken)) == 5 and world.draft_proposal().pk > max(taken)
    copy_rows([])


def test_what_the_database_refuses_is_refused_as_ever(world):
    number = next(numbers_of(Proposal, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([proposal(world, number, state="filed")])
    assert not Proposal.objects.exists()
