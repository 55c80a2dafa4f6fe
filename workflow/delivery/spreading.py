"""Before sending: a delivery for each notice and channel, nothing for who cannot be reached, old ones folded into one."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from workflow.delivery.faults import Unreachable
from workflow.delivery.messages import reach
from workflow.models import Channel, Delivery, DeliveryStatus, Notice, NoticeSetting

AT_ONCE = 500
SPREADING = 0x5A58_0001  # the advisory lock of who makes deliveries


def prepare():
    """Make the deliveries of new notices, close those of channels that were switched off, fold what has waited too long."""
    while _spread():
        pass
    _close()
    _fold()


@transaction.atomic
def _spread():
    """The deliveries of the next notices that have none yet, one process at a time; returns how many notices there were.

    What is old already is folded before anybody can see it; for that all the new notices of a person are taken together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SPREADING])
        if not cursor.fetchone()[0]:
            return 0
    waiting = Notice.objects.filter(spread_at__isnull=True).select_related("person").order_by("person_id", "pk")
    notices = list(waiting[:AT_ONCE])
    if not notices:
        return 0
    if len(notices) == AT_ONCE and notices[0].person_id != notices[-1].person_id:
        notices = [each for each in notices if each.person_id != notices[-1].person_id]
    places = {notice.jurisdiction_id for notice in notices}
    channels = defaultdict(list)
    for channel in Channel.objects.filter(jurisdiction__in=places, is_on=True):
        channels[channel.jurisdiction_id].append(channel)
    settings_of = {}
    if channels:
        settings_of = {each.person_id: each for each in NoticeSetting.objects.filter(person__in={notice.person_id for notice in notices})}
    rows = [_delivery(each, way, settings_of.get(each.person_id)) for each in notices for way in channels[each.jurisdiction_id]]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(spread_at=timezone.now())
    if any(notice.created_at <= _late() for notice in notices):
        _fold()
    return len(notices)


def _delivery(notice, channel, setting):
    row = Delivery(jurisdiction_id=notice.jurisdiction_id, notice=notice, channel=channel, person_id=notice.person_id)
    row.created_at = notice.created_at
    try:
        reach(notice.person, setting, channel.kind)
    except Unreachable as reason:
        row.status, row.last_error = DeliveryStatus.SKIPPED, str(reason)
    return row


def _close():
    """What cannot go any more: its channel was switched off, or each of its attempts ended with the process."""
    free = Delivery.objects.free(timezone.now())
    free.filter(channel__is_on=False).update(status=DeliveryStatus.SKIPPED, last_error="发送前这个渠道已停用。", lease_until=None)
    spent = free.filter(attempts__gte=settings.DELIVERY_ATTEMPTS)
    spent.update(status=DeliveryStatus.DEAD, last_error="每次发送时进程都意外结束。", lease_until=None)


def _fold():
    """Where a person has several waiting by one channel and one of them has waited too long, all go as one message."""
    free = Delivery.objects.free(timezone.now())
    stale = free.filter(created_at__lte=_late(), person=OuterRef("person"), channel=OuterRef("channel"))
    groups = free.filter(Exists(stale)).order_by().values("channel", "person").annotate(n=Count("pk")).filter(n__gt=1)
    for group in groups:
        _fold_group(group["channel"], group["person"])


def _late():
    """What was told before this moment has waited too long."""
    return timezone.now() - timedelta(seconds=settings.DELIVERY_FOLD_SECONDS)


@transaction.atomic
def _fold_group(channel, person):
    rows = Delivery.objects.free(timezone.now()).filter(channel=channel, person=person).select_for_update(skip_locked=True)
    times = dict(rows.values_list("pk", "next_at"))
    head, *rest = sorted(times) or [None]
    if rest:
        Delivery.objects.filter(carrier__in=rest).update(carrier=head)
        Delivery.objects.filter(pk__in=rest).update(status=DeliveryStatus.FOLDED, carrier=head, lease_until=None)
        Delivery.objects.filter(pk=head).update(next_at=min(times.values()))
