"""The feeds' links on our pages: for the head, where browsers and readers look for them, and for the foot."""

from dataclasses import dataclass

from django.utils.translation import gettext, override

from events.addresses import absolute
from events.links import register_feed_links
from feeds.channels import feed_path
from feeds.renderers import FORMATS
from feeds.scopes import ALL, cycle_scope_name

# Names of formats, the same in every language.
LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


@dataclass(frozen=True)
class FeedLink:
    """One feed: its absolute address, its media type without parameters, its title in the reader's language."""

    url: str
    media_type: str
    title: str


def feed_links(scope_code: str | None, language: str) -> list[FeedLink]:
    """The feeds of a cycle by its code, or of everything: the calendar, then sessions and news in each format."""
    scope = cycle_scope_name(scope_code) if scope_code else ALL.name
    with override(language):
        titles = {"sessions.ics": gettext("Calendar of the sessions")}
        titles |= {
            f"sessions.{key}": gettext("Sessions (%(format)s)") % {"format": LABELS[key]} for key in LABELS
        }
        titles |= {f"news.{key}": gettext("News (%(format)s)") % {"format": LABELS[key]} for key in LABELS}
    return [_link(scope, language, file=file, title=title) for file, title in titles.items()]


def connect() -> None:
    """Have our links on the pages of events; called once, when all apps are ready."""
    register_feed_links(feed_links)


def _link(scope: str, language: str, *, file: str, title: str) -> FeedLink:
    media_type = FORMATS[file.rpartition(".")[2]].media_type.partition(";")[0]
    return FeedLink(absolute(feed_path(scope=scope, language=language, file=file)), media_type, title)
