"""What people from outside offer, and what the team answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LineField, MailField, ProseField
from core.themes import Theme
from missions.models import Proposal
from missions.rules.proposals import TESTS
from operations.models import Licence

MOST_PEOPLE = 1000


class ProposedMissionForm(forms.Form):
    """The mission itself, as its host describes it."""

    title = LineField(
        label=_("What you propose"), max_length=120, help_text=_("For example: a botanical walk.")
    )
    description = ProseField(
        label=_("How it goes"),
        max_length=4000,
        help_text=_("What people do, for how long, what it takes, and what comes out of it."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    licence = forms.ChoiceField(
        label=_("Licence of what it gives"),
        required=False,
        help_text=_(
            "Everybody may then use, change and sell it. Without a free licence it cannot be "
            "accepted; you may choose one later."
        ),
    )
    minimum_people = forms.IntegerField(
        label=_("People it takes"),
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("With fewer people it does not take place."),
    )
    availability = LineField(
        label=_("When you can host it"),
        max_length=240,
        help_text=_("Days and hours of the operation on which you are there."),
    )
    organisation = LineField(
        label=_("Your project or organisation"), max_length=120, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["licence"].choices = [("", _("I do not know yet")), *Licence.choices]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


class ProposalForm(ProposedMissionForm):
    """A new proposal, with who makes it."""

    name = LineField(
        label=_("Your name"),
        help_text=_("As the team should call you. Only the organizers see it."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=_("Your e-mail address"),
        help_text=_("For the link to your proposal. It is never shown or given to anyone."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Left empty by people, who do not see it, and filled in by robots.
    nickname = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_nickname(self) -> str:
        if self.cleaned_data.get("nickname"):
            raise ValidationError(_("This form seems to have been filled in by a robot."))
        return ""

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        del facts["nickname"]
        return facts


class SendAgainForm(ProposedMissionForm):
    """What was returned, to be changed and sent once more."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, proposal: Proposal) -> None:
        names = [*ProposedMissionForm.base_fields, "version"]
        super().__init__(data, initial={name: getattr(proposal, name) for name in names})


class TestField(forms.TypedChoiceField):
    """Yes, no, or nobody has looked yet."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("", _("Not yet known")), ("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda word: word == "yes",
            empty_value=None,
            required=False,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class AnswerForm(forms.Form):
    """The three things that a proposal takes, the words of the team, and what it decides."""

    KEEP, ACCEPT, RETURN, DECLINE = "keep", "accept", "return", "decline"

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    is_free_project = TestField(
        label=_("Does it serve a free project?"),
        help_text=_("What it gives is published under a free licence."),
    )
    has_host = TestField(
        label=_("Is its host available?"),
        help_text=_("Somebody by name is there on the days of the operation."),
    )
    has_people = TestField(
        label=_("Are enough people likely to come?"),
        help_text=_("As many as it takes, beside the other missions."),
    )
    reason = ProseField(
        label=_("Your words to the person"),
        max_length=1000,
        rows=4,
        required=False,
        help_text=_("Sent by mail with your answer: what you ask, or why not."),
    )
    answer = forms.ChoiceField(choices=[(one, one) for one in (KEEP, ACCEPT, RETURN, DECLINE)])

    def __init__(self, data: Any = None, *, proposal: Proposal) -> None:
        initial = {name: getattr(proposal, name) for name in (*TESTS, "version")}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") in {self.RETURN, self.DECLINE} and not cleaned.get("reason"):
            self.add_error(
                "reason", _("Please tell the person why, or what you would like to know.")
            )
        return cleaned

    def tests(self) -> dict[str, bool | None]:
        return {name: self.cleaned_data[name] for name in TESTS}
