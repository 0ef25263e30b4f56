from celery import shared_task

from core import heartbeat


@shared_task
def show_heartbeat() -> None:
    heartbeat.show()
