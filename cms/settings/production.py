"""Production: refuses to start on an unsafe or missing value, and names every one of them at once."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403  (an overlay holds only the differences)
from cms.settings.base import ALLOWED_HOSTS, DEBUG, PARVIS, SECRET_KEY, SITE_URL


def unsafe_values(
    *, debug: bool, secret_key: str, allowed_hosts: list[str], site_url: str, uid_domain: str
) -> list[str]:
    """What is wrong with these values, one sentence each; empty when production may start."""
    parts = urlsplit(site_url)
    wrong = {
        "DEBUG is on: unset it, error pages would show settings to everybody.": debug,
        "SECRET_KEY is missing: set it to at least 50 random characters.": not secret_key,
        "SECRET_KEY is a default or too short: set it to at least 50 random characters.": bool(secret_key)
        and (len(secret_key) < 50 or len(set(secret_key)) < 10 or secret_key.startswith("django-insecure-")),
        "ALLOWED_HOSTS is empty: list the host names that this site answers to.": not allowed_hosts,
        "ALLOWED_HOSTS has a wildcard '*': list the exact host names.": "*" in allowed_hosts,
        "SITE_URL is missing: set it to the public address, such as https://museum.example.": not site_url,
        "SITE_URL must be https with a host and no path.": bool(site_url)
        and (parts.scheme != "https" or not parts.hostname or parts.path not in ("", "/")),
        "UID_DOMAIN is missing: set it once to a domain that you own; it never changes again.": not uid_domain,
    }
    return [sentence for sentence, is_wrong in wrong.items() if is_wrong]


if problems := unsafe_values(
    debug=DEBUG,
    secret_key=SECRET_KEY,
    allowed_hosts=ALLOWED_HOSTS,
    site_url=SITE_URL,
    uid_domain=PARVIS["UID_DOMAIN"],
):
    raise ImproperlyConfigured("Production does not start:\n- " + "\n- ".join(problems))

DEMO = False
SERVE_MEDIA = False
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-login"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = False  # the proxy redirects; a redirect here would break probes on the inner network
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # the line above
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
