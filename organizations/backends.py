"""Signing in by username and password; and whom a session belongs to, which every request asks first."""

from datetime import date
from functools import cache

import orjson
from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from django.utils import timezone

from organizations.access import Access
from organizations.models import Membership, Person

WHO, DAY = -1, date.min  # stand in the statement for the person's number and the day


class PersonBackend(ModelBackend):
    """Username and password of an active person; a program's account never, nor does its session live on when it becomes one."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and not user.is_service

    def get_user(self, user_id):
        """The person with this number, his posts of today with him; None for nobody, or one who may not sign in."""
        person = with_posts(user_id, timezone.localdate())
        return person if person and self.user_can_authenticate(person) else None


def with_posts(person_id, day):
    """The person with the posts he holds on `day`, read together; None where there is none."""
    fields, sql, params = _statement()
    given = {WHO: person_id, DAY: day}
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(value, value) for value in params])
        row = cursor.fetchone()
    if row is None:
        return None
    *values, posts = row
    person = Person.from_db(connection.alias, fields, values)
    person.access = Access.of(map(orjson.loads, posts))
    return person


@cache
def _statement():
    """(names of the columns, SQL, parameters), written once: Django takes longer to write it than the server to answer."""
    fields = [field.attname for field in Person._meta.concrete_fields]
    posts = ArraySubquery(Membership.objects.filter(person=OuterRef("pk")).grants(DAY))
    return fields, *Person.objects.filter(pk=WHO).values_list(*fields, posts).query.sql_with_params()
