"""The meeting behind the join address: a link that leads nowhere else, and an ID that belongs to it.

No message here repeats a link, an ID or a passcode: messages end in logs.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import SplitResult, quote, urlsplit

# The facts of a session that lead into its meeting, or say who is led there.
ACCESS = ("link", "meeting_id", "passcode", "disclosure")

_GROUPS = {9: (3, 3, 3), 10: (3, 3, 4), 11: (3, 4, 4), 12: (4, 4, 4)}
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_ID = re.compile(r"[0-9]{9,12}")
_ID_IN_PATH = re.compile(r"/(?:j|w|s|wc/join|wc(?=/[0-9]+/))/([0-9]+)(?:/|$)")
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
# Browsers take a backslash for a slash, and what follows the last @ for the host.
_HOST_IN_TEXT = re.compile(r"[/\\]{2}(?:[^/\\?#\s\"<>]*@)?([a-zA-Z0-9.-]+)")

_MESSAGES = {
    "not_https": "The link must begin with https://. Copy it again from the platform.",
    "host_not_allowed": "Links to {host} are not allowed here. Use one of: {hosts}.",
    "malformed": "The link cannot be read. Copy it again from the platform, without spaces or other text.",
    "credentials_in_link": "The link holds a user name before an @. Remove it: such a link can hide where it leads.",
    "id_mismatch": "The link belongs to another meeting ID. Copy both again from the same invitation.",
    "id_malformed": "A meeting ID has 9 to 12 digits, in groups or not. Copy it again from the invitation.",
}


class MeetingError(ValueError):
    """A link or an ID that must not be published.

    `code` is "not_https", "host_not_allowed", "malformed", "credentials_in_link", "id_mismatch" or "id_malformed".
    `details`: host and hosts for host_not_allowed; meeting_id and link_id, both grouped and both secret, for id_mismatch:
    they may be shown to the editor who typed them and nowhere else.
    """

    def __init__(self, code: str, **details: str) -> None:
        self.code = code
        self.details = details
        super().__init__(_MESSAGES[code].format(**details))


def normalise_id(text: str) -> str:
    """Return the digits of a meeting ID: "811 7485 4920" gives "81174854920", nothing but white space gives "".

    White space, dashes and invisible direction marks, which come along when an invitation is copied, are dropped.
    Raises MeetingError id_malformed for anything but 9 to 12 ASCII digits.
    """
    if not text.strip():
        return ""
    digits = "".join(char for char in text if not _is_separator(char))
    if not _ID.fullmatch(digits):
        raise MeetingError("id_malformed")
    return digits


def grouped_id(digits: str) -> str:
    """Return a normalised ID as people read it out: "811 7485 4920". Other lengths than 9 to 12 come back as they are."""
    groups = []
    position = 0
    for size in _GROUPS.get(len(digits), (len(digits),)):
        groups.append(digits[position : position + size])
        position += size
    return " ".join(groups)


def check_link(link: str, *, hosts: Iterable[str]) -> str:
    """Return a link in ASCII, its host in lower case and its port gone, when it leads to one of `hosts` or below it.

    Stricter than a URL (RFC 3986) so that no browser can read it another way (WHATWG URL): https, port 443, no user name, no
    backslash, no space or control character, an ASCII host. Raises MeetingError.
    """
    parts = _split(link.strip())
    if parts.scheme != "https":
        raise MeetingError("not_https")
    if "@" in parts.netloc:
        raise MeetingError("credentials_in_link")
    host = _checked_host(parts, _plain_hosts(hosts))
    return quote(parts._replace(netloc=host).geturl(), safe=_PRINTABLE)


def id_in_link(link: str) -> str | None:
    """Return the digits of the meeting ID that a link carries in its path; None for a personal or an unknown address."""
    try:
        path = urlsplit(link).path
    except ValueError:
        return None
    match = _ID_IN_PATH.match(path)
    return match[1] if match else None


def check_id(*, meeting_id: str, link: str) -> str:
    """Return the normalised ID, or "" for none. Raises MeetingError id_malformed, or id_mismatch when the link has another."""
    digits = normalise_id(meeting_id)
    linked = id_in_link(link)
    if digits and linked and digits != linked:
        raise MeetingError("id_mismatch", meeting_id=grouped_id(digits), link_id=grouped_id(linked))
    return digits


def hosts_linked_in(html: str, *, hosts: Iterable[str]) -> list[str]:
    """Return the hosts, of `hosts` or below one, that an address in a piece of rich text leads to; in order of appearance."""
    found = (match[1].rstrip(".").lower() for match in _HOST_IN_TEXT.finditer(html))
    wanted = _plain_hosts(hosts)
    return [host for host in found if _is_below(host, wanted)]


def _is_separator(char: str) -> bool:
    return char.isspace() or char == "\N{MINUS SIGN}" or unicodedata.category(char) in {"Pd", "Cf"}


def _split(link: str) -> SplitResult:
    """Return the parts of a link. urlsplit drops tabs and line breaks without a word, so they are refused before it."""
    if "\\" in link or any(unicodedata.category(char)[0] in "CZ" for char in link):
        raise MeetingError("malformed")
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        raise MeetingError("malformed") from None
    if parts.scheme == "https" and (not parts.hostname or port not in {None, 443}):
        raise MeetingError("malformed")
    return parts


def _checked_host(parts: SplitResult, hosts: list[str]) -> str:
    host = parts.hostname or ""
    # Lower case can make ASCII of what was not (the Kelvin sign), so the host is asked as it was written.
    is_ascii = parts.netloc.isascii() and _HOST.fullmatch(host)
    if is_ascii and _is_below(host, hosts):
        return host
    raise MeetingError("host_not_allowed", host=host, hosts=", ".join(hosts))


def _plain_hosts(hosts: Iterable[str]) -> list[str]:
    return [plain for host in hosts if (plain := host.strip(" .").lower())]


def _is_below(host: str, hosts: Iterable[str]) -> bool:
    """Return whether a host is one of these or a true subdomain: neither evilzoom.us nor zoom.us.evil.example is zoom.us."""
    return any(host == allowed or host.endswith(f".{allowed}") for allowed in hosts)
