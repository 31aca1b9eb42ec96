"""The second factor over HTTP: given at a login, set up, and changed by whoever has it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wagtail.admin import messages

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.flows import activate_totp

from cms.security.second_factor.accounts import (
    DUE,
    PROVED,
    end_logins,
    forget_proof,
    has_one,
    must_have_one,
    prove,
    remove,
)
from cms.security.second_factor.forms import CodeForm, SetUpForm
from events.qr import qr_svg


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Behind the password: the code, and on to where the login led."""
    if not has_one(request.user):
        forget_proof(request.session)
        return redirect(_next(request))
    form = CodeForm(request.POST or None, user=request.user)
    if form.is_valid():
        form.save()
        prove(request.session)
        return redirect(_next(request))
    return render(request, "security/second_factor/ask.html", {"form": form, "next": _next(request)})


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Connect an authenticator app; its first code proves that it is connected. Who has one already gives its code."""
    if has_one(request.user):
        request.session[DUE] = not request.session.get(PROVED)
        return redirect("second_factor:account")
    form = SetUpForm(request.POST or None, user=request.user)
    if form.is_valid():
        activate_totp(request, form)
        prove(request.session)
        return _codes(request)
    address = get_adapter().build_totp_url(request.user, form.secret)
    context = {
        "form": form,
        "is_required": must_have_one(request.user),
        "next": _next(request),
        "qr": qr_svg(address, title=_("The key as a QR code")),
        "secret": form.secret,
    }
    return render(request, "security/second_factor/set_up.html", context)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """What protects the account. A change needs a code: a login that was left open can take nothing away."""
    has = has_one(request.user)
    form = CodeForm(request.POST or None, user=request.user) if has else None
    if form and form.is_valid():
        form.save()
        return _change(request)
    context = {"form": form, "has_one": has, "is_required": must_have_one(request.user)}
    return render(request, "security/second_factor/account.html", context)


@require_POST
def log_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every other login of this account."""
    end_logins(request.user, but=request.session.session_key)
    messages.success(request, _("You are logged out everywhere but here."))
    return redirect("second_factor:account")


def _change(request: HttpRequest) -> HttpResponse:
    if request.POST.get("change") == "codes":
        Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(request.user)
        return _codes(request)
    if request.POST.get("change") == "off" and must_have_one(request.user):
        messages.error(request, _("Your account may publish: it needs a second factor."))
        return redirect("second_factor:account")
    remove(request.user)
    forget_proof(request.session)
    if request.POST.get("change") == "app":
        return redirect("second_factor:set_up")
    messages.success(request, _("The second factor is switched off."))
    return redirect("second_factor:account")


def _codes(request: HttpRequest) -> HttpResponse:
    kept = Authenticator.objects.get(user=request.user, type=Authenticator.Type.RECOVERY_CODES)
    context = {"codes": RecoveryCodes(kept).get_unused_codes(), "next": _next(request)}
    return render(request, "security/second_factor/codes.html", context)


def _next(request: HttpRequest) -> str:
    """Where the login led, if that is on this site."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else reverse("wagtailadmin_home")
