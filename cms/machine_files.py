"""Files that programs ask for at fixed addresses: robots.txt (RFC 9309) and security.txt (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from events.addresses import absolute, search_path
from events.conf import languages

DAY = 86_400
SECURITY_PATH = "/.well-known/security.txt"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt: nothing for robots in the admin, the APIs and the searches; everything else, feeds too, is theirs."""
    closed = ["/admin/", "/api/", *(search_path(language=language) for language in languages())]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
    ]
    return _text(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt. Raises Http404 where no contact was configured. Equal settings give equal bytes."""
    if not (settings.SECURITY_CONTACT and settings.SECURITY_EXPIRES):
        raise Http404("No contact for security was configured.")
    expires = datetime.date.fromisoformat(settings.SECURITY_EXPIRES)
    return _text(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires.isoformat()}T00:00:00Z",
            f"Preferred-Languages: {', '.join(languages())}",
            f"Canonical: {absolute(SECURITY_PATH)}",
        ]
    )


def _text(lines: list[str]) -> HttpResponse:
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=DAY)
    return response
