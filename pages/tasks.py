"""Clocks of the whole site."""

from celery import shared_task
from django.utils import timezone

from core.demo import demo_is_on
from pages import services
from pages.demo.loader import load_demo


@shared_task
def purge_personal_data() -> None:
    services.purge_personal_data()


@shared_task
def keep_demo_ahead() -> None:
    """The open operation of a demo is always to come, however long the site was off."""
    if demo_is_on():
        load_demo(now=timezone.now())
