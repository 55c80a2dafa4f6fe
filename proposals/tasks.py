"""What the worker does when the bell rings."""

from celery import shared_task

from proposals import actions


@shared_task(name="proposals.close_windows")
def close_windows():
    """End the asking for opinions whose last day is over: who has not answered counts as 未反馈."""
    return actions.close_windows()
