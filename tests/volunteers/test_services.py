import pytest

from tests.accounts.factories import UserFactory
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer
from volunteers.queries import living_link
from volunteers.services import (
    confirm_address,
    make_link,
    make_links,
    revoke_links,
    volunteer_by_address,
    volunteer_of,
)

pytestmark = pytest.mark.django_db


def test_the_same_address_in_any_case_is_one_volunteer_and_keeps_their_name():
    first = volunteer_by_address(name="Maïa", email="Maia@Example.org ", language="fr")
    second = volunteer_by_address(name="Somebody else", email="maia@example.org", language="en")

    assert first == second
    second.refresh_from_db()
    assert (second.name, second.email, second.language) == ("Maïa", "maia@example.org", "fr")


def test_a_link_opens_until_it_is_revoked():
    volunteer, other = VolunteerFactory(), VolunteerFactory()
    token, others_token = make_link(volunteer), make_link(other)
    assert living_link(token).volunteer == volunteer

    assert revoke_links(volunteer) == 1

    assert living_link(token) is None
    assert living_link(others_token).volunteer == other


def test_make_links_gives_each_their_own():
    volunteers = VolunteerFactory.create_batch(3)

    tokens = make_links(volunteers)

    assert [living_link(tokens[one.pk]).volunteer for one in volunteers] == volunteers


def test_an_account_takes_its_history_by_a_confirmed_address_once():
    history = VolunteerFactory(email="maia@example.org")
    user = UserFactory(email="maia@example.org")

    assert volunteer_of(user) == history
    assert volunteer_of(user) == history
    history.refresh_from_db()
    assert history.has_confirmed_address


def test_an_account_never_takes_a_volunteer_of_another_account():
    taken = VolunteerFactory(email="maia@example.org", user=UserFactory())
    user = UserFactory(email="maia@example.org", address__verified=True)

    mine = volunteer_of(user)

    assert mine != taken
    assert mine.email is None


def test_an_account_without_address_can_volunteer():
    volunteer = volunteer_of(UserFactory(email=None, display_name="mapper"))

    assert (volunteer.name, volunteer.email) == ("mapper", None)


def test_confirm_address_keeps_the_first_time():
    volunteer = VolunteerFactory()
    confirm_address(volunteer)
    first = Volunteer.objects.get().email_confirmed_at
    confirm_address(volunteer)

    assert Volunteer.objects.get().email_confirmed_at == first
