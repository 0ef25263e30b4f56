"""Clocks that call the services of logistics."""

from celery import shared_task

from logistics.services.matches import expire_questions


@shared_task
def end_unanswered_questions() -> None:
    """Free the beds and seats of those who did not answer in time."""
    expire_questions()
