"""Signing in by username and password; and whom a session belongs to, which every request asks first."""

from functools import cache

import orjson
from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from django.utils import timezone

from organizations.access import Access
from organizations.models import Membership, Person
from organizations.statements import DAY, NUMBER, rows, written


class PersonBackend(ModelBackend):
    """Username and password of an active person; a program's account never, nor does its session live on when it becomes one."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and not user.is_service

    def get_user(self, user_id):
        """The person with this number, his posts of today with him; None for nobody, or one who may not sign in."""
        person = with_posts(user_id, timezone.localdate())
        return person if person and self.user_can_authenticate(person) else None


def with_posts(number, day):
    """The person with this number and the posts he holds on `day`, read together; None where there is none."""
    fields, statement = _statement()
    for *values, posts in rows(statement, {NUMBER: number, DAY: day}):
        person = Person.from_db(connection.alias, fields, values)
        person.access = Access.of(map(orjson.loads, posts))
        return person
    return None


@cache
def _statement():
    """(names of the columns, statement)."""
    fields = [field.attname for field in Person._meta.concrete_fields]
    posts = ArraySubquery(Membership.objects.filter(person=OuterRef("pk")).grants(DAY))
    return fields, written(Person.objects.filter(pk=NUMBER).values_list(*fields, posts))


def address_of(request):
    """Where a sign-in comes from: the connection, never what a header says, or a guesser would escape the lock-out with each new header."""
    return request.META.get("REMOTE_ADDR", "")
