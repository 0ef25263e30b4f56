from celery import shared_task

from operations.services import status


@shared_task
def follow_calendar() -> None:
    """Operations start on their first day and end after their last, at the place's midnight."""
    status.follow_calendar()
