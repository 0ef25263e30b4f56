"""Who joins the team, and as what."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import MailField
from operations.models import Operation, Role
from operations.queries import people_with_role


class InvitationForm(forms.Form):
    email = MailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.ORGANIZER)
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        help_text=_("People who have an account read it in their own language."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [
            (code, names[code]) for code in settings.RELEASED_LANGUAGES
        ]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class RoleForm(forms.Form):
    """One more role for a member; who the member is stands in the address."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class HandOverForm(forms.Form):
    """Who coordinates from now on; and instead of whom, when that is not the person who asks."""

    outgoing = forms.ModelChoiceField(
        label=_("Who coordinates now"), queryset=User.objects.none(), empty_label=None
    )
    incoming = forms.ModelChoiceField(
        label=_("Who takes over"),
        queryset=User.objects.none(),
        help_text=_("Somebody of the team. Invite them first if they are not in it."),
    )

    def __init__(self, data: Any = None, *, operation: Operation, by: User) -> None:
        super().__init__(data)
        coordinators = people_with_role(operation, [Role.COORDINATOR])
        team = people_with_role(operation, Role.values)
        self.fields["outgoing"].queryset = coordinators
        self.fields["incoming"].queryset = team.exclude(pk__in=coordinators.values("pk"))
        if coordinators.filter(pk=by.pk).exists():
            del self.fields["outgoing"]
