"""What the worker does when the bell rings."""

from celery import shared_task
from django.conf import settings

from workflow.delivery.dispatcher import dispatch
from workflow.models import Heartbeat


@shared_task(name="workflow.deliver")
def deliver():
    """Send the notices that wait."""
    return dispatch(settings.DELIVERY_SECONDS)


@shared_task(name="workflow.heartbeat")
def heartbeat():
    """Show that clock and worker live."""
    Heartbeat.beat("clock")
