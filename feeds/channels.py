"""The head of a feed: who publishes it, in which language, where it stands, when its content last changed."""

import datetime
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext, override

from events.addresses import absolute, page_path
from events.conf import languages, uid_domain
from events.languages import endonym
from events.text import excerpt, plain_from_html
from feeds.documents import Channel, Link
from feeds.scopes import Scope
from feeds.sources import Cycle, Stage

DESCRIPTION = 300
DEFAULT_ZONE = "Europe/Paris"
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def feed_path(*, scope: str, language: str, file: str) -> str:
    """The address of a feed, as a path: for ever the same for a scope, a language and a format."""
    return f"/feeds/{language}/{scope}/{file}"


def build_channel(
    *,
    stage: Stage,
    scope: Scope,
    file: str,
    moments: Iterable[datetime.datetime],
    self_path: str | None = None,
) -> Channel:
    """The head of the feed `file` ("sessions.ics") of a scope. `moments`: when each item last changed (UTC).

    `self_path` is the address of what is no feed to subscribe to; it has no counterparts in other languages.
    """
    language, name = stage.language, file.partition(".")[0]
    cycle = stage.cycle_of(scope)
    page = (cycle.own or cycle.page) if cycle else stage.home
    publisher, email = _publisher(cycle, stage=stage)
    identity = f"{uid_domain()}/{language}/{scope.name}/{name}"
    return Channel(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, identity)}",
        title=_title(page.title if page else uid_domain(), is_news=name == "news", language=language),
        description=excerpt(plain_from_html(page.introduction), limit=DESCRIPTION) if page else "",
        lang=language,
        home_url=absolute(page_path(page) if page else f"/{language}/"),
        self_url=absolute(self_path or feed_path(scope=scope.name, language=language, file=file)),
        updated=max([EPOCH, *moments, *moments_of(page)]),
        publisher_name=publisher,
        publisher_email=email,
        alternates=() if self_path else _alternates(scope, language=language, file=file),
        timezone=cycle.page.default_timezone if cycle else DEFAULT_ZONE,
    )


def find_organiser(rows):
    """The first organisation in the role of organiser, or None. Reads prefetched rows."""
    return next((row.organisation for row in rows if row.role == "organiser"), None)


def moments_of(*pages) -> list[datetime.datetime]:
    """When these pages were last published (UTC); None among them, and what was never published, has no moment."""
    return [page.last_published_at for page in pages if page and page.last_published_at]


def _title(title: str, *, is_news: bool, language: str) -> str:
    with override(language):
        return gettext("%(title)s: news") % {"title": title} if is_news else title


def _alternates(scope: Scope, *, language: str, file: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            url=absolute(feed_path(scope=scope.name, language=code, file=file)),
            title=endonym(code),
            lang=code,
        )
        for code in languages()
        if code != language
    )


def _publisher(cycle: Cycle | None, *, stage: Stage) -> tuple[str, str | None]:
    """Name and mail address of the cycle's organiser, else the name of the site."""
    organiser = find_organiser(cycle.page.organisation_rows.all()) if cycle else None
    if organiser:
        return organiser.name_in(stage.language)[0], organiser.contact_email or None
    return (stage.home.title if stage.home else uid_domain()), None
