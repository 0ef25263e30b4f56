"""Why a place cannot be had, or given back."""

from django.utils.translation import gettext as _

from missions.models import Need, Signup


def why_closed(need: Need) -> str:
    """Why nobody can sign up for the need any more, or an empty string."""
    shift = need.shift
    if not shift.mission.operation.takes_signups:
        return _("Sign-up for this operation is not open.")
    if shift.cancelled_at or shift.mission.cancelled_at:
        return _("This shift was cancelled.")
    if not shift.is_released:
        return _("This shift is not in the programme yet.")
    if shift.has_started:
        return _("This shift has already begun.")
    return ""


def why_cannot_join(need: Need, live_signups: list[Signup]) -> str:
    """Why a volunteer with these live sign-ups cannot take the need, or an empty string."""
    if reason := why_closed(need):
        return reason
    for signup in live_signups:
        if signup.need_id == need.pk:
            if signup.state == Signup.State.WAITING:
                return _("You are already on the waiting list of this shift.")
            return _("You already have a place on this shift.")
        if signup.need.shift.overlaps(need.shift):
            return _("You are already signed up for another shift at this time.")
    return ""


def why_cannot_withdraw(signup: Signup) -> str:
    """Why a volunteer cannot give the place back by themselves, or an empty string."""
    if not signup.is_live:
        return _("This place was given back already.")
    if signup.need.shift.has_started:
        return _("This shift has already begun: please tell the organizers.")
    return ""
