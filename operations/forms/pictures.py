"""Pictures of an operation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LineField
from operations.forms.fields import WebAddressField

PICTURES = {"accept": "image/jpeg,image/png,image/webp"}


class CoverForm(forms.Form):
    cover = forms.FileField(
        label=_("Picture"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs=PICTURES),
        help_text=_("JPEG, PNG or WebP, wide rather than tall. Where it was taken is removed."),
    )
    cover_credit = LineField(
        label=_("Credit of the picture"),
        max_length=120,
        required=False,
        help_text=_("Its author and its licence."),
    )


class PartnerForm(forms.Form):
    name = LineField(label=_("Name"), max_length=120)
    website = WebAddressField(label=_("Web page"), required=False)
    logo = forms.FileField(
        label=_("Logo"), required=False, max_length=200, widget=forms.FileInput(attrs=PICTURES)
    )
