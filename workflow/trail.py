"""Writing the audit trail."""

import datetime
import decimal
import uuid

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from workflow import origin
from workflow.models import Event


def record(subject, move, label, **facts):
    """Write one event on `subject` (a row with a `jurisdiction`) in the caller's transaction; returns it. `facts` as in `entry`."""
    event = entry(subject, move, label, **facts)
    event.save(force_insert=True)
    return event


def entry(subject, move, label, *, by, on=None, from_state="", to_state="", before=None, after=None, reason="", acting_for=None):
    """One event on `subject`, for who writes many at once; not stored yet.

    `by` is the person, None for the system itself; `on` the day it counts for (default today).
    """
    where = origin.current.get()
    return Event(
        jurisdiction_id=subject.jurisdiction_id,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        move=move,
        label=label,
        from_state=from_state,
        to_state=to_state,
        before=before or {},
        after=after or {},
        reason=reason,
        by=by,
        by_name=by.name if by else "系统",
        acting_for=acting_for,
        on=on or timezone.localdate(),
        channel=where.channel,
        remote_addr=where.remote_addr,
        request_id=where.request_id,
    )


def image(obj, fields):
    """The values of `fields` of a row as JSON: {field: value}, relations by their text."""
    return {name: _plain(getattr(obj, name)) for name in fields}


def _plain(value):
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value
