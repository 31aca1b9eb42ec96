"""What production refuses. Knows values only: not where they come from."""

import ipaddress
import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http.request import validate_host

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def unsafe_values(
    *,
    debug: bool,
    secret_key: str,
    allowed_hosts: list[str],
    site_url: str,
    uid_domain: str,
    trusted_proxies: list[str],
    mail_backend: str,
    sender: str,
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
        "SITE_URL must be https://, a host, and nothing behind it.": bool(site_url)
        and not re.fullmatch(r"(?i)https://[a-z0-9.-]+(:[0-9]+)?/?", site_url),
        "ALLOWED_HOSTS lacks the host of SITE_URL: no page could be shown.": bool(
            parts.hostname and allowed_hosts
        )
        and not validate_host(parts.hostname, allowed_hosts),
        "TRUSTED_PROXIES must be addresses or networks such as 10.0.0.2 or 10.0.0.0/24: whoever is named may say where requests come from.": not all(
            map(_is_network, trusted_proxies)
        ),
        "UID_DOMAIN is missing: set it once to a domain that you own; it never changes again.": not uid_domain,
        "UID_DOMAIN must be a domain such as museum.example, without https:// or path.": bool(uid_domain)
        and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", uid_domain),
        "DEFAULT_FROM_EMAIL must be the address that mails come from, such as sessions@museum.example or Museum <sessions@museum.example>, since EMAIL_URL names a server: many refuse mails of nobody.": mail_backend
        == SMTP
        and not _is_sender(sender),
    }
    return [sentence for sentence, is_wrong in wrong.items() if is_wrong]


def _is_network(text: str) -> bool:
    """An address or a network; not one that holds every address."""
    try:
        return ipaddress.ip_network(text).prefixlen > 0
    except ValueError:
        return False


def _is_sender(text: str) -> bool:
    """One address, with a name before it or without; not one of this machine."""
    try:
        EmailValidator(allowlist=[])(parseaddr(text)[1])
    except ValidationError:
        return False
    return text.isprintable()
