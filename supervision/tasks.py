"""What the worker does when the bell rings."""

from celery import shared_task
from django.utils import timezone

from organizations.models import Jurisdiction
from supervision import actions


@shared_task(name="supervision.remind")
def remind():
    """Send the reminders of every place whose hour has come; safe to run at any time and as often as one likes."""
    return actions.send_due()


@shared_task(name="supervision.propose_cards")
def propose_cards():
    """Propose the cards that the rules bring today, in every place."""
    return sum(len(actions.propose(place, timezone.localdate())) for place in Jurisdiction.objects.order_by("pk"))
