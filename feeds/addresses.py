"""The addresses of feeds: which exist, and what each asks for. A public contract (design of the product): none ever breaks."""

from dataclasses import dataclass

from feeds.models import Kind
from feeds.renderers import FORMATS

# The files of each kind, in the order in which pages and lists name them.
EXTENSIONS = {
    Kind.SESSIONS: ("ics", "rss", "atom", "json"),
    Kind.NEWS: ("rss", "atom", "json"),
    Kind.CHANGES: ("atom", "rss"),
}
# Formats that are read as many documents where one would be too long: calendars by the year of the sessions, Atom by the year
# of publication (RFC 5005 4).
BY_YEAR = {Kind.SESSIONS: ("ics", "atom"), Kind.NEWS: ("atom",), Kind.CHANGES: ("atom",)}


@dataclass(frozen=True)
class Address:
    """One file of a feed. `year` is None for the feed itself."""

    language: str
    scope: str
    kind: Kind
    extension: str
    year: int | None = None

    @property
    def file(self) -> str:
        """The last part of the path."""
        year = f"-{self.year}" if self.year else ""
        return f"{self.kind.value}{year}.{self.extension}"

    @property
    def path(self) -> str:
        """The path, without the site."""
        return feed_path(scope=self.scope, language=self.language, file=self.file)

    @property
    def media_type(self) -> str:
        """The value of Content-Type."""
        return FORMATS[self.extension].media_type


def feed_path(*, scope: str, language: str, file: str) -> str:
    """The address of a feed, as a path: for ever the same for a scope, a language and a format."""
    return f"/feeds/{language}/{scope}/{file}"


def session_path(code: str, *, language: str) -> str:
    """The address of one session's calendar file, as a path."""
    return feed_path(scope="session", language=language, file=f"{code}.ics")


def embed_path(scope: str, *, language: str) -> str:
    """The address of a scope for frames on other sites, as a path."""
    return f"/embed/{language}/{scope}/"


def list_path(language: str) -> str:
    """The address of the list of a language's feeds, as a path."""
    return f"/feeds/{language}/feeds.opml"


def find_address(
    *, language: str, scope: str, name: str, extension: str, year: str | None = None
) -> Address | None:
    """What an address asks for; None for a combination that has never been one."""
    if name not in Kind.values or extension not in EXTENSIONS[Kind(name)]:
        return None
    if year is not None and extension not in BY_YEAR[Kind(name)]:
        return None
    return Address(language, scope, Kind(name), extension, int(year) if year else None)


def files() -> list[tuple[Kind, str]]:
    """Each kind with each of its files, such as "sessions.ics"."""
    return [(kind, f"{kind.value}.{extension}") for kind in Kind for extension in EXTENSIONS[kind]]
