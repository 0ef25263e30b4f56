"""Clocks that call the services of missions."""

from celery import shared_task

from missions.services.decisions import decide_due
from missions.services.shifts import tell_late_comers
from missions.services.signups import expire_held_places, serve_waiting_lists


@shared_task
def keep_waiting_lists_moving() -> None:
    """Free what was held too long, then give every free place to those who wait.

    Who joined a shift at the very moment it was cancelled is told now.
    """
    tell_late_comers()
    expire_held_places()
    serve_waiting_lists()


@shared_task
def decide_missions() -> None:
    """Confirm what has enough people when its moment comes; ask the organizers about the rest."""
    decide_due()
