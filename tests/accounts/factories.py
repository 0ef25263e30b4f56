import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import User

PASSWORD = "a village in the fields"
# As Chromium registered it with its virtual authenticator.
PASSKEY = {
    "name": "My phone",
    "credential": {
        "type": "public-key",
        "id": "10b6mEEjA1sYDwHlHCHqHzPgvgd8pmi5q-zts96zjKw",
        "rawId": "10b6mEEjA1sYDwHlHCHqHzPgvgd8pmi5q-zts96zjKw",
        "response": {
            "clientDataJSON": (
                "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiSlZGOW96RHVnbG94ZWMzZ1dKeFZYVkRh"
                "Q1Y0QmJzc1V1aV9IeWZIeEVlNCIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU2ODEifQ"
            ),
            "attestationObject": (
                "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NF"
                "AAAAAQECAwQFBgcIAQIDBAUGBwgAINdG-phBIwNbGA8B5Rwh6h8z4L4HfKZouavs7bPes4yspQECAyYgASFY"
                "IKIB5CfN5a2EteQRs_F4fbbFvscUO2TkSCEqTnmlS7WXIlggjsoWhf-5oEPkndbnGeQp8aDkhrFszC7HSBYc"
                "Ev-RRb8"
            ),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    },
}


class UserFactory(DjangoModelFactory):
    """Somebody with a confirmed address and no password; `email=None` for one without address."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@example.org".format)
    display_name = factory.Sequence("Person {}".format)
    language = "en"
    password = factory.LazyFunction(lambda: "!no password")

    @classmethod
    def _create(cls, model_class, *args, password, **fields):
        user = model_class(**fields)
        user.password = password
        if not password.startswith("!"):
            user.set_password(password)
        user.save()
        return user

    @factory.post_generation
    def address(user, create, extracted, **fields):
        if create and user.email:
            fields = {"verified": True, "primary": True} | fields
            EmailAddress.objects.create(user=user, email=user.email, **fields)


class StaffFactory(UserFactory):
    is_staff = True
    is_superuser = True
