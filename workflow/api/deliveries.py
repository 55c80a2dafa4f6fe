"""The endpoints of channels and deliveries, for system administrators."""

from django.urls import path

from organizations.api.keeping import Kept, KeptList
from organizations.api.kept import acts
from organizations.endpoints import ListEndpoint
from organizations.permissions import SYSTEM
from organizations.shapes import Shape
from workflow.api.answers import once
from workflow.channel_forms import CHANNEL_FORMS, DELIVERY_FORMS, ChannelForm
from workflow.filters import DeliveryFilter
from workflow.models import Channel, Delivery

TAG = "通知渠道"
CHANNEL = Shape(Channel, "id=pk jurisdiction=jurisdiction__code kind host success_mark per_minute is_on paused_until failures last_error")
DELIVERY = Shape(
    Delivery,
    "id=pk jurisdiction=jurisdiction__code person=person__public_id person_name=person__name channel=channel__kind status attempts"
    " message_id sent_to created_at next_at sent_at last_error",
)
KEPT_CHANNEL = Kept(TAG, "通知渠道", Channel, ChannelForm, ChannelForm, SYSTEM, fixed=("jurisdiction", "kind"), acts=CHANNEL_FORMS)
KEPT_DELIVERY = Kept(TAG, "通知送达", Delivery, keepers=SYSTEM, acts=DELIVERY_FORMS)


class Channels(KeptList, ListEndpoint):
    """Ways out of one's place; address and secret are never told."""

    tag, label, shape, kept, once = TAG, "通知渠道", CHANNEL, KEPT_CHANNEL, staticmethod(once)


class Deliveries(ListEndpoint):
    """What became of each message."""

    tag, label, shape, filters = TAG, "通知送达情况", DELIVERY, DeliveryFilter


urlpatterns = [
    path("channels/", Channels.as_view()),
    path("deliveries/", Deliveries.as_view()),
    *acts("channels/", KEPT_CHANNEL, once),
    *acts("deliveries/", KEPT_DELIVERY, once),
]
