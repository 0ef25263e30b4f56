"""Missions that people from outside propose, and what the team answers."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from core.tokens import new_token, token_hash
from missions.models import Mission, Proposal
from missions.queries.history import entries_of
from missions.queries.history_rows import rows_of
from missions.services.proposals import (
    accept_proposal,
    decline_proposal,
    judge_proposal,
    return_proposal,
)
from missions.services.retention import erase_past_proposers
from notifications.models import Email
from operations.models import Operation, Role
from tests.missions.factories import MissionFactory, NeedFactory, ProposalFactory, ShiftFactory
from tests.operations.factories import MembershipFactory, OperationFactory, member_client

pytestmark = pytest.mark.django_db

YES = {"is_free_project": True, "has_host": True, "has_people": True}


def typed(**values):
    return {
        "title": "Botanical walk",
        "description": "Two hours along the hedges.\nWe note what grows.",
        "theme": "botany",
        "licence": "CC-BY-SA-4.0",
        "minimum_people": "6",
        "availability": "Saturday afternoon",
        "organisation": "The botanists’ circle",
        "name": "Solène Hubert",
        "email": "Solene@Example.org",
    } | values


def form_of(operation, rest=""):
    return f"/en/operations/{operation.slug}/propose/{rest}"


def desk_of(operation, proposal=None):
    number = f"{proposal.pk}/" if proposal else ""
    return f"/en/organize/{operation.slug}/proposals/{number}"


def answer(proposal, *, what, **values):
    words = {"yes": True, "no": False}
    assert set(values) <= {"reason", "version", *YES}
    assert all(values[name] in words for name in values if name in YES)
    return {"version": proposal.version, "answer": what, "reason": ""} | values


ALL_YES = dict.fromkeys(YES, "yes")


def link_in(mail):
    return re.search(r"(/\w\w/proposals/\S+)", mail.text).group()


def mails_to(address):
    return list(Email.objects.filter(recipient=address).order_by("pk"))


# From outside


def test_anybody_proposes_a_mission_and_the_organizers_hear_of_it(client):
    operation = OperationFactory()
    organizer = MembershipFactory(operation=operation, role=Role.ORGANIZER).user
    MembershipFactory(operation=operation, role=Role.DESK)

    done = client.post(form_of(operation), typed(), follow=True)

    assert done.redirect_chain == [(form_of(operation, "done/"), 302)]
    assert "solene@example.org" in done.text
    assert "Botanical walk" in done.text
    proposal = Proposal.objects.get()
    assert (proposal.operation, proposal.state, proposal.language) == (operation, "received", "en")
    assert (proposal.email, proposal.minimum_people) == ("solene@example.org", 6)
    assert (proposal.is_free_project, proposal.has_host, proposal.has_people) == (None, None, None)
    assert [mail.recipient for mail in Email.objects.order_by("pk")] == [
        "solene@example.org",
        organizer.email,
    ]
    told = mails_to(organizer.email)[0]
    assert told.subject == "A mission is proposed: Botanical walk"
    assert desk_of(operation) in told.text
    assert "Solène" not in told.text + told.subject
    assert list(AuditEntry.objects.values_list("action", "actor", "operation_id", "details")) == [
        ("proposal.received", None, operation.pk, {})
    ]


def test_the_first_mail_repeats_nothing_that_a_stranger_typed(client):
    client.post(form_of(OperationFactory()), typed(title="Buy pills", name="Evil"))

    mail = mails_to("solene@example.org")[0]

    assert "pills" not in mail.text + mail.subject
    assert "Evil" not in mail.text + mail.recipient_name
    assert mail.is_secret


def test_the_link_opens_the_proposal_and_only_its_hash_is_kept(client):
    client.post(form_of(OperationFactory()), typed())
    address = link_in(mails_to("solene@example.org")[0])

    page = Client().get(address)

    assert page.status_code == 200
    assert "Two hours along the hedges." in page.text
    assert "They answer by mail." in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    token = address.strip("/").rpartition("/")[2]
    assert Proposal.objects.get().token_hash == token_hash(token)
    assert Client().get("/en/proposals/no-such-link/").status_code == 404


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("wrapping_up", "This operation is over"),
        ("reported", "This operation is over"),
        ("cancelled", "This operation was cancelled."),
    ],
)
def test_what_is_over_takes_no_proposal_and_says_so(client, status, sentence):
    operation = OperationFactory(status=status)

    pages = [client.get(form_of(operation)), client.post(form_of(operation), typed())]

    assert all(sentence in page.text for page in pages)
    assert not Proposal.objects.exists()
    public = client.get(f"/en/operations/{operation.slug}/")
    assert form_of(operation) not in public.text


def test_a_draft_takes_none_and_its_team_reads_why(client):
    operation = OperationFactory(status="draft")

    assert client.get(form_of(operation)).status_code == 404
    assert "still a draft" in member_client(operation).get(form_of(operation)).text


def test_the_public_page_invites_to_propose(client):
    operation = OperationFactory()

    assert f'href="{form_of(operation)}"' in client.get(f"/en/operations/{operation.slug}/").text


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client):
    page = client.post(
        form_of(OperationFactory()), typed(title="", minimum_people="0", name="Ça & là")
    )

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"title", "minimum_people"}
    assert "Ça &amp; là" in page.text
    assert not Proposal.objects.exists()


def test_a_robot_that_fills_in_everything_is_refused(client):
    page = client.post(form_of(OperationFactory()), typed(nickname="bot"))

    assert page.status_code == 422
    assert not Proposal.objects.exists()


def test_one_address_proposes_three_times_a_day(client):
    operation = OperationFactory()

    answers = [client.post(form_of(operation), typed(title=f"Walk {n}")) for n in range(4)]

    assert [one.status_code for one in answers] == [302, 302, 302, 429]
    assert "Several proposals came with this address today." in answers[-1].text
    assert "Walk 3" in answers[-1].text
    assert Proposal.objects.count() == 3


def test_one_sender_proposes_twenty_times_in_ten_minutes(client):
    operation = OperationFactory()

    answers = [
        client.post(form_of(operation), typed(email=f"n{n}@example.org")).status_code
        for n in range(21)
    ]

    assert answers == [302] * 20 + [429]


def test_a_team_with_a_hundred_proposals_to_read_gets_no_more(client):
    operation = OperationFactory()
    ProposalFactory.create_batch(100, operation=operation)

    page = client.post(form_of(operation), typed())

    assert page.status_code == 422
    assert "more proposals to read than it can" in page.text


def test_the_page_after_the_form_is_the_senders_alone(client):
    operation = OperationFactory()
    client.post(form_of(operation), typed())

    stranger = Client().get(form_of(operation, "done/"))
    elsewhere = client.get(form_of(OperationFactory(), "done/"))

    assert stranger.headers["Location"] == form_of(operation)
    assert elsewhere.status_code == 302


# What becomes of it


def with_link(**facts):
    token = new_token()
    return ProposalFactory(token_hash=token_hash(token), **facts), f"/en/proposals/{token}/"


def test_what_was_returned_is_changed_and_sent_again(client):
    proposal, address = with_link(state="returned", reason="On which day?", licence="")
    organizer = MembershipFactory(operation=proposal.operation).user
    page = client.get(address)
    assert "On which day?" in page.text

    values = {name: typed()[name] for name in typed() if name not in {"name", "email"}}
    sent = {**values, "title": "Hedges", "version": proposal.version, "action": "send"}
    answered = client.post(address, sent, follow=True)

    assert "The organizers have it before them again." in answered.text
    proposal.refresh_from_db()
    assert (proposal.state, proposal.title, proposal.version) == ("received", "Hedges", 2)
    assert proposal.licence == "CC-BY-SA-4.0"
    assert proposal.email  # as it was
    assert [mail.subject for mail in mails_to(organizer.email)] == [
        "A proposal has changed: Hedges"
    ]

    again = client.post(address, {**sent, "title": "Twice"}, follow=True)
    assert "The team is not waiting for a change of yours." in again.text
    proposal.refresh_from_db()
    assert proposal.title == "Hedges"


def test_a_change_with_something_missing_is_refused_in_words(client):
    _proposal, address = with_link(state="returned")

    page = client.post(address, {"action": "send", "title": "Hedges", "version": 1})

    assert page.status_code == 422
    assert "description" in page.context["form"].errors


@pytest.mark.parametrize("state", ["received", "returned", "declined"])
def test_who_takes_it_back_leaves_nothing_behind(client, state):
    proposal, address = with_link(state=state)
    organizer = MembershipFactory(operation=proposal.operation).user

    client.get(address)
    assert Proposal.objects.exists()
    page = client.post(address, {"action": "withdraw"}, follow=True)

    assert "Your proposal is taken back" in page.text
    assert not Proposal.objects.exists()
    assert client.get(address).status_code == 404
    # Who has declined it need not hear of it any more.
    assert len(mails_to(organizer.email)) == (state != "declined")
    assert AuditEntry.objects.get().action == "proposal.withdrawn"


def test_what_is_a_mission_by_now_cannot_be_taken_back(client):
    _proposal, address = with_link(state="accepted")

    page = client.post(address, {"action": "withdraw"}, follow=True)

    assert "It is a mission by now." in page.text
    assert "Take my proposal back" not in page.text
    assert Proposal.objects.exists()


def test_an_action_that_no_button_sends_is_not_found(client):
    _proposal, address = with_link()

    assert client.post(address, {"action": "publish"}).status_code == 404


# The team


def test_only_organizers_read_proposals():
    proposal = ProposalFactory()
    operation = proposal.operation
    answers = {
        role: [
            member_client(operation, role).get(page).status_code
            for page in (desk_of(operation), desk_of(operation, proposal))
        ]
        for role in (Role.COORDINATOR, Role.ORGANIZER, Role.MISSION_LEAD, Role.DESK)
    }

    assert answers == {
        Role.COORDINATOR: [200, 200],
        Role.ORGANIZER: [200, 200],
        Role.MISSION_LEAD: [403, 403],
        Role.DESK: [403, 403],
    }
    other = member_client(OperationFactory())
    assert other.get(desk_of(operation, proposal)).status_code == 404


def test_a_proposal_of_another_operation_is_not_found():
    operation = OperationFactory()

    page = member_client(operation).get(desk_of(operation, ProposalFactory()))

    assert page.status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_the_same_queries_for_any_number(django_assert_num_queries, count):
    operation = OperationFactory()
    ProposalFactory.create_batch(count, operation=operation)
    client = member_client(operation)
    client.get(desk_of(operation))

    with django_assert_num_queries(5):
        page = client.get(desk_of(operation))

    assert page.text.count("Received</span>") == count


def test_those_that_wait_stand_first():
    operation = OperationFactory()
    states = ("declined", "returned", "received", "accepted")
    for state in states:
        ProposalFactory(operation=operation, state=state)

    page = member_client(operation).get(desk_of(operation))

    shown = [proposal.state for proposal in page.context["proposals"]]
    assert shown == ["received", "returned", "declined", "accepted"]


def test_the_three_answers_are_kept_without_deciding():
    proposal = ProposalFactory()
    client = member_client(proposal.operation)
    address = desk_of(proposal.operation, proposal)

    client.post(address, answer(proposal, what="keep", is_free_project="yes", has_host="no"))

    proposal.refresh_from_db()
    assert (proposal.is_free_project, proposal.has_host, proposal.has_people) == (True, False, None)
    assert proposal.state == "received"
    assert not Email.objects.exists()
    page = client.get(address)
    assert 'name="has_host" value="no"' in page.text
    assert page.text.count("checked") == 3


def test_accepted_it_becomes_a_mission_of_the_team_with_its_texts_and_numbers():
    operation = OperationFactory(source_language="en")
    proposal = ProposalFactory(operation=operation, language="fr", title="Balade", theme="botany")
    client = member_client(operation)

    page = client.post(
        desk_of(operation, proposal), answer(proposal, what="accept", **ALL_YES), follow=True
    )

    mission = Mission.objects.get()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.mission) == ("accepted", mission)
    assert (mission.operation, mission.lead, mission.source_language) == (operation, None, "fr")
    assert (mission.title_fr, mission.description_fr) == ("Balade", proposal.description)
    assert (mission.theme, mission.licence) == ("botany", proposal.licence)
    assert mission.minimum_people == proposal.minimum_people
    local = timezone.localtime(mission.decides_at, operation.zone)
    assert (local.date(), local.hour) == (operation.starts_on - timedelta(days=7), 18)
    assert f"/en/organize/{operation.slug}/missions/{mission.pk}/edit/" in page.text
    (mail,) = mails_to(proposal.email)
    assert mail.language == "fr"
    assert Client().get(link_in(mail)).status_code == 200
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "proposal.accepted",
        "mission.created",
    ]


@pytest.mark.parametrize(
    ("days", "expected"), [(20, True), (3, True), (0, False)], ids=["far", "near", "begun"]
)
def test_the_usual_decision_is_a_week_before_or_tomorrow_or_not_at_all(days, expected):
    start = timezone.localdate() + timedelta(days=days)
    operation = OperationFactory(starts_on=start)
    proposal = ProposalFactory(operation=operation)
    member = MembershipFactory(operation=operation).user

    mission = accept_proposal(proposal=proposal, version=1, tests=YES, reason="", by=member)

    assert bool(mission.decides_at) is expected
    if expected:
        assert timezone.now() < mission.decides_at
        assert timezone.localtime(mission.decides_at, operation.zone).date() < start


@pytest.mark.parametrize("lacking", [*YES])
@pytest.mark.parametrize("word", ["no", ""])
def test_it_is_not_accepted_before_all_three_are_yes(lacking, word):
    proposal = ProposalFactory()
    words = {name: "yes" for name in YES if name != lacking} | ({lacking: "no"} if word else {})

    page = member_client(proposal.operation).post(
        desk_of(proposal.operation, proposal), answer(proposal, what="accept", **words)
    )

    assert page.status_code == 409
    assert "once each of the three questions is answered by yes" in page.text
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version, proposal.has_host) == ("received", 1, None)
    assert not Mission.objects.exists()
    assert not Email.objects.exists()


def test_without_a_free_licence_it_is_not_accepted():
    proposal = ProposalFactory(licence="")

    page = member_client(proposal.operation).post(
        desk_of(proposal.operation, proposal), answer(proposal, what="accept", **ALL_YES)
    )

    assert "No free licence is chosen yet." in page.text
    assert not Mission.objects.exists()


@pytest.mark.parametrize(("what", "state"), [("return", "returned"), ("decline", "declined")])
def test_the_person_reads_the_words_of_the_team_in_their_language(what, state):
    proposal, old_link = with_link(language="fr")
    client = member_client(proposal.operation)
    address = desk_of(proposal.operation, proposal)

    silent = client.post(address, answer(proposal, what=what))
    client.post(address, answer(proposal, what=what, reason="La forêt est fermée.\nQuel jour ?"))

    assert silent.status_code == 422
    assert "Please tell the person why" in silent.text
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == (state, "La forêt est fermée.\nQuel jour ?")
    (mail,) = mails_to(proposal.email)
    assert (mail.language, mail.kind) == ("fr", f"proposal.{state}")
    assert "La forêt est fermée." in mail.text
    assert link_in(mail).startswith("/fr/proposals/")
    assert "La forêt est fermée." in Client().get(link_in(mail)).text
    assert Client().get(old_link).status_code == 404  # only the hash of the newest is kept


def test_the_second_organizer_hears_what_the_first_did_and_loses_nothing():
    proposal = ProposalFactory()
    first = MembershipFactory(operation=proposal.operation, user__display_name="Maïa").user
    decline_proposal(proposal=proposal, version=1, tests={}, reason="Too late.", by=first)
    Email.objects.all().delete()
    stale = {**answer(proposal, what="accept", **ALL_YES), "version": 1}

    page = member_client(proposal.operation).post(desk_of(proposal.operation, proposal), stale)

    assert page.status_code == 409
    assert "Maïa has declined this proposal already." in page.text
    assert not Mission.objects.exists()
    assert not Email.objects.exists()


def test_an_answer_to_what_has_changed_meanwhile_is_shown_again_with_what_was_typed():
    proposal = ProposalFactory()
    member = MembershipFactory(operation=proposal.operation).user
    stale = answer(proposal, what="return", reason="On which day?")
    judge_proposal(proposal=proposal, version=1, tests={"has_host": True}, by=member)
    client = member_client(proposal.operation)
    address = desk_of(proposal.operation, proposal)

    page = client.post(address, stale)

    assert page.status_code == 409
    assert "This proposal changed while you were reading it." in page.text
    assert "On which day?" in page.text
    assert 'name="version" value="2"' in page.text
    assert client.post(address, {**stale, "version": 2}).status_code == 302


def test_a_return_that_crosses_another_is_told():
    proposal = ProposalFactory()
    member = MembershipFactory(operation=proposal.operation, user__display_name="Maïa").user
    return_proposal(proposal=proposal, version=1, tests={}, reason="When?", by=member)

    with pytest.raises(Refusal, match="Maïa has returned this proposal with questions already"):
        return_proposal(proposal=proposal, version=1, tests={}, reason="Where?", by=member)


def test_an_answer_to_what_was_taken_back_is_refused():
    proposal = ProposalFactory()
    Proposal.objects.all().delete()

    with pytest.raises(Refusal, match="The person has withdrawn this proposal"):
        judge_proposal(proposal=proposal, version=1, tests={}, by=None)


# The mission, until it has a shift


def test_a_proposed_mission_is_the_teams_until_it_has_a_shift(client):
    operation = OperationFactory()
    mission = MissionFactory(operation=operation, title_en="Hedges", theme="botany")
    ProposalFactory(operation=operation, mission=mission, state="accepted")
    MissionFactory(operation=operation, title_en="Lanes")
    pages = [f"/en/operations/{operation.slug}/", mission.get_absolute_url(), "/sitemap.xml"]
    unreleased = ShiftFactory(mission=mission, is_released=False)

    before = [client.get(page) for page in pages]

    assert "Lanes" in before[0].text
    assert "Hedges" not in before[0].text
    assert before[1].status_code == 404
    assert member_client(operation).get(mission.get_absolute_url()).status_code == 200

    NeedFactory(shift=unreleased)
    unreleased.is_released = True
    unreleased.save()
    after = [client.get(page) for page in pages]

    assert "Hedges" in after[0].text
    assert after[1].status_code == 200


def test_a_proposed_mission_from_afar_needs_no_shift(client):
    mission = MissionFactory(mode="remote", title_en="Hedges")
    ProposalFactory(operation=mission.operation, mission=mission, state="accepted")

    assert client.get(mission.get_absolute_url()).status_code == 200


# Afterwards


def test_who_proposed_is_forgotten_90_days_after_the_operation(client):
    ended = timezone.localdate() - timedelta(days=92)
    over, address = with_link(name="Canary", email="canary@example.org")
    Operation.objects.filter(pk=over.operation_id).update(starts_on=ended, ends_on=ended)
    ProposalFactory.create_batch(2, operation=over.operation)
    recent = ProposalFactory(name="Recent")

    assert (erase_past_proposers(), erase_past_proposers()) == (3, 0)

    over.refresh_from_db()
    recent.refresh_from_db()
    assert (over.name, over.email) == ("", "")
    assert over.title
    assert recent.name == "Recent"
    assert client.get(address).status_code == 404
    page = member_client(over.operation).get(desk_of(over.operation, over))
    assert "Their name and address are erased, as promised." in page.text


def test_the_history_tells_what_happened_without_a_name():
    proposal = ProposalFactory(title="Hedges", name="Canary")
    member = MembershipFactory(operation=proposal.operation, user__display_name="Maïa").user
    AuditEntry.objects.all().delete()
    judge_proposal(proposal=proposal, version=1, tests={"has_host": True}, by=member)
    client = Client()
    client.post(form_of(proposal.operation), typed())

    rows = rows_of(proposal.operation, entries_of(proposal.operation))

    assert [(row.who, row.what, row.about) for row in rows] == [
        ("Somebody from outside", "Proposed a mission", "Botanical walk"),
        ("Maïa", "Noted what a proposed mission has and lacks", "Hedges"),
    ]
