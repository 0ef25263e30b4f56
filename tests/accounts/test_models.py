import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.queries import confirmed_addresses
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_many_people_have_no_address():
    User.objects.create_user(email="")
    User.objects.create_user(email=None)
    User.objects.create_user()

    assert list(User.objects.values_list("email", flat=True)) == [None, None, None]


def test_an_address_is_one_person_s_in_any_spelling():
    UserFactory(email="jeanne@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(email=" Jeanne@Example.ORG ")


def test_the_database_refuses_capitals():
    user = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Jeanne@example.org")


def test_people_without_a_name_are_a_number_never_an_address():
    user = UserFactory(display_name="")

    assert str(user) == f"#{user.pk}"


def test_confirmed_addresses_leave_out_what_was_only_typed():
    user = UserFactory(email="mine@example.org")
    user.emailaddress_set.create(email="Also.Mine@example.org", verified=True)
    user.emailaddress_set.create(email="typed@example.org", verified=False)
    UserFactory()

    assert confirmed_addresses(user) == {"mine@example.org", "also.mine@example.org"}
