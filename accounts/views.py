"""Pages of one's own account that allauth does not have."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import signed_in
from accounts.forms import SettingsForm
from accounts.models import User
from accounts.queries import main_address
from core.requests import SiteRequest

CODE_KEY = "confirm_by_code"
TRIES = 3


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account_settings(request: SiteRequest) -> HttpResponse:
    # A copy: a form refused half-way must not change the name in the page's own header.
    form = SettingsForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        return redirect("accounts:settings")
    address = main_address(request.user)
    context = {"form": form, "address": address}
    status = 422 if form.errors else 200
    return render(request, "accounts/settings.html", context, status=status)


@method_decorator(signed_in, name="dispatch")
class ConfirmByCodeView(BaseReauthenticateView):
    """Before changing what protects an account: a code, for people who sign in by code."""

    form_class = ConfirmLoginCodeForm
    http_method_names = ["get", "head", "post"]
    template_name = "accounts/confirm_by_code.html"

    def post(self, request: SiteRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "send" in request.POST:
            self._send()
            return self._same_page()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        del self.request.session[CODE_KEY]
        record_authentication(self.request, self.request.user, "code", reauthenticated=True)
        return super().form_valid(form)

    def form_invalid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        pending = self._pending()
        tries = pending.get("tries", 0) + 1
        if tries < TRIES:
            self.request.session[CODE_KEY] = {**pending, "tries": tries}
            return super().form_invalid(form)
        self.request.session.pop(CODE_KEY, None)
        messages.error(self.request, _("That was not the code. Please ask for a new one."))
        return self._same_page()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "code": self._pending().get("code", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"address": main_address(self.request.user), "is_sent": bool(self._pending())}
        return {**super().get_context_data(**kwargs), **more}

    def _pending(self) -> dict[str, Any]:
        pending = self.request.session.get(CODE_KEY, {})
        is_fresh = time.time() - pending.get("at", 0) < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        return pending if is_fresh else {}

    def _send(self) -> None:
        adapter = get_adapter()
        address = main_address(self.request.user)
        if not ratelimit.consume(self.request, action="request_login_code", key=address):
            messages.error(self.request, adapter.error_messages["too_many_login_attempts"])
            return
        code = adapter.generate_login_code()
        self.request.session[CODE_KEY] = {"code": code, "at": time.time()}
        adapter.send_mail("account/email/login_code", address, {"code": code})

    def _same_page(self) -> HttpResponse:
        return redirect(self.passthrough_next_url(reverse("accounts:confirm-by-code")))
