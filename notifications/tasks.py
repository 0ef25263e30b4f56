from celery import shared_task

from notifications import services


@shared_task
def deliver_emails() -> None:
    """Short, so that a worker asked to stop is soon done; the next tick goes on."""
    services.deliver_emails(for_seconds=10)
