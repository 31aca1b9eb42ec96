"""Frozen values that clean and check themselves when they are made.

Afterwards every text is free of control characters and lone surrogates, every `..._url` an http(s) address in ASCII, every
moment aware, in UTC and in whole seconds. Knows no document and no format.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from events.text import clean_line, clean_text

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
MIME_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")
UID = re.compile(r"[!-~]{1,255}")
CHANNEL_ID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# RFC 7986 5.9 takes the names of CSS3; these are its basic ones, which every client knows.
COLOR = re.compile(
    "aqua|black|blue|fuchsia|gray|green|lime|maroon|navy|olive|purple|red|silver|teal|white|yellow",
    re.IGNORECASE,
)

_MANY_LINES = {"description", "content_html"}
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# The characters of a URI (RFC 3986 2.2, 2.3), and the percent sign of what is encoded already.
_URI_CHARACTERS = "/#%[]=:;$&()+,!?*@'~"


class DocumentError(ValueError):
    """A value that no format could publish; the message names the field. The builder leaves that item out."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A frozen value; a subclass states what else must hold in its `__post_init__`, after this one's."""

    def __post_init__(self) -> None:
        for field in fields(self):
            self.set(field.name, self._cleaned(name=field.name, value=getattr(self, field.name)))

    def set(self, name: str, value: Any) -> None:
        """Replace a field; for `__post_init__` only."""
        object.__setattr__(self, name, value)

    def require(self, condition: bool, name: str, complaint: str) -> None:
        """Raise DocumentError unless the condition holds."""
        if not condition:
            raise DocumentError(f"{type(self).__name__}.{name} {complaint}")

    def require_unique(self, name: str, identities: Iterable[str]) -> None:
        """Raise DocumentError when two items of a field share an identity."""
        seen: set[str] = set()
        for identity in identities:
            self.require(identity not in seen, name, f"holds {identity!r} twice")
            seen.add(identity)

    def matches(self, pattern: re.Pattern[str], name: str) -> None:
        """Raise DocumentError unless the whole field is of this form."""
        value = getattr(self, name)
        self.require(pattern.fullmatch(value) is not None, name, f"cannot be {value!r}")

    def forget_unless(self, pattern: re.Pattern[str], name: str) -> None:
        """Drop an optional value that cannot be written: it must not cost the whole item."""
        if not pattern.fullmatch(getattr(self, name) or ""):
            self.set(name, None)

    def _cleaned(self, *, name: str, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return self._instant(name=name, value=value)
        if isinstance(value, tuple):
            return tuple(filter(None, (self._cleaned(name="", value=each) for each in value)))
        if not isinstance(value, str):
            return value
        if name.endswith("url"):
            return self._address(name=name, value=clean_line(value))
        return clean_text(value) if name in _MANY_LINES else clean_line(value)

    def _instant(self, *, name: str, value: dt.datetime) -> dt.datetime:
        self.require(value.tzinfo is not None, name, "has no time zone")
        return value.astimezone(dt.UTC).replace(microsecond=0)

    def _address(self, *, name: str, value: str) -> str:
        is_web = value.lower().startswith(("https://", "http://"))
        self.require(is_web, name, f"is no http(s) address: {value!r}")
        return quote(_STRAY_PERCENT.sub("%25", value), safe=_URI_CHARACTERS)


def is_zone(name: str) -> bool:
    """Return whether a name is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True
