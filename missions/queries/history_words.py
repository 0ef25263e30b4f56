"""What the trace calls an action, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What volunteers do themselves: the history calls them by their number.
BY_VOLUNTEERS = ("signup.created", "signup.confirmed", "signup.withdrawn")
# What the site does when a clock or a free place says so.
BY_ITSELF = ("operation.status", "signup.promoted", "signup.ended")

# What a reader may choose, with the beginnings of the actions it means.
KINDS: Mapping[str, tuple[Promise, tuple[str, ...]]] = {
    "operation": (_("The operation"), ("operation.",)),
    "charter": (_("Charter"), ("charter.",)),
    "team": (_("Team"), ("team.",)),
    "plan": (_("Plan"), ("plan.", "step.")),
    "mission": (_("Missions"), ("mission.", "kit.")),
    "shift": (_("Shifts and needs"), ("shift.", "shifts.")),
    "place": (_("Places"), ("place.",)),
    "signup": (_("Sign-ups"), ("signup.",)),
    "export": (_("Exports"), ("export.",)),
}

ACTIONS: Mapping[str, Promise] = {
    "operation.created": _("Created the operation"),
    "operation.cloned": _("Copied it from another operation"),
    "operation.edited": _("Changed texts and facts"),
    "operation.status": _("Changed the state"),
    "operation.cover_set": _("Set the cover picture"),
    "operation.cover_removed": _("Removed the cover picture"),
    "operation.partner_added": _("Added a partner"),
    "operation.partner_removed": _("Removed a partner"),
    "team.invited": _("Invited somebody"),
    "team.invitation_withdrawn": _("Withdrew an invitation"),
    "team.role_added": _("Gave a role"),
    "team.role_removed": _("Took a role away"),
    "team.coordination_handed_over": _("Handed the coordination over"),
    "charter.member_saved": _("Wrote down a member of the committee"),
    "charter.meeting_saved": _("Wrote down a meeting"),
    "charter.indicator_saved": _("Wrote down an indicator"),
    "charter.removed": _("Removed a line of the charter’s lists"),
    "charter.line_waived": _("Waived a line of the charter"),
    "charter.waiver_withdrawn": _("Withdrew a waiver of the charter"),
    "plan.made": _("Made the plan"),
    "plan.steps_added": _("Added steps to the plan"),
    "plan.move_seen": _("Saw that the days of the plan have moved"),
    "step.added": _("Added a step"),
    "step.edited": _("Changed a step"),
    "step.given": _("Gave a step to somebody"),
    "step.finished": _("Finished a step"),
    "step.reopened": _("Took a step up again"),
    "step.dropped": _("Left a step out"),
    "step.commented": _("Commented on a step"),
    "step.proof_added": _("Added a proof to a step"),
    "step.proof_removed": _("Removed a proof from a step"),
    "kit.accepted": _("Accepted proposed missions"),
    "mission.created": _("Added a mission"),
    "mission.edited": _("Changed a mission"),
    "mission.cancelled": _("Cancelled a mission"),
    "shifts.created": _("Added shifts"),
    "shift.changed": _("Moved a shift"),
    "shift.cancelled": _("Cancelled a shift"),
    "shift.needs_set": _("Changed how many people are needed"),
    "place.created": _("Added a place"),
    "place.edited": _("Changed a place"),
    "signup.created": _("Signed up"),
    "signup.confirmed": _("Confirmed a place"),
    "signup.withdrawn": _("Gave a place back"),
    "signup.ended": _("Ended a sign-up"),
    "signup.promoted": _("Gave a free place to the first who waited"),
    "signup.placed": _("Put a volunteer on a shift"),
    "signup.moved": _("Moved a volunteer to another shift"),
    "export.made": _("Exported a table"),
}
TABLES: Mapping[str, Promise] = {
    "roster": _("Who is on what"),
    "needs": _("How many people are needed"),
    "history": _("History of the operation"),
}
