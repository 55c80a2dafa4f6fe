"""Claiming deliveries, sending them, writing down what became of each.

No lock is held while talking to the network: a claim is a lease, so that what a killed dispatcher held comes back by itself. A message is
marked after it was sent, never before: a crash in between repeats it, under the same message id, and loses none.
"""

import logging
import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone

from organizations.models import Person
from organizations.permissions import SYSTEM
from workflow.delivery import email, webhooks
from workflow.delivery.faults import ChannelDown, Undelivered, Unreachable
from workflow.delivery.messages import compose
from workflow.delivery.spreading import prepare
from workflow.models import Channel, Delivery, DeliveryStatus
from workflow.notices import tell

log = logging.getLogger(__name__)
LINES = {"email": email.line, "wecom": webhooks.wecom, "dingtalk": webhooks.dingtalk, "sms": webhooks.sms}
BATCH = 20
LONGEST_PAUSE = timedelta(hours=4)
LONGEST_CHANNEL_PAUSE = timedelta(minutes=30)
PATIENCE = 30  # seconds in which the database may come back to take down what was sent


@dataclass
class Batch:
    """Rows of one channel in the hands of this process until `lease_until`."""

    channel: Channel
    rows: list
    lease_until: datetime
    until: float = field(default_factory=lambda: time.monotonic() + settings.DELIVERY_LEASE / 3)


def dispatch(seconds):
    """Deliver what is due until nothing is left or `seconds` are over; returns how many messages were sent. Safe in many processes."""
    if not settings.DELIVERY_ON:
        return 0
    prepare()
    until, sent = time.monotonic() + seconds, 0
    due = Delivery.objects.due(timezone.now()).filter(channel=OuterRef("pk"))
    for channel_id in list(Channel.objects.ready(timezone.now()).filter(Exists(due)).values_list("pk", flat=True)):
        while time.monotonic() < until and (batch := claim(channel_id)):
            batch.until = min(batch.until, until)
            sent += deliver(batch)
    return sent


@transaction.atomic
def claim(channel_id):
    """Take the next due rows of a channel for the time of a lease, as many as may be sent now; None where there are none."""
    now = timezone.now()
    channel = Channel.objects.ready(now).filter(pk=channel_id).select_for_update(no_key=True, skip_locked=True).first()
    allowed = min(BATCH, channel.allowance(now)) if channel else 0
    due = Delivery.objects.due(now).filter(channel=channel_id).order_by("next_at", "pk").select_for_update(skip_locked=True)
    taken = [row.pk for row in due[:allowed]] if allowed else []
    if not taken:
        return None
    lease = now + timedelta(seconds=settings.DELIVERY_LEASE)
    Delivery.objects.filter(pk__in=taken).update(lease_until=lease, attempts=F("attempts") + 1)
    Channel.objects.filter(pk=channel_id).update(free_at=channel.spent(now, len(taken)))
    rows = Delivery.objects.filter(pk__in=taken).select_related("notice", "person", "jurisdiction", "channel")
    return Batch(channel, list(rows.order_by("next_at", "pk")), lease)


def deliver(batch):
    """Send a batch over one line; what is left when time is up or the line breaks is given back. Returns how many were sent."""
    sent = 0
    try:
        with LINES[batch.channel.kind](batch.channel) as send:
            while batch.rows and time.monotonic() < batch.until:
                sent += hand_over(send, batch.rows.pop(0), batch)
    except ChannelDown as fault:
        pause(batch.channel, fault)
    give_back(batch)
    return sent


def hand_over(send, row, batch):
    """Send one message and write down what became of it; True when it was sent. Raises ChannelDown alone."""
    try:
        message = compose(row)
        send(message)
    except Unreachable as reason:
        settle(row, batch, status=DeliveryStatus.SKIPPED, last_error=str(reason)[:300])
        return False
    except ChannelDown as fault:
        put_off(row, batch, fault) if fault.blamed else batch.rows.insert(0, row)
        raise
    except Undelivered as reason:
        put_off(row, batch, reason)
        return False
    except Exception as error:  # one bad row must not stop the rest
        log.exception("delivery %s failed", row.pk)
        put_off(row, batch, f"发送时出错：{error!r}")
        return False
    settle(row, batch, status=DeliveryStatus.SENT, sent_at=timezone.now(), sent_to=message.to, last_error="")
    if batch.channel.failures:
        batch.channel.failures = 0
        Channel.objects.filter(pk=batch.channel.pk).update(failures=0, paused_until=None, last_error="")
    return True


def put_off(row, batch, reason):
    """Try a row again after a pause that grows, or give it up after the last attempt."""
    if row.attempts >= settings.DELIVERY_ATTEMPTS:
        settle(row, batch, status=DeliveryStatus.DEAD, last_error=str(reason)[:300])
        insist(lambda: raise_alarm(row, reason))
    else:
        first = timedelta(seconds=settings.DELIVERY_FIRST_PAUSE)
        settle(row, batch, next_at=timezone.now() + grown(first, row.attempts, LONGEST_PAUSE), last_error=str(reason)[:300])


def raise_alarm(row, reason):
    """Tell the place's system administrators, once a day for each channel, that something did not arrive."""
    today = timezone.localdate()
    keepers = Person.objects.holding(*SYSTEM, jurisdiction=row.jurisdiction, on=today)
    label = row.channel.get_kind_display()
    link = reverse("admin:workflow_delivery_changelist") + "?status__exact=dead"
    tell(keepers, row.jurisdiction, f"undelivered:{row.channel_id}:{today}", f"有{label}通知未能送达", text=str(reason)[:300], link=link)


def settle(row, batch, **facts):
    """Write down what became of a row, unless its lease has passed to somebody else; what was folded into it shares its end."""

    def write():
        with transaction.atomic():
            held = Delivery.objects.waiting().filter(pk=row.pk, lease_until=batch.lease_until)
            if held.update(lease_until=None, **facts) and "status" in facts:
                end = {} if facts["status"] == DeliveryStatus.SENT else {"status": facts["status"], "carrier": None}
                Delivery.objects.filter(carrier=row.pk).update(**{name: facts[name] for name in facts if name != "status"}, **end)

    insist(write)


def insist(write):
    """Write, also when the database goes away for a moment: what was sent must be known as sent."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if time.monotonic() > until or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(0.2)


def give_back(batch):
    """Free the rows that were not tried, as if they had not been taken."""
    rows = [row.pk for row in batch.rows]
    if rows:
        held = Delivery.objects.waiting().filter(pk__in=rows, lease_until=batch.lease_until)
        insist(lambda: held.update(lease_until=None, attempts=F("attempts") - 1))


def pause(channel, fault):
    """Leave a channel alone for a while that grows with each failure in a row."""
    log.warning("channel %s: %s", channel, fault)
    failures = channel.failures + 1
    rest = grown(timedelta(seconds=settings.DELIVERY_FIRST_PAUSE) / 2, failures, LONGEST_CHANNEL_PAUSE)
    facts = {"failures": failures, "paused_until": timezone.now() + rest, "last_error": str(fault)[:300]}
    insist(lambda: Channel.objects.filter(pk=channel.pk).update(**facts))


def grown(first, number, longest):
    """The `number`th pause: each about twice the one before, never quite the same, at most `longest`."""
    return min(first * 2 ** min(number - 1, 20), longest) * random.uniform(0.8, 1.2)  # noqa: S311 spread, not secrecy
