"""What the worker does when the bell rings."""

from celery import shared_task

from feedback import actions


@shared_task(name="feedback.recount_deadlines")
def recount_deadlines():
    """Count provisional deadlines anew whose calendar year has been published since."""
    return actions.recount()
