"""Clocks of the whole site."""

from celery import shared_task

from pages import services


@shared_task
def purge_personal_data() -> None:
    services.purge_personal_data()
