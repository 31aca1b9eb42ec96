"""The head of a feed: who publishes it, in which language, where it stands, when it last changed."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext, override

from events.addresses import absolute, page_path
from events.conf import languages, uid_domain
from events.languages import endonym
from events.text import excerpt, plain_from_html
from feeds.addresses import feed_path
from feeds.documents import Channel, Link
from feeds.hub import hub_url
from feeds.links import subscribe_path
from feeds.models import Kind
from feeds.page_sources import find_page_source
from feeds.scopes import ALL, Scope
from feeds.sources import Stage

DESCRIPTION = 300
DEFAULT_ZONE = "Europe/Paris"
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Head:
    """What the feeds of one kind, scope and language have in common, whatever their format.

    `home_url` is the page of people; `updated` (UTC) when the head itself last changed, or the scope lost an item.
    """

    title: str
    description: str
    home_url: str
    publisher_name: str
    publisher_email: str | None
    timezone: str
    updated: datetime.datetime

    def to_json(self) -> dict[str, Any]:
        """A plain mapping, the moment in ISO 8601."""
        return asdict(self) | {"updated": self.updated.isoformat()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(**(values | {"updated": datetime.datetime.fromisoformat(values["updated"])}))

    def not_before(self, moment: datetime.datetime) -> Self:
        """The same head, dated at this moment (UTC) or later: no subscriber sees a date move back."""
        return replace(self, updated=max(self.updated, moment))


def build_head(*, stage: Stage, scope: Scope, organisations: Mapping[UUID, Any]) -> Head:
    """The head of the session feeds of a scope. `organisations` by key."""
    cycle, organisation = stage.cycle_of(scope), organisations.get(scope.key)
    page = (cycle.own or cycle.page) if cycle else stage.home
    moments = moments_of(page)
    publisher = find_organiser(cycle.page.organisation_rows.all()) if cycle else organisation
    for each in filter(None, (publisher, organisation)):
        moments.append(each.modified_at)
    return Head(
        title=_title_of(scope, organisation, page, language=stage.language),
        description=excerpt(plain_from_html(page.introduction), limit=DESCRIPTION) if page else "",
        home_url=absolute(page_path(page) if page else f"/{stage.language}/"),
        publisher_name=publisher.name_in(stage.language)[0] if publisher else _site_name(stage),
        publisher_email=(publisher.contact_email or None) if publisher else None,
        timezone=_zone(cycle, organisation),
        updated=max([EPOCH, *moments]),
    )


def head_of(kind: Kind, head: Head, *, scope: str, language: str) -> Head:
    """The same head for another kind of feed of the scope: it says which in its title, and where to subscribe to others."""
    title = _title(head.title, kind=kind, language=language)
    sentences = [head.description, *_way_to_others(scope, language=language)]
    return replace(head, title=title, description=" ".join(filter(None, sentences)) or title)


def _way_to_others(scope: str, *, language: str) -> list[str]:
    path = subscribe_path(scope, language)
    if not path:
        return []
    with override(language):
        return [gettext("Calendars and feeds in every language: %(address)s") % {"address": absolute(path)}]


def site_head(stage: Stage) -> Head:
    """The head of everything in a language: what an item says of its publisher does not depend on the feed it stands in."""
    return build_head(stage=stage, scope=ALL, organisations={})


def build_channel(
    head: Head,
    *,
    scope: str,
    language: str,
    file: str,
    moments: Iterable[datetime.datetime] = (),
    self_path: str | None = None,
    **archives: str | None,
) -> Channel:
    """The head of one file ("sessions.ics") of a scope. `moments`: when each of its items last changed (UTC).

    `self_path` is the address of what is no feed to subscribe to; it has no counterparts in other languages.
    """
    identity = f"{uid_domain()}/{language}/{scope}/{file.partition('.')[0]}"
    return Channel(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, identity)}",
        title=head.title,
        description=head.description,
        lang=language,
        home_url=head.home_url,
        self_url=absolute(self_path or feed_path(scope=scope, language=language, file=file)),
        updated=max([head.updated, *moments]),
        publisher_name=head.publisher_name,
        publisher_email=head.publisher_email,
        alternates=() if self_path else alternates(scope, language=language, file=file),
        timezone=head.timezone,
        hub_url=None if self_path else hub_url(),
        **archives,
    )


def alternates(scope: str, *, language: str, file: str) -> tuple[Link, ...]:
    """The same feed in the other languages of the site."""
    return tuple(
        Link(url=absolute(feed_path(scope=scope, language=code, file=file)), title=endonym(code), lang=code)
        for code in languages()
        if code != language
    )


def find_organiser(rows):
    """The first organisation in the role of organiser, or None. Reads prefetched rows."""
    return next((row.organisation for row in rows if row.role == "organiser"), None)


def moments_of(*pages) -> list[datetime.datetime]:
    """When these pages were last published (UTC); None among them, and what was never published, has no moment."""
    return [page.last_published_at for page in pages if page and page.last_published_at]


def _title(title: str, *, kind: Kind, language: str) -> str:
    with override(language):
        if kind == Kind.NEWS:
            return gettext("%(title)s: news") % {"title": title}
        if kind == Kind.CHANGES:
            return gettext("%(title)s: what has changed") % {"title": title}
    return title


def _title_of(scope: Scope, organisation, page, *, language: str) -> str:
    if source := find_page_source(scope.name):
        with override(language):
            return str(source.title)
    if organisation:
        return organisation.name_in(language)[0]
    return page.title if page else uid_domain()


def _site_name(stage: Stage) -> str:
    return stage.home.title if stage.home else uid_domain()


def _zone(cycle, organisation) -> str:
    if cycle:
        return cycle.page.default_timezone
    return organisation.timezone if organisation else DEFAULT_ZONE
