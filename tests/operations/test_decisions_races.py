"""Votes at the same moment, with real threads, on whichever database the tests run on."""

import pytest
from django.db import connection

from core.models import AuditEntry
from operations.models import Motion
from operations.services.decisions import close_motion, vote_by_link, vote_in_workspace
from tests.accounts.factories import UserFactory
from tests.missions.test_races import at_once
from tests.operations.factories import CommitteeMemberFactory, MembershipFactory, MotionFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10 if connection.vendor == "postgresql" else 3
BROWSERS = 12


def person_listed_twice(motion):
    """Somebody with an account and a link, on two lines with one address; the user, the link."""
    operation = motion.operation
    user = MembershipFactory(operation=operation).user
    CommitteeMemberFactory(operation=operation, user=user, email="two@example.org")
    second = CommitteeMemberFactory(operation=operation, email="two@example.org")
    return user, motion.links.create(member=second, token_hash=f"{second.pk}")


def test_one_person_in_many_browsers_has_one_vote():
    for _round in range(ROUNDS):
        motion = MotionFactory()
        user, link = person_listed_twice(motion)

        def by_link(link=link, choice="for"):
            vote_by_link(link=link, choice=choice)

        def by_account(motion=motion, user=user, choice="against"):
            vote_in_workspace(motion=motion, user=user, choice=choice)

        ends = at_once([by_link, by_account] * (BROWSERS // 2))

        assert ends == {"done": BROWSERS}
        assert motion.votes.count() == 1


def test_what_is_counted_is_what_was_voted_before_the_end_and_nothing_comes_after():
    for _round in range(ROUNDS):
        motion = MotionFactory()
        members = [
            CommitteeMemberFactory(
                operation=motion.operation,
                user=MembershipFactory(operation=motion.operation).user,
            )
            for _number in range(6)
        ]
        closers = [UserFactory(), UserFactory()]

        ends = at_once(
            [
                lambda member=member: vote_in_workspace(
                    motion=motion, user=member.user, choice="for"
                )
                for member in members
            ]
            + [lambda by=by: close_motion(motion=motion, by=by) for by in closers]
        )

        motion = Motion.objects.get(pk=motion.pk)
        assert ends["done"] + ends["Refusal"] == len(members) + len(closers), ends
        assert motion.votes_for == motion.votes.count() == ends["done"] - 1
        assert AuditEntry.objects.filter(action="motion.closed", object_id=motion.pk).count() == 1
