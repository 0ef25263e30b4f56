"""The team of an operation: roles, and invitations that work once, for one address."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from notifications.models import Email
from operations.models import Invitation, Membership, Role
from operations.services.team import (
    MOST_MAILS_A_DAY,
    MOST_PENDING,
    accept_invitation,
    invite,
    remove_role,
    send_invitation_again,
)
from tests.accounts.factories import UserFactory
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)

pytestmark = pytest.mark.django_db


def team_page(operation, rest=""):
    return f"/en/organize/{operation.slug}/team/{rest}"


def invited(email="new@example.org", role=Role.ORGANIZER, language="fr", operation=None):
    operation = operation or OperationFactory(title_fr="Libre à Brocas")
    by = MembershipFactory(operation=operation, role=Role.COORDINATOR).user
    return invite(operation=operation, email=email, role=role, language=language, by=by)


def link_in_mail():
    return re.search(r"/\w\w/invitations/[\w-]{43}/", Email.objects.latest("pk").text).group()


# Roles


def test_a_coordinator_gives_and_takes_roles_and_it_is_written_down():
    operation = OperationFactory()
    client = member_client(operation)
    member = MembershipFactory(operation=operation, role=Role.DESK)

    client.post(team_page(operation, f"members/{member.user.pk}/roles/"), {"role": "reviewer"})
    client.post(team_page(operation, f"roles/{member.pk}/remove/"))

    assert list(member.user.memberships.values_list("role", flat=True)) == [Role.REVIEWER]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "team.role_added",
        "team.role_removed",
    ]


def test_a_role_that_does_not_exist_is_refused():
    operation = OperationFactory()
    member = MembershipFactory(operation=operation, role=Role.DESK)

    answer = member_client(operation).post(
        team_page(operation, f"members/{member.user.pk}/roles/"), {"role": "king"}, follow=True
    )

    assert "This role does not exist." in answer.text
    assert member.user.memberships.count() == 1


def test_nobody_is_brought_into_a_team_by_their_number():
    operation, stranger = OperationFactory(), UserFactory()

    answer = member_client(operation).post(
        team_page(operation, f"members/{stranger.pk}/roles/"), {"role": "organizer"}
    )

    assert answer.status_code == 404
    assert not stranger.memberships.exists()


def test_the_last_coordinator_stays():
    membership = MembershipFactory(role=Role.COORDINATOR)
    MembershipFactory(operation=membership.operation, role=Role.ORGANIZER)

    answer = client_of(membership.user).post(
        team_page(membership.operation, f"roles/{membership.pk}/remove/"), follow=True
    )

    assert "keeps at least one coordinator" in answer.text
    assert Membership.objects.filter(pk=membership.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_remove_each_other_at_the_same_time_leave_one():
    for _round in range(5):
        operation = OperationFactory()
        pair = MembershipFactory.create_batch(2, operation=operation, role=Role.COORDINATOR)
        start, outcomes = threading.Barrier(2), []

        def remove(membership, by, start=start, outcomes=outcomes):
            try:
                start.wait()
                remove_role(membership=membership, by=by)
                outcomes.append("removed")
            except Refusal:
                outcomes.append("refused")
            finally:
                close_old_connections()

        threads = [
            threading.Thread(target=remove, args=(pair[0], pair[1].user)),
            threading.Thread(target=remove, args=(pair[1], pair[0].user)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcomes) == ["refused", "removed"]
        assert operation.memberships.count() == 1


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.DESK, Role.REVIEWER, Role.MISSION_LEAD])
def test_only_coordinators_change_the_team_and_see_its_addresses(role):
    operation = OperationFactory()
    coordinator = MembershipFactory(operation=operation, role=Role.COORDINATOR)
    client = member_client(operation, role)

    page = client.get(team_page(operation))
    answers = [
        client.post(team_page(operation, f"roles/{coordinator.pk}/remove/")),
        client.post(team_page(operation, "invite/"), {"email": "a@example.org"}),
        client.post(team_page(operation, f"members/{coordinator.user.pk}/roles/")),
    ]

    assert page.status_code == (200 if role == Role.ORGANIZER else 403)
    assert coordinator.user.email not in page.text
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_memberships_and_invitations_of_another_operation_are_out_of_reach():
    operation, client = (mine := OperationFactory()), member_client(mine)
    theirs = MembershipFactory(role=Role.ORGANIZER)
    invitation = invited(operation=theirs.operation)

    answers = [
        client.post(team_page(operation, f"roles/{theirs.pk}/remove/")),
        client.post(team_page(operation, f"invitations/{invitation.pk}/"), {"action": "withdraw"}),
        client.post(team_page(theirs.operation, f"roles/{theirs.pk}/remove/")),
        client.post(team_page(operation, f"roles/{10**30}/remove/")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    invitation.refresh_from_db()
    assert invitation.is_pending


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_team(django_assert_num_queries, count):
    operation = OperationFactory()
    client = member_client(operation)
    MembershipFactory.create_batch(count, operation=operation)
    for number in range(count):
        invited(f"guest{number}@example.org", operation=operation)

    # session, user, operation, roles, team, invitations, how many run it
    with django_assert_num_queries(7):
        client.get(team_page(operation))


# Invitations


def test_an_invitation_mails_a_link_whose_hash_alone_is_kept_in_the_language_that_was_chosen():
    operation = OperationFactory(title_fr="Libre à Brocas")
    client = member_client(operation)

    answer = client.post(
        team_page(operation, "invite/"),
        {"email": "Maia@Example.org", "role": "desk", "language": "fr"},
    )

    assert answer.status_code == 302
    invitation, mail = Invitation.objects.get(), Email.objects.get()
    assert (invitation.email, invitation.role) == ("maia@example.org", Role.DESK)
    assert (mail.recipient, mail.language, mail.is_secret) == ("maia@example.org", "fr", True)
    assert "Libre à Brocas" in mail.subject
    token = link_in_mail().split("/")[-2]
    assert link_in_mail().startswith("/fr/invitations/")
    assert invitation.token_hash != token
    assert token not in str(AuditEntry.objects.values_list("details"))


def test_somebody_with_an_account_reads_the_invitation_in_their_own_language():
    reader = UserFactory(language="fr")

    invited(reader.email, language="en")

    assert Email.objects.get().language == "fr"


def test_looking_at_an_invitation_changes_nothing_and_the_button_accepts_it():
    invitation = invited("maia@example.org")
    reader = UserFactory(email="maia@example.org")
    client, address = client_of(reader), link_in_mail()

    page = client.get(address)
    assert not reader.memberships.exists()
    answer = client.post(address)

    assert "csrfmiddlewaretoken" in page.text
    assert answer.url == f"/fr/organize/{invitation.operation.slug}/"
    assert reader.memberships.get().role == Role.ORGANIZER
    assert client.get(answer.url).status_code == 200


def test_the_page_of_an_invitation_is_not_kept_not_listed_and_not_told():
    invited()

    for client in [client_of(UserFactory()), client_of(UserFactory(email="new@example.org"))]:
        headers = client.get(link_in_mail()).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["Referrer-Policy"] == "strict-origin"
        assert "noindex" in headers["X-Robots-Tag"]


def test_a_visitor_is_told_to_sign_in_and_comes_back(client):
    invited("maia@example.org")

    page = client.get(link_in_mail())

    assert (page.status_code, "m•••@example.org" in page.text) == (200, True)
    assert f"?next={link_in_mail()}" in page.text
    assert "maia@example.org" not in page.text


def test_an_invitation_is_for_its_address_only_and_only_when_that_is_confirmed():
    invitation = invited("maia@example.org")
    stranger = UserFactory()
    unconfirmed = UserFactory(email="maia@example.org", address__verified=False)

    for reader in [stranger, unconfirmed]:
        client = client_of(reader)
        assert "m•••@example.org" in client.get(link_in_mail()).text
        assert client.post(link_in_mail()).status_code == 403
        with pytest.raises(Refusal):
            accept_invitation(invitation=invitation, user=reader)
        assert not reader.memberships.exists()


def test_an_invitation_works_once():
    invited("maia@example.org")
    reader = UserFactory(email="maia@example.org")
    client = client_of(reader)
    client.post(link_in_mail())
    reader.memberships.all().delete()

    answer = client.post(link_in_mail())

    assert (answer.status_code, reader.memberships.count()) == (410, 0)


def test_an_invitation_ends_after_seven_days_or_when_it_is_withdrawn():
    reader = UserFactory(email="maia@example.org")
    client = client_of(reader)
    invitation = invited("maia@example.org")
    late, address = timezone.now() - timedelta(seconds=1), link_in_mail()
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=late)

    assert client.post(address).status_code == 410
    second = invited("maia@example.org", operation=invitation.operation)
    member_client(second.operation).post(
        team_page(second.operation, f"invitations/{second.pk}/"), {"action": "withdraw"}
    )

    assert not Email.objects.filter(about__endswith=f":{second.pk}").exists()
    for each in [invitation, second]:
        with pytest.raises(Refusal):
            accept_invitation(invitation=each, user=reader)
    assert not reader.memberships.exists()


@pytest.mark.parametrize("token", ["x", "A" * 43, "é", "a" * 5000])
def test_a_link_that_nobody_knows_is_answered_in_words(client, token):
    answer = client.get(f"/en/invitations/{token}/")

    assert (answer.status_code, "not known here" in answer.text) == (404, True)


def test_sending_again_makes_a_new_link_and_kills_the_old_one():
    first = invited("maia@example.org")
    old = link_in_mail()

    member_client(first.operation).post(
        team_page(first.operation, f"invitations/{first.pk}/"), {"action": "resend"}
    )

    new, client = link_in_mail(), client_of(UserFactory(email="maia@example.org"))
    assert new != old
    assert (client.post(old).status_code, client.post(new).status_code) == (410, 302)
    assert Email.objects.get().language == "fr"


def test_an_address_gets_three_invitations_a_day_whatever_its_spelling():
    for number in range(MOST_MAILS_A_DAY):
        invited(f"Maia+{number}@example.org")

    with pytest.raises(Refusal, match="in a day"):
        invited("maia@example.org")
    with pytest.raises(Refusal, match="in a day"):
        send_invitation_again(invitation=Invitation.objects.first(), by=UserFactory())

    assert Email.objects.count() == MOST_MAILS_A_DAY
    assert Invitation.objects.first().is_pending
    invited("other@example.org")


def test_an_operation_waits_for_thirty_answers_at_most():
    operation = OperationFactory()
    for number in range(MOST_PENDING):
        invited(f"guest{number}@example.org", operation=operation)

    with pytest.raises(Refusal, match="30 invitations"):
        invited("one-more@example.org", operation=operation)


def test_inviting_twice_or_somebody_who_has_the_role_is_refused():
    invitation = invited("maia@example.org")
    member = MembershipFactory(operation=invitation.operation, role=Role.ORGANIZER)

    for email in ["MAIA@example.org", member.user.email]:
        with pytest.raises(Refusal):
            invited(email, operation=invitation.operation)


@pytest.mark.parametrize(
    "values",
    [
        {"email": ""},
        {"email": "nobody"},
        {"email": "a@b@c.org"},
        {"email": "x" * 250 + "@example.org"},
        {"email": "a\u202e@example.org"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"role": "king"},
        {"language": "xx"},
    ],
)
def test_an_invitation_is_refused_with_a_sentence(values):
    operation = OperationFactory()
    typed = {"email": "kept@example.org", "role": "desk", "language": "fr"} | values

    answer = member_client(operation).post(team_page(operation, "invite/"), typed)

    assert (answer.status_code, "error-summary" in answer.text) == (422, True)
    assert not Invitation.objects.exists()
    assert not Email.objects.exists()
