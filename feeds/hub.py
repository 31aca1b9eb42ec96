"""The WebSub hub of this site (W3C WebSub 4): which one it is, and which one it may be."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from events.conf import parvis_setting

# What an address may be made of (RFC 3986 2): it is printed in headers and documents as it stands.
ADDRESS = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]{1,500}")


def hub_url() -> str | None:
    """The hub that feeds name and that hears of changes; None for none, and for an address that no hub may have."""
    configured = str(parvis_setting("WEBSUB_HUB"))
    return configured if is_acceptable(configured) else None


def is_acceptable(address: str) -> bool:
    """Whether this may be a hub's address: https, or http on this very machine, and no password in it."""
    if not ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        is_addressed = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_addressed and "@" not in parts.netloc and _is_private(parts)


def _is_private(parts: SplitResult) -> bool:
    """Whether nobody on the way can read or change what is said."""
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
