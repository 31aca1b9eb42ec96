"""Who may try a password again: django-axes counts per address, and what it keeps is forgotten with the count."""

import datetime
import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.now import now
from events.ticking import register_job


def connect() -> None:
    """Have tick forget what was counted; called once, when all apps are ready."""
    register_job("logins", forget_attempts)


def client_address(request: HttpRequest) -> str | None:
    """Whom tries are counted by: an IPv4 address, or the network (/64) of an IPv6 one, all of which one household owns.

    REMOTE_ADDR, and nothing that a client writes itself: behind a proxy, TRUSTED_PROXIES puts the client's there. None for what is no address.
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


def locked(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """The answer to a try too many: 429, and when to come back. The public site goes on for the same address."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(request, "security/locked.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    response["Cache-Control"] = "no-store"
    return response


def forget_attempts(moment: datetime.datetime | None = None) -> None:
    """Delete failed tries, with their addresses, that count no more."""
    from axes.models import AccessAttempt  # noqa: PLC0415  (its models are importable only when all apps are ready)

    AccessAttempt.objects.filter(attempt_time__lt=(moment or now()) - settings.AXES_COOLOFF_TIME).delete()
