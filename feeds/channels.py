"""The head of a feed: who publishes it, in which language, where it stands, when its content last changed."""

import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Max
from django.utils.translation import gettext, override

from events.addresses import absolute, page_path
from events.conf import languages, uid_domain
from events.languages import endonym
from events.ledger import LedgerEntry
from events.text import excerpt, plain_from_html
from feeds import sources
from feeds.documents import Channel, Link
from feeds.scopes import Scope

DESCRIPTION = 300
DEFAULT_ZONE = "Europe/Paris"
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def feed_path(*, scope: str, language: str, file: str) -> str:
    """The address of a feed, as a path: for ever the same for a scope, a language and a format."""
    return f"/feeds/{language}/{scope}/{file}"


def build_channel(*, scope: Scope, language: str, file: str, moments: list[datetime.datetime], self_path: str | None = None) -> Channel:
    """The head of the feed `file` ("sessions.ics") of a scope. `moments`: when each item last changed (UTC)."""
    home = sources.load_home(language=language)
    cycle = _cycle_of(scope, language=language)
    page = (cycle.own or cycle.page) if cycle else home
    name = file.partition(".")[0]
    identity = f"{uid_domain()}/{language}/{scope.name}/{name}"
    publisher, email = _publisher(cycle, language=language, default=home.title if home else uid_domain())
    return Channel(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, identity)}",
        title=_title(page.title if page else uid_domain(), is_news=name == "news", language=language),
        description=excerpt(plain_from_html(page.introduction), limit=DESCRIPTION) if page else "",
        lang=language,
        home_url=absolute(page_path(page) if page else f"/{language}/"),
        self_url=absolute(self_path or feed_path(scope=scope.name, language=language, file=file)),
        updated=_updated(moments, page),
        publisher_name=publisher,
        publisher_email=email,
        alternates=() if self_path else _alternates(scope, language=language, file=file),
        timezone=cycle.page.default_timezone if cycle else DEFAULT_ZONE,
    )


def find_organiser(rows):
    """The first organisation in the role of organiser, or None. Reads prefetched rows."""
    return next((row.organisation for row in rows if row.role == "organiser"), None)


def _title(title: str, *, is_news: bool, language: str) -> str:
    with override(language):
        return gettext("%(title)s: news") % {"title": title} if is_news else title


def _cycle_of(scope: Scope, *, language: str) -> sources.Cycle | None:
    cycles = sources.load_cycles(language=language).values() if scope.cycle else ()
    return next((cycle for cycle in cycles if cycle.key == scope.cycle), None)


def _alternates(scope: Scope, *, language: str, file: str) -> tuple[Link, ...]:
    return tuple(
        Link(url=absolute(feed_path(scope=scope.name, language=code, file=file)), title=endonym(code), lang=code)
        for code in languages()
        if code != language
    )


def _updated(moments: list[datetime.datetime], page) -> datetime.datetime:
    """The newest moment that the content knows of, removals included. Never the clock."""
    withdrawn = LedgerEntry.objects.aggregate(newest=Max("withdrawn_at"))["newest"]
    published = page.last_published_at if page else None
    return max(moment for moment in (EPOCH, published, withdrawn, *moments) if moment)


def _publisher(cycle: sources.Cycle | None, *, language: str, default: str) -> tuple[str, str | None]:
    organiser = find_organiser(cycle.page.organisation_rows.all()) if cycle else None
    return (organiser.name_in(language)[0], organiser.contact_email or None) if organiser else (default, None)
