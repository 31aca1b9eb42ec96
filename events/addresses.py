"""Addresses of pages and of the machine addresses that pages print (design.md 5). Absolute ones start with SITE_URL only."""

from events.conf import site_url


def absolute(path: str) -> str:
    """A path of this site as an address; anything that is an address already stays."""
    return f"{site_url()}{path}" if path.startswith("/") else path


def page_path(page) -> str:
    """The path of a page in its own language; "/" for a page outside every site."""
    parts = page.get_url_parts()
    return (parts[2] if parts else None) or "/"


def join_path(code: str, *, language: str) -> str:
    """The join address of a session, as a path. It leads to the meeting for ever, in each language."""
    return f"/{language}/join/{code}/"


def session_path(page, *, origin_slug: str, cycle_path: str | None, is_fallback: bool) -> str:
    """Where a reader finds a session: its own page, or the fallback under the reader's own cycle page.

    `cycle_path` is the path of the cycle in the reader's language, None where it is not published there.
    """
    return f"{cycle_path}{origin_slug}/" if is_fallback and cycle_path else page_path(page)


def calendar_path(code: str, *, language: str) -> str:
    """One session as a calendar file, as a path."""
    return f"/feeds/{language}/session/{code}.ics"


def card_path(code: str, *, language: str, of_cycle: bool = False) -> str:
    """The picture that other sites show beside a link to a session, or to a cycle, as a path."""
    return f"/{language}/card/{'cycle/' if of_cycle else ''}{code}.png"


def short_path(code: str) -> str:
    """The address of a session for posters and QR codes, as a path: it leads each reader to the page in their language."""
    return f"/s/{code}"


def organisation_path(code: str, *, language: str) -> str:
    """The page of an organisation, as a path."""
    return f"/{language}/organisations/{code}/"


def archive_path(*, language: str) -> str:
    """The past sessions, as a path."""
    return f"/{language}/archive/"


def search_path(*, language: str) -> str:
    """The search, as a path."""
    return f"/{language}/search/"
