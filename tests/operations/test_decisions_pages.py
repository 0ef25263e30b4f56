"""The pages on which a committee is asked, votes and shows what it decided."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.logs import without_secrets
from core.models import AuditEntry
from notifications.models import Email
from operations.models import CommitteeMember, Motion, Role, Vote, VoteLink
from operations.services.decisions import close_motion, open_motion, withdraw_motion
from operations.services.retention import erase_votes
from tests.accounts.factories import UserFactory
from tests.operations.factories import (
    CommitteeMemberFactory,
    MembershipFactory,
    MotionFactory,
    OperationFactory,
    VoteFactory,
    client_of,
    member_client,
)

pytestmark = pytest.mark.django_db

CANARY = "canary-d41d8cd9"


def page(motion_or_operation, rest="", language="en"):
    operation = getattr(motion_or_operation, "operation", motion_or_operation)
    own = f"{motion_or_operation.pk}/" if isinstance(motion_or_operation, Motion) else ""
    return f"/{language}/organize/{operation.slug}/decisions/{own}{rest}"


def public_page(operation, language="en"):
    return f"/{language}/operations/{operation.slug}/decisions/"


def typed(**values):
    return {
        "title": "Shall we keep the dates?",
        "text": "The hall is free on **both** days.",
        "last_day": f"{timezone.localdate() + timedelta(days=7)}",
        "is_public": "on",
    } | values


def decided(operation, **values):
    facts = {"closed_at": timezone.now(), "result": "carried", "votes_for": 3, "voters": 5}
    return MotionFactory(operation=operation, **facts | values)


def voting_member(operation, role=Role.DESK):
    """The browser of somebody of the team who sits in the committee."""
    user = MembershipFactory(operation=operation, role=role).user
    CommitteeMemberFactory(operation=operation, user=user)
    return client_of(user)


def link_in_mail():
    return re.search(r"/\w\w/votes/[\w-]{43}/", Email.objects.latest("pk").text).group()


def with_link(**values):
    """An open motion with one member outside the team; the motion and the mailed address."""
    operation = OperationFactory()
    CommitteeMemberFactory(
        operation=operation, name="Zoé", email="zoe@example.org", organisation="Herbiers"
    )
    motion = open_motion(
        operation=operation, language="en", texts={"title": "Shall we go?", "text": "By train."},
        last_day=None, is_public=False, by=None, **values,
    )  # fmt: skip
    return motion, link_in_mail()


# The workspace


def test_an_organizer_asks_and_is_led_to_the_question():
    operation = OperationFactory()
    client = voting_member(operation, Role.ORGANIZER)

    answer = client.post(page(operation, "new/"), typed())

    motion = Motion.objects.get()
    assert answer.headers["Location"] == page(motion)
    stored = (motion.title_en, motion.is_public, motion.last_day)
    expected = ("Shall we keep the dates?", True, timezone.localdate() + timedelta(days=7))
    assert stored == expected
    shown = client.get(page(motion)).text
    assert "<strong>both</strong> days" in shown
    assert "Votes so far: 0 of 1" in shown
    assert "Everybody will read the decision" in shown


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "This day is over."), (400, "This day is more than a year ahead.")],
)
def test_a_last_day_is_neither_over_nor_far_away(days, words):
    operation = OperationFactory()
    client = voting_member(operation, Role.ORGANIZER)
    day = timezone.localdate(timezone=operation.zone) + timedelta(days=days)

    answer = client.post(page(operation, "new/"), typed(last_day=f"{day}"))

    assert answer.status_code == 422
    assert words in answer.text
    assert "Shall we keep the dates?" in answer.text
    assert not Motion.objects.exists()


def test_a_refusal_says_why_and_keeps_what_was_typed():
    operation = OperationFactory()
    client = member_client(operation)

    answer = client.post(page(operation, "new/"), typed())

    assert answer.status_code == 422
    assert "Nobody is in the steering committee yet" in answer.text
    assert "Shall we keep the dates?" in answer.text
    assert "Nobody is in the steering committee yet" in client.get(page(operation)).text


def test_the_committee_votes_in_the_workspace_and_changes_its_mind():
    motion = MotionFactory()
    client = voting_member(motion.operation)

    assert "Your vote is missing" in client.get(page(motion.operation)).text
    for choice in ("for", "abstain"):
        answer = client.post(page(motion, "vote/"), {"choice": choice}, follow=True)
    assert "Your vote is noted" in answer.text
    assert "Change my vote" in answer.text
    assert 'value="abstain" id="id_choice_2" checked' in answer.text.replace(" required", "")
    assert "Your vote is missing" not in client.get(page(motion.operation)).text
    assert [vote.choice for vote in Vote.objects.all()] == ["abstain"]


def test_who_is_not_in_the_committee_sees_who_votes_what_and_has_no_vote():
    motion = MotionFactory(title_en="Shall we go?")
    vote = VoteFactory(motion=motion, choice="against", member__name="Zoé")
    CommitteeMemberFactory(operation=motion.operation, name="Noé")
    client = member_client(motion.operation, Role.REVIEWER)

    shown = client.get(page(motion)).text
    answer = client.post(page(motion, "vote/"), {"choice": "for"}, follow=True)

    assert "Zoé" in shown
    assert '<span class="badge">Against</span>' in shown
    assert "Has neither account nor e-mail here, and cannot vote" in shown
    assert "My vote" not in shown
    assert "Count the votes now" not in shown
    assert "Only the members of the steering committee vote." in answer.text
    assert list(Vote.objects.all()) == [vote]


def test_an_answer_that_does_not_exist_is_refused():
    motion = MotionFactory()
    client = voting_member(motion.operation)

    for wrong in ({}, {"choice": "perhaps"}, {"choice": "for\x00"}):
        answer = client.post(page(motion, "vote/"), wrong)
        assert answer.status_code == 422
    assert not Vote.objects.exists()


def test_counting_ends_the_vote_and_shows_who_voted_what():
    motion = MotionFactory()
    voter = voting_member(motion.operation)
    voter.post(page(motion, "vote/"), {"choice": "for"})
    client = member_client(motion.operation, Role.ORGANIZER)

    answer = client.post(page(motion, "end/"), {"action": "close"}, follow=True)

    assert "The votes are counted" in answer.text
    assert '<span class="badge badge--ok">Carried</span>' in answer.text
    assert "More votes for than against: it is decided." in answer.text
    assert CommitteeMember.objects.get().name in answer.text
    late = voter.post(page(motion, "vote/"), {"choice": "against"}, follow=True)
    assert "This vote is over." in late.text
    assert [vote.choice for vote in Vote.objects.all()] == ["for"]


def test_a_question_that_is_withdrawn_stays_on_the_list_without_a_decision():
    motion = MotionFactory(is_public=True, title_en="Shall we go?")
    client = member_client(motion.operation)

    client.post(page(motion, "end/"), {"action": "withdraw"})

    assert '<span class="badge">Withdrawn</span>' in client.get(page(motion.operation)).text
    assert "Shall we go?" not in client.get(public_page(motion.operation)).text
    again = client.post(page(motion, "end/"), {"action": "close"}, follow=True)
    assert "This vote was withdrawn." in again.text


def test_a_translation_is_added_and_two_edits_are_shown_side_by_side():
    motion = MotionFactory(title_en="Shall we go?")
    client = member_client(motion.operation)
    source = client.get(page(motion, "edit/")).text
    assert 'name="title"' not in source
    assert "Shall we go?" in source

    french = {"title": "On y va ?", "text": "", "version": 1, "is_public": "on"}
    client.post(page(motion, "edit/?lang=fr"), french)
    assert "On y va ?" in client.get(page(motion, language="fr")).text
    late = client.post(page(motion, "edit/?lang=fr"), french | {"title": "Partons ?"})

    assert late.status_code == 409
    assert "On y va ?" in late.text
    assert "Partons ?" in late.text
    motion.refresh_from_db()
    assert (motion.title_fr, motion.title_en) == ("On y va ?", "Shall we go?")


def test_posting_other_words_in_the_language_of_the_vote_changes_nothing():
    motion = MotionFactory(title_en="Shall we go?")
    client = member_client(motion.operation)

    client.post(page(motion, "edit/"), {"title": "Shall we stay?", "version": 1})

    motion.refresh_from_db()
    assert motion.title_en == "Shall we go?"


def test_a_link_is_sent_again_from_the_page():
    motion, address = with_link()
    VoteLink.objects.update(made_at=timezone.now() - timedelta(hours=2))
    client = member_client(motion.operation)
    member = motion.operation.committee.get()
    assert "Send the link again" in client.get(page(motion)).text

    answer = client.post(page(motion, f"links/{member.pk}/"), follow=True)

    assert "A new link is on its way." in answer.text
    assert client.get(address).status_code == 404
    assert client.get(link_in_mail()).status_code == 200


@pytest.mark.parametrize("role", [Role.MISSION_LEAD, Role.REVIEWER, Role.DESK])
def test_the_team_sees_decisions_and_only_organizers_open_and_end_votes(role):
    motion = MotionFactory()
    member = CommitteeMemberFactory(operation=motion.operation, email="zoe@example.org")
    client = member_client(motion.operation, role)

    assert client.get(page(motion.operation)).status_code == 200
    assert "Ask the committee" not in client.get(page(motion.operation)).text
    assert "Send a link" not in client.get(page(motion)).text
    assert client.get(page(motion.operation, "new/")).status_code == 403
    for rest in ("end/", f"links/{member.pk}/", "edit/"):
        assert client.post(page(motion, rest)).status_code == 403
    motion.refresh_from_db()
    assert motion.is_open


def test_nobody_else_sees_them_and_motions_of_others_do_not_exist(client):
    motion = MotionFactory()
    other = MotionFactory()

    assert client.get(page(motion)).status_code == 302
    assert client_of(UserFactory()).get(page(motion)).status_code == 404
    organizer = member_client(other.operation)
    assert organizer.get(page(motion)).status_code == 404
    for rest in ("", "edit/", f"links/{CommitteeMemberFactory().pk}/"):
        wrong = page(other.operation, f"{motion.pk}/{rest}")
        answer = organizer.post(wrong) if "links" in rest else organizer.get(wrong)
        assert answer.status_code == 404
    for rest in ("vote/", "end/"):
        assert organizer.post(page(other.operation, f"{motion.pk}/{rest}")).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_pages_ask_the_same_queries_for_any_number(django_assert_num_queries, client, count):
    operation = OperationFactory()
    motions = MotionFactory.create_batch(count, operation=operation)
    for number in range(count):
        decided(operation, is_public=True)
        user = MembershipFactory(operation=operation).user
        member = CommitteeMemberFactory(
            operation=operation, user=user, email=f"zoe{number}@example.org"
        )
        for motion in motions:
            VoteFactory(motion=motion, member=member)
            motion.links.create(member=member, token_hash=f"{motion.pk} {number}")
    organizer = member_client(operation)

    # session, user, operation, roles; committee, addresses, team; opened today; open ones with
    # votes and links; those that are over
    with django_assert_num_queries(12):
        organizer.get(page(operation))
    with django_assert_num_queries(10):
        organizer.get(page(motions[0]))
    close_motion(motion=motions[0], by=None)
    with django_assert_num_queries(6):
        organizer.get(page(motions[0]))
    with django_assert_num_queries(2):
        client.get(public_page(operation))


# The personal link


def test_looking_at_the_link_changes_nothing_and_its_button_votes(client):
    motion, address = with_link()

    shown = client.get(address)
    assert shown.status_code == 200
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert shown.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "This link is for Zoé" in shown.text
    assert not Vote.objects.exists()
    for choice in ("for", "against"):
        answer = client.post(address, {"choice": choice}, follow=True)
    assert "Your vote is noted" in answer.text
    assert [vote.choice for vote in motion.votes.all()] == ["against"]
    assert client.post(address, {"choice": "perhaps"}).status_code == 422
    assert [vote.choice for vote in motion.votes.all()] == ["against"]


@pytest.mark.parametrize(
    ("end", "words"),
    [(close_motion, "This vote is over."), (withdraw_motion, "This vote was withdrawn.")],
)
def test_the_link_dies_when_the_vote_ends(client, end, words):
    motion, address = with_link()
    client.post(address, {"choice": "for"})
    end(motion=motion, by=None)

    for answer in (client.get(address), client.post(address, {"choice": "against"})):
        assert answer.status_code == 410
        assert words in answer.text
        assert "Shall we go?" not in answer.text
    assert [vote.choice for vote in motion.votes.all()] == ["for"]


def test_an_unknown_link_tells_nothing(client):
    with_link()

    answer = client.get("/en/votes/no-such-link/")

    assert answer.status_code == 404
    assert "This link is not known here." in answer.text
    assert client.get("/fr/votes/no-such-link/").status_code == 404


def test_the_log_never_holds_a_link():
    _motion, address = with_link()

    assert without_secrets(f"GET {address} 200") == "GET /en/votes/<secret>/ 200"


# For everybody


def test_everybody_reads_what_is_decided_and_public_with_counts_and_without_names(client):
    operation = OperationFactory()
    shown = decided(operation, is_public=True, title_en="The dates", votes_against=1)
    VoteFactory(motion=shown, member__name=CANARY)
    decided(operation, title_en="The budget")
    MotionFactory(operation=operation, is_public=True, title_en="Still open")

    text = client.get(public_page(operation)).text

    assert "The dates" in text
    assert "4 of 5" in text
    for hidden in ("The budget", "Still open", CANARY):
        assert hidden not in text


def test_decisions_of_a_draft_are_its_teams_alone(client):
    operation = OperationFactory(status="draft")
    decided(operation, is_public=True, title_en="The dates")

    assert client.get(public_page(operation)).status_code == 404
    assert client.get("/en/operations/no-such/decisions/").status_code == 404
    assert "The dates" in member_client(operation, Role.DESK).get(public_page(operation)).text


def test_the_public_page_of_the_operation_leads_there_once_there_is_something_to_read(client):
    operation = OperationFactory()
    CommitteeMemberFactory(operation=operation)
    motion = MotionFactory(operation=operation, is_public=True)
    address = operation.get_absolute_url()

    assert public_page(operation) not in client.get(address).text
    close_motion(motion=motion, by=None)
    assert public_page(operation) in client.get(address).text
    assert "No decision is published yet" not in client.get(public_page(operation)).text
    Motion.objects.update(is_public=False)
    assert public_page(operation) not in client.get(address).text
    assert "No decision is published yet" in client.get(public_page(operation)).text


# Afterwards


def test_who_voted_how_is_forgotten_90_days_after_the_operation_and_the_counts_stay(capsys):
    ended = timezone.localdate() - timedelta(days=91)
    over = OperationFactory(starts_on=ended, ends_on=ended, status="reported")
    still_open = MotionFactory(operation=over)
    for _number in range(2):
        VoteFactory(motion=still_open)
    still_open.links.create(member=over.committee.first(), token_hash="x")
    recent = VoteFactory()

    call_command("purge_personal_data")

    assert "votes: 2 erased" in capsys.readouterr().out
    still_open.refresh_from_db()
    assert (still_open.result, still_open.votes_for, still_open.voters) == ("carried", 2, 2)
    assert list(Vote.objects.all()) == [recent]
    assert not VoteLink.objects.exists()
    assert erase_votes() == 0


def test_the_history_tells_what_was_asked_and_decided():
    motion = MotionFactory(title_en="Shall we go?")
    client = voting_member(motion.operation, Role.ORGANIZER)
    client.post(page(motion, "vote/"), {"choice": "for"})
    close_motion(motion=motion, by=None)

    history = client.get(f"/en/organize/{motion.operation.slug}/history/?kind=decisions").text

    assert "Counted the votes of the committee" in history
    assert "Shall we go?" in history
    assert "Result: Carried" in history
    assert "The site, by itself" in history
    assert AuditEntry.objects.filter(action__startswith="motion.").count() == 1
