"""Clocks that call the services of the plan."""

from celery import shared_task

from planning.services import reminders


@shared_task
def remind_owners() -> None:
    """Whose morning has come reads what is theirs and near, once that day."""
    reminders.remind_owners()
