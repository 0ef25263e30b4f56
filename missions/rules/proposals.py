"""What stands between a proposal and a mission."""

from django.utils.translation import gettext as _

from missions.models import Proposal
from operations.models import Operation

State = Proposal.State
TESTS = ("is_free_project", "has_host", "has_people")


def why_cannot_propose(operation: Operation) -> str:
    """Why nobody can propose a mission now, or an empty string."""
    if operation.takes_signups:
        return ""
    if operation.status == Operation.Status.DRAFT:
        return _("This operation is still a draft. Come back when it is open.")
    if operation.status == Operation.Status.CANCELLED:
        return _("This operation was cancelled.")
    return _("This operation is over: nothing can be proposed for it any more.")


def why_cannot_answer(proposal: Proposal, version: int) -> str:
    """Why an organizer cannot answer what they read: somebody was faster, and did what."""
    if proposal.state in {State.ACCEPTED, State.DECLINED} or (
        proposal.version != version and proposal.state == State.RETURNED
    ):
        return _done_by_another(proposal)
    if proposal.version != version:
        return _(
            "This proposal changed while you were reading it. It is shown as it is now; "
            "nothing of yours is saved yet."
        )
    return ""


def _done_by_another(proposal: Proposal) -> str:
    sentences = {
        State.ACCEPTED: _("%(name)s has accepted this proposal already."),
        State.DECLINED: _("%(name)s has declined this proposal already."),
        State.RETURNED: _("%(name)s has returned this proposal with questions already."),
    }
    name = str(proposal.answered_by) if proposal.answered_by else _("Somebody")
    return sentences[State(proposal.state)] % {"name": name}


def why_cannot_accept(proposal: Proposal) -> str:
    """What is missing before it becomes a mission, or an empty string."""
    if not all(getattr(proposal, test) for test in TESTS):
        return _("A proposal is accepted once each of the three questions is answered by yes.")
    if not proposal.licence:
        return _(
            "No free licence is chosen yet. Return the proposal, so that the person chooses one."
        )
    return ""


def why_cannot_send_again(proposal: Proposal) -> str:
    """Why the person cannot change the proposal, or an empty string."""
    if proposal.state != State.RETURNED:
        return _("The team is not waiting for a change of yours.")
    return why_cannot_propose(proposal.operation)


def why_cannot_withdraw_proposal(proposal: Proposal) -> str:
    if proposal.state == State.ACCEPTED:
        return _("It is a mission by now. If you cannot host it, please write to the organizers.")
    return ""
