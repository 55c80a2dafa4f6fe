"""What becomes of messages that did not arrive, by the hand of the system administrator."""

from django.db import transaction
from django.utils import timezone

from workflow.models import Delivery, DeliveryStatus
from workflow.notices import tell
from workflow.refusals import Refused
from workflow.trail import record

AGAIN = {"status": DeliveryStatus.WAITING, "attempts": 0, "last_error": "", "lease_until": None}


@transaction.atomic
def retry(delivery, *, by):
    """Send one again that was given up. Raises Refused."""
    if not Delivery.objects.dead().filter(pk=delivery.pk).update(next_at=timezone.now(), **AGAIN):
        raise Refused("这一条不在“未能送达”之列，不需要重新发送。")
    record(delivery, "retry", "重新发送", by=by)
    return delivery


@transaction.atomic
def retry_all(channel, *, by):
    """Send all again that this channel gave up, at once and no matter how it failed before. Raises Refused where there are none."""
    count = Delivery.objects.dead().filter(channel=channel).update(next_at=timezone.now(), **AGAIN)
    if not count:
        raise Refused("这个渠道没有未能送达的通知。")
    type(channel).objects.filter(pk=channel.pk).update(paused_until=None)
    record(channel, "retry", f"重发未送达的 {count} 条", by=by)
    return channel


@transaction.atomic
def give_up(delivery, *, by, reason):
    """Stop trying, with the reason. Raises Refused for what has gone out or was closed already."""
    open_ones = Delivery.objects.filter(pk=delivery.pk, status__in=[DeliveryStatus.DEAD, DeliveryStatus.WAITING], lease_until=None)
    if not open_ones.update(status=DeliveryStatus.SKIPPED, last_error=f"{by}决定不再发送：{reason}"[:300]):
        raise Refused("这一条已经发出、正在发送或已经了结。")
    Delivery.objects.filter(carrier=delivery.pk).update(status=DeliveryStatus.WAITING, carrier=None)
    record(delivery, "give_up", "不再发送", by=by, reason=reason)
    return delivery


def send_test(channel, *, by):
    """A notice to oneself, which goes out by the channels of the place. Raises Refused where this one is switched off."""
    if not channel.is_on:
        raise Refused("这个渠道已停用，请先启用。")
    tell([by], channel.jurisdiction, f"test:{channel.pk}:{timezone.now():%Y%m%d%H%M%S}", "测试通知", text="收到这条通知，说明渠道已接通。")
    return channel
