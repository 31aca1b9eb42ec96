"""Pages of another project's own types as items of the feeds: one class says how, the feeds do the rest.

    class Exhibitions(PageSource):
        name, model = "exhibitions", ExhibitionPage
        title = gettext_lazy("Exhibitions")

        def article(self, page, *, reading):
            return reading.article(page, summary=page.intro, body=page.body)

    # in AppConfig.ready()
    register_page_source(Exhibitions())

Every live page that anybody may see then stands in /feeds/{lang}/all/news.rss and in a scope of its own, /feeds/{lang}/pages-exhibitions/, from
the moment it is published until it is taken back. README.md says more.
"""

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from wagtail.models import Page

from events.addresses import absolute, page_path
from events.ledger import new_uid
from events.markup import portable_html
from events.text import excerpt, plain_from_html
from feeds import wording
from feeds.documents import Article, Event
from feeds.enclosures import picture_of

NAME = re.compile(r"[a-z0-9-]{2,40}")
EXCERPT = 300
PREFIX = "pages"


@dataclass(frozen=True)
class When:
    """When a page takes place: wall-clock times of one day in an IANA zone.

    `sequence` (RFC 5545 3.8.7.4) only ever grows, and must whenever one of the others differs. `status` is "tentative", "confirmed",
    "postponed" or "cancelled".
    """

    date: datetime.date
    start_time: datetime.time
    end_time: datetime.time
    timezone: str
    status: str = "confirmed"
    sequence: int = 0


@dataclass(frozen=True)
class Reading:
    """For whom an item is made: `language` of the feed, and the site that publishes it. `addresses`: of pages that texts link to."""

    language: str
    publisher_name: str
    publisher_email: str | None
    publisher_url: str
    addresses: Mapping[int, str]

    def article(self, page: Page, **words) -> Article:
        """A page as a news item. `words` as `words_of` takes them. Raises DocumentError."""
        return Article(**self.words_of(page, **words))

    def event(self, page: Page, *, when: When, **words) -> Event:
        """A page that takes place: in calendars too. UID is that of its translation group. `words` as `words_of` takes them. Raises DocumentError."""
        entry = self.words_of(page, **words)
        titled = {"title": page.title, "number": None, "lang": self.language, "language": self.language}
        sentence = wording.when_sentence(when, language=self.language)
        return Event(
            **entry | {"content_html": wording.paragraphs_html([sentence]) + entry["content_html"]},
            uid=new_uid(page.translation_key),
            code="",
            summary=wording.calendar_title(status=when.status, **titled),
            dated_title=wording.dated_title(when, **titled),
            description=wording.event_description(
                lines=[sentence, entry["excerpt"]], join_url=None, url=entry["url"], language=self.language
            ),
            **asdict(when),
            created=page.first_published_at,
            organizer_name=self.publisher_name,
            organizer_email=self.publisher_email,
            organizer_url=self.publisher_url,
        )

    def words_of(
        self,
        page: Page,
        *,
        summary: str = "",
        body: str = "",
        image=None,
        alt: str = "",
        credit: str = "",
        authors: Iterable[str] = (),
    ) -> dict[str, Any]:
        """`summary` plain text, `body` rich text as Wagtail stores it, `image` one of Wagtail's with its words; `authors`: names, else the publisher's."""
        content = portable_html(body, addresses=self.addresses)
        return {
            "key": page.translation_key,
            "url": absolute(page_path(page)),
            "lang": self.language,
            "title": page.title,
            "excerpt": excerpt(summary or plain_from_html(content), limit=EXCERPT),
            "content_html": wording.paragraphs_html([summary]) + content,
            "published": page.first_published_at,
            "last_modified": page.last_published_at or page.first_published_at,
            "authors": tuple(authors) or (self.publisher_name,),
            "picture": picture_of(image, alt=alt, credit=credit),
        }


class PageSource(ABC):
    """A page type whose pages are items of feeds. Subclass it, and say at least `name`, `model`, `title` and `article`.

    `name` ([a-z0-9-], 2 to 40) stands in addresses for ever. `title` (lazy) names the feed of these pages alone. Pages are shown in
    their own language and never fall back. What a method raises costs its page its place, with an error in the log; nothing else.
    """

    name: ClassVar[str]
    model: ClassVar[type[Page]]
    title: ClassVar[str]

    @abstractmethod
    def article(self, page: Page, *, reading: Reading) -> Article | Event:
        """The page as an item: `reading.article(page, ...)`, or `reading.event(page, when=..., ...)` for one that takes place."""

    def pages(self) -> QuerySet:
        """The pages, live or not: feeds take those that anybody may see. Prefetch here what `article` reads."""
        return self.model.objects.all()

    def rich_texts(self, page: Page) -> Iterable[str]:
        """The rich texts of the page whose links to other pages shall lead to the reader's language."""
        return ()

    def stands_with(self, page: Page) -> Iterable[UUID]:
        """Translation keys of cycles and keys of organisations in whose feeds the page stands too."""
        return ()

    @property
    def scope_name(self) -> str:
        """The scope of these pages alone."""
        return f"{PREFIX}-{self.name}"

    def __str__(self) -> str:
        return f"{type(self).__module__}.{type(self).__qualname__}"


_registered: dict[str, PageSource] = {}


def register_page_source(source: PageSource) -> PageSource:
    """Have the pages of a source stand in the feeds; called once, in an app's ready(). Raises ValueError for a name that cannot be.

    Pages that are published already come in by `manage.py rebuild_feeds`, and by the next change.
    """
    from feeds.receivers import mark_page  # noqa: PLC0415  (marks are models)

    if not NAME.fullmatch(source.name):
        raise ValueError(f"{source}: the name {source.name!r} is not of 2 to 40 of a-z, 0-9 and hyphen.")
    if _registered.setdefault(source.name, source) is not source:
        raise ValueError(f"{source}: the name {source.name!r} is that of {_registered[source.name]}.")
    for signal in (post_save, post_delete):
        signal.connect(mark_page, sender=source.model, dispatch_uid=f"parvis-{source.name}")
    return source


def page_sources() -> list[PageSource]:
    """Every source, in the order in which they were registered."""
    return list(_registered.values())


def find_page_source(scope_name: str) -> PageSource | None:
    """The source of a scope's name."""
    return next((source for source in _registered.values() if source.scope_name == scope_name), None)
