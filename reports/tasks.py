"""What the worker does when the bell rings."""

from celery import shared_task

from reports.figures.summing import sum_up
from reports.progress import draft_due


@shared_task(name="reports.draft_progress")
def draft_progress():
    """Draft 办理进展通报 wherever the rules ask for one and its time has come; safe to run as often as one likes."""
    return len(draft_due())


@shared_task(name="reports.sum_up")
def sum_up_sessions():
    """Count ready what the figures of all sessions are made of; safe to run as often as one likes."""
    return sum_up()
