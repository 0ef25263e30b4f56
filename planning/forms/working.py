"""What people do with a step that is written already, and how they look for steps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import LineField, ProseField
from operations.forms.fields import WebAddressField
from operations.models import Operation, Role
from operations.queries import people_with_role
from planning.models import Step

FILES = {"accept": "application/pdf,image/jpeg,image/png,image/webp"}


class GiveForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, data: Any = None, *, operation: Operation, owner: Any = None) -> None:
        super().__init__(data, initial={"owner": owner})
        self.fields["owner"].queryset = people_with_role(operation, Role.values)


class FinishForm(forms.Form):
    anyway = LineField(
        label=_("Why it is done all the same"),
        max_length=240,
        required=False,
        help_text=_("Kept as a comment."),
    )


class DropForm(forms.Form):
    reason = LineField(label=_("Why it is left out"), max_length=240)


class CommentForm(forms.Form):
    text = ProseField(label=_("Your comment"), max_length=4000, rows=3)


class ProofForm(forms.Form):
    """A page elsewhere or a file, with a word on what it is."""

    label = LineField(
        label=_("What it is"),
        max_length=120,
        help_text=_("Such as “Resolution of 12 March, signed”."),
    )
    address = WebAddressField(label=_("Link"), required=False)
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs=FILES),
        help_text=_(
            "A PDF of at most 5 MB, or a JPEG, PNG or WebP picture. Only the team can open it."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("address")) == bool(cleaned.get("file")):
            raise ValidationError(_("Give a link or a file, one of the two."), code="one")
        return cleaned


class SeenForm(forms.Form):
    """The first day that the page showed."""

    starts_on = forms.DateField(widget=forms.HiddenInput)


class FilterForm(forms.Form):
    """Which steps to show; what is not known here is passed over."""

    owner = forms.ChoiceField(label=_("Owner"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Any, steps: Sequence[Step]) -> None:
        super().__init__(data)
        owners = {step.owner_id: str(step.owner) for step in steps if step.owner_id}
        named = sorted(owners.items(), key=lambda owner: owner[1].casefold())
        self.fields["owner"].choices = [
            ("", _("Everybody")),
            ("me", _("Me")),
            ("nobody", _("Nobody yet")),
            *[(str(pk), name) for pk, name in named],
        ]
        self.fields["role"].choices = [("", _("All roles")), *Role.choices]
        self.fields["state"].choices = [
            ("", _("All states")),
            ("late", _("Late")),
            *Step.State.choices,
        ]

    def chosen(self) -> dict[str, str]:
        """What was chosen and exists."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
