from celery import shared_task

from operations.services import decisions, status


@shared_task
def follow_calendar() -> None:
    """Operations start on their first day and end after their last, at the place's midnight."""
    status.follow_calendar()


@shared_task
def close_votes() -> None:
    """Votes whose last day is over are counted, and the committee is told."""
    decisions.close_due_motions()
