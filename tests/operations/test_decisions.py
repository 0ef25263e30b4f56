"""How a steering committee decides: who has a vote, what is counted, who is told."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from core.tokens import token_hash
from notifications.models import Email
from operations.models import CommitteeMember, Motion, Vote, VoteLink
from operations.queries import voters_of
from operations.rules import result_of
from operations.rules.decisions import MOST_A_DAY
from operations.services.charter import remove_from_charter, save_member
from operations.services.decisions import (
    close_due_motions,
    close_motion,
    edit_motion,
    mail_link,
    open_motion,
    vote_by_link,
    vote_in_workspace,
    withdraw_motion,
)
from operations.tasks import close_votes
from tests.accounts.factories import UserFactory
from tests.operations.factories import (
    CommitteeMemberFactory,
    MembershipFactory,
    MotionFactory,
    OperationFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def member_of_team(operation, **values):
    """Somebody of the committee who has an account in the team."""
    user = MembershipFactory(operation=operation).user
    return CommitteeMemberFactory(operation=operation, user=user, **values)


def opened(operation, **values):
    asked = {
        "language": "en",
        "texts": {"title": "Shall we go?", "text": "By train."},
        "last_day": None,
        "is_public": False,
        "by": UserFactory(),
    }
    return open_motion(operation=operation, **asked | values)


def tokens_in_mails():
    mails = Email.objects.filter(kind="motion.opened", is_secret=True).order_by("pk")
    return [re.search(r"/votes/([\w-]{43})/", mail.text)[1] for mail in mails]


def link_of(motion, member):
    return VoteLink.objects.get(motion=motion, member=member)


def choices(motion):
    return sorted(motion.votes.values_list("member__name", "choice"))


# One person, one vote


def test_a_person_who_is_listed_twice_is_one_voter_by_account_by_address_and_through_both():
    operation = OperationFactory()
    user = UserFactory()
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True})
    for facts in (
        {"user": user},
        {"email": user.email.upper()},
        {"user": user, "email": "other@example.org"},
        {"email": "Other@example.org"},
        {"email": "else@example.org"},
        {},
        {},
    ):
        CommitteeMemberFactory(operation=operation, **facts)
    CommitteeMemberFactory(operation=operation, name="", organisation="A seat of nobody")

    assert sorted(len(voter.members) for voter in voters_of(operation)) == [1, 1, 1, 4]


def test_an_address_that_an_account_has_not_confirmed_tells_nothing():
    operation = OperationFactory()
    user = UserFactory()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email="claimed@example.org", verified=False)
    CommitteeMemberFactory(operation=operation, user=user)
    CommitteeMemberFactory(operation=operation, email="claimed@example.org")

    assert len(voters_of(operation)) == 2


def test_whoever_is_listed_twice_votes_once_and_the_last_word_counts():
    operation = OperationFactory()
    first = member_of_team(operation, email="two@example.org")
    CommitteeMemberFactory(operation=operation, email="two@example.org")
    motion = opened(operation)

    vote_in_workspace(motion=motion, user=first.user, choice="for")
    vote_in_workspace(motion=motion, user=first.user, choice="against")

    assert [vote.choice for vote in motion.votes.all()] == ["against"]
    close_motion(motion=motion, by=None)
    motion.refresh_from_db()
    assert (motion.votes_against, motion.votes_cast, motion.voters) == (1, 1, 1)


def test_two_lines_that_turn_out_to_be_one_person_are_counted_once():
    operation = OperationFactory()
    first = CommitteeMemberFactory(operation=operation, email="one@example.org")
    second = CommitteeMemberFactory(operation=operation, email="two@example.org")
    motion = opened(operation)
    for member, choice in ((first, "for"), (second, "against")):
        vote_by_link(link=link_of(motion, member), choice=choice)
    CommitteeMember.objects.filter(pk=second.pk).update(email="one@example.org")

    close_motion(motion=motion, by=None)

    motion.refresh_from_db()
    assert (motion.votes_for, motion.votes_against, motion.voters) == (0, 1, 1)
    assert choices(motion) == [(second.name, "against")]


def test_the_database_refuses_a_second_vote_on_one_line_and_a_half_closed_motion():
    vote = VoteFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(motion=vote.motion, member=vote.member, choice="against")
    for broken in (
        {"closed_at": timezone.now()},
        {"result": "carried"},
        {"closed_at": timezone.now(), "result": "carried", "withdrawn_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Motion.objects.filter(pk=vote.motion_id).update(**broken)


# The rule


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "voters", "result"),
    [
        (2, 1, 0, 5, "carried"),
        (1, 2, 0, 5, "rejected"),
        (1, 1, 3, 5, "no_majority"),
        (0, 0, 3, 5, "no_majority"),
        (1, 0, 2, 5, "carried"),
        (2, 0, 0, 5, "no_quorum"),
        (2, 0, 0, 4, "carried"),
        (0, 0, 0, 1, "no_quorum"),
        (0, 0, 0, 0, "no_quorum"),
    ],
)
def test_more_for_than_against_carries_if_half_of_the_committee_took_part(
    yes, no, abstain, voters, result
):
    counts = Counter({"for": yes, "against": no, "abstain": abstain})

    assert result_of(counts, voters) == result


# Opening


def test_opening_asks_each_person_once_in_their_language_in_the_workspace_or_by_link():
    operation = OperationFactory(source_language="fr", title_fr="Le village", title_en="")
    user = MembershipFactory(operation=operation, user__language="en").user
    CommitteeMemberFactory(operation=operation, user=user, name="Maïa")
    CommitteeMemberFactory(operation=operation, user=user, name="Maïa")
    CommitteeMemberFactory(operation=operation, email="zoe@example.org", name="Zoé")
    CommitteeMemberFactory(operation=operation, name="Noé")

    motion = opened(operation, language="fr", texts={"title": "On y va ?", "text": "En train."})

    inside, outside = Email.objects.filter(kind="motion.opened").order_by("is_secret")
    assert (inside.recipient, inside.language) == (user.email, "en")
    assert f"/en/organize/{operation.slug}/decisions/{motion.pk}/" in inside.text
    assert "You are in the steering committee of “Le village”" in inside.text
    assert (outside.recipient, outside.language) == ("zoe@example.org", "fr")
    assert "/fr/votes/" in outside.text
    assert "On y va ?" in outside.subject
    assert "En train." in outside.text
    link = VoteLink.objects.get()
    assert link.member.name == "Zoé"
    assert link.token_hash == token_hash(tokens_in_mails()[0])
    assert tokens_in_mails()[0] not in repr(list(VoteLink.objects.values()))
    assert AuditEntry.objects.filter(action="motion.opened", object_id=motion.pk).exists()


def test_an_account_that_left_the_team_gets_a_link():
    operation = OperationFactory()
    member = member_of_team(operation)
    operation.memberships.all().delete()

    motion = opened(operation)

    assert link_of(motion, member)
    assert Email.objects.get().recipient == member.user.email


def test_a_last_day_ends_at_midnight_on_the_clocks_of_the_place():
    operation = OperationFactory(time_zone="America/Cayenne")
    member_of_team(operation)
    day = timezone.localdate() + timedelta(days=3)

    motion = opened(operation, last_day=day)

    assert motion.last_day == day
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
    assert motion.closes_at == midnight.replace(tzinfo=ZoneInfo("America/Cayenne"))


def test_nobody_is_asked_where_nobody_could_answer_nor_too_often():
    operation = OperationFactory()
    with pytest.raises(Refusal, match="Nobody is in the steering committee yet"):
        opened(operation)
    CommitteeMemberFactory(operation=operation)
    with pytest.raises(Refusal, match="give them an account or an e-mail first"):
        opened(operation)
    member_of_team(operation)
    for _number in range(MOST_A_DAY):
        opened(operation)
    with pytest.raises(Refusal, match="10 votes were opened in a day"):
        opened(operation)

    assert (Motion.objects.count(), Email.objects.count()) == (MOST_A_DAY, MOST_A_DAY)


# Voting


def test_only_the_committee_votes_and_only_until_the_end():
    operation = OperationFactory()
    member = member_of_team(operation)
    other = MembershipFactory(operation=operation).user
    motion = opened(operation)

    with pytest.raises(Refusal, match="Only the members of the steering committee vote"):
        vote_in_workspace(motion=motion, user=other, choice="for")
    Motion.objects.update(closes_at=timezone.now())
    with pytest.raises(Refusal, match="This vote is over"):
        vote_in_workspace(motion=motion, user=member.user, choice="for")
    Motion.objects.update(closes_at=None)
    withdraw_motion(motion=motion, by=None)
    with pytest.raises(Refusal, match="This vote was withdrawn"):
        vote_in_workspace(motion=motion, user=member.user, choice="for")

    assert Vote.objects.count() == 0


def test_a_link_dies_with_a_new_one_with_another_address_and_with_its_member():
    operation = OperationFactory()
    member = CommitteeMemberFactory(operation=operation, email="old@example.org")
    motion = opened(operation)
    first = link_of(motion, member)
    VoteLink.objects.update(made_at=timezone.now() - timedelta(hours=2))
    mail_link(motion=motion, member=member, by=None)
    second = link_of(motion, member)

    with pytest.raises(Refusal, match="no longer valid"):
        vote_by_link(link=first, choice="for")
    assert len(tokens_in_mails()) == 1, "the mail with the dead link has not left: it never will"
    vote_by_link(link=second, choice="for")

    facts = {
        name: getattr(member, name)
        for name in ("name", "kind", "organisation", "user", "is_referent", "is_second_referent")
    }
    save_member(
        operation=operation, member=member, version=1, by=None,
        facts=facts | {"email": "new@example.org"},
    )  # fmt: skip
    with pytest.raises(Refusal, match="no longer valid"):
        vote_by_link(link=second, choice="against")
    assert choices(motion) == [(member.name, "for")]

    mail_link(motion=motion, member=member, by=None)
    remove_from_charter(row=CommitteeMember.objects.get(pk=member.pk), by=None)
    assert not VoteLink.objects.exists()


def test_another_change_of_a_member_leaves_their_link_alone():
    operation = OperationFactory()
    member = CommitteeMemberFactory(operation=operation, email="zoe@example.org")
    motion = opened(operation)
    names = ("kind", "organisation", "email", "user", "is_referent", "is_second_referent")
    facts = {name: getattr(member, name) for name in names}

    save_member(
        operation=operation, member=member, version=1, by=None, facts=facts | {"name": "Zoé M."}
    )

    assert link_of(motion, member)


def test_a_link_is_sent_again_once_an_hour_and_only_to_those_who_need_one():
    operation = OperationFactory()
    outside = CommitteeMemberFactory(operation=operation, email="zoe@example.org")
    inside = member_of_team(operation)
    elsewhere = CommitteeMemberFactory(email="far@example.org")
    motion = opened(operation)

    with pytest.raises(Refusal, match="less than an hour ago"):
        mail_link(motion=motion, member=outside, by=None)
    with pytest.raises(Refusal, match="votes in the workspace"):
        mail_link(motion=motion, member=inside, by=None)
    with pytest.raises(Refusal, match="Only the members"):
        mail_link(motion=motion, member=elsewhere, by=None)
    close_motion(motion=motion, by=None)
    with pytest.raises(Refusal, match="This vote is over"):
        mail_link(motion=motion, member=outside, by=None)

    assert VoteLink.objects.count() == 1


# The end


def test_closing_freezes_the_counts_and_tells_everybody_with_an_address():
    operation = OperationFactory()
    members = [member_of_team(operation) for _number in range(2)]
    outside = CommitteeMemberFactory(operation=operation, email="zoe@example.org")
    CommitteeMemberFactory(operation=operation)
    motion = opened(operation)
    for member in members:
        vote_in_workspace(motion=motion, user=member.user, choice="for")
    vote_by_link(link=link_of(motion, outside), choice="against")
    by = UserFactory()

    close_motion(motion=motion, by=by)

    motion.refresh_from_db()
    counted = (motion.votes_for, motion.votes_against, motion.abstentions, motion.voters)
    assert (motion.result, *counted) == ("carried", 2, 1, 0, 4)
    told = Email.objects.filter(kind="motion.closed").order_by("recipient")
    addresses = [*(member.user.email for member in members), "zoe@example.org"]
    assert [mail.recipient for mail in told] == sorted(addresses)
    for mail in told:
        assert "More votes for than against: it is decided." in mail.text
        assert "Took part: 3 of 4" in mail.text
        assert ("/organize/" in mail.text) == (mail.recipient != "zoe@example.org")
    entry = AuditEntry.objects.get(action="motion.closed")
    assert (entry.actor, entry.details) == (by, {"result": "carried"})

    operation.committee.all().delete()
    motion.refresh_from_db()
    assert motion.votes_cast == 3
    assert motion.votes.filter(member=None).count() == 3
    with pytest.raises(Refusal, match="This is decided"):
        close_motion(motion=motion, by=by)
    with pytest.raises(Refusal, match="This is decided"):
        withdraw_motion(motion=motion, by=by)


def test_those_who_left_before_the_end_are_not_counted_even_when_they_come_back():
    operation = OperationFactory()
    member, other = member_of_team(operation), member_of_team(operation)
    motion = opened(operation)
    for each in (member, other):
        vote_in_workspace(motion=motion, user=each.user, choice="for")
    member.delete()
    CommitteeMemberFactory(operation=operation, user=member.user)

    close_motion(motion=motion, by=None)

    motion.refresh_from_db()
    assert (motion.votes_for, motion.voters) == (1, 2)
    assert choices(motion) == [(other.name, "for")]


def test_who_was_not_asked_yet_is_not_asked_any_more_once_it_is_over():
    operation = OperationFactory()
    member_of_team(operation)
    CommitteeMemberFactory(operation=operation, email="zoe@example.org")

    withdraw_motion(motion=opened(operation), by=None)
    assert Email.objects.count() == 0
    close_motion(motion=opened(operation), by=None)
    assert set(Email.objects.values_list("kind", flat=True)) == {"motion.closed"}


def test_the_clock_closes_what_has_had_its_last_day_and_nothing_else():
    due = MotionFactory(closes_at=timezone.now() - timedelta(minutes=1))
    others = [
        MotionFactory(closes_at=timezone.now() + timedelta(hours=1)),
        MotionFactory(),
        MotionFactory(closes_at=timezone.now(), withdrawn_at=timezone.now()),
    ]

    assert close_due_motions() == 1
    close_votes()

    due.refresh_from_db()
    assert (due.closed_at, due.result) == (due.closes_at, "no_quorum")
    assert not Motion.objects.filter(pk__in=[one.pk for one in others], closed_at__gt=due.opened_at)
    assert AuditEntry.objects.get(action="motion.closed").actor is None


def test_the_words_that_are_voted_on_stay_and_translations_are_added():
    motion = MotionFactory(title_en="Shall we go?")
    with pytest.raises(Refusal, match="cannot change"):
        edit_motion(
            motion=motion, version=1, language="en", texts={"title": "Shall we stay?"},
            is_public=True, by=None,
        )  # fmt: skip
    edit_motion(
        motion=motion, version=1, language="fr", texts={"title": "On y va ?", "text": ""},
        is_public=True, by=None,
    )  # fmt: skip

    motion.refresh_from_db()
    stored = (motion.title_en, motion.title_fr, motion.is_public, motion.version)
    assert stored == ("Shall we go?", "On y va ?", True, 2)
