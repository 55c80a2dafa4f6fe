"""Statements written once. Django takes longer to write the SQL of a small read than the server to answer it, so what most requests
read is written once, with stand-ins where the values of each reading go."""

import uuid
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection

NUMBER, ID, DAY = 2**62, uuid.UUID(int=0), date.min  # stand-ins that no row bears


def written(queryset):
    """(SQL, parameters) of a queryset of values; ("", ()) where it can have no rows."""
    try:
        return queryset.query.sql_with_params()
    except EmptyResultSet:
        return "", ()


def rows(statement, given=None):
    """The rows of a `written` statement, each as a tuple. `given`: {stand-in: value}."""
    sql, params = statement
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(value, value) for value in params] if given else params)
        return cursor.fetchall()
