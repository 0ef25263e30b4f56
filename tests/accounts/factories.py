import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import User

PASSWORD = "a village in the fields"


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
