"""Who may have a file: who sees the row it belongs to. There is no other way to it."""

from functools import cache, lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import JSONField
from django.http import Http404
from django.utils import timezone

from organizations.permissions import SECRETARIES
from organizations.statements import ID, NUMBER, rows, written


def sees(person, model, number):
    """Whether the person sees the row of `model` with this number."""
    return bool(rows(_seen(model, person, person.access.grants, timezone.localdate()), {NUMBER: number}))


@lru_cache(maxsize=1024)
def _seen(model, person, grants, day):
    """The statement that finds a row the person may see, for his posts and the day."""
    return written(model.objects.visible_to(person).filter(pk=NUMBER).values_list("pk"))


def may_label(person, attachment):
    """Whether the person may change the label of an attachment he sees: who uploaded it, and the secretaries of its place."""
    return attachment.uploaded_by_id == person.pk or person.access.holds(attachment.jurisdiction_id, *SECRETARIES)


def find(model, owner, person, public_id):
    """The paper or attachment with this id whose row (its field `owner`) `person` sees; Http404 for any other.

    Its JSON is not read before somebody asks for it.
    """
    fields, statement = _named(model)
    for values in rows(statement, {ID: public_id}):
        row = model.from_db(connection.alias, fields, values)
        subject = ContentType.objects.get_for_id(getattr(row, f"{owner}_type_id")).model_class()
        if sees(person, subject, getattr(row, f"{owner}_id")):
            return row
    raise Http404


@cache
def _named(model):
    """(names of the columns, statement) of the row with an id."""
    fields = [field.attname for field in model._meta.concrete_fields if not isinstance(field, JSONField)]
    return fields, written(model.objects.filter(public_id=ID).values_list(*fields))
