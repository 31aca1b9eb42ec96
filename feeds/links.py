"""The feeds' links on our pages: for the head, where browsers and readers look for them, and for the foot."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

from events.addresses import absolute
from events.codes import Kind as CodeKind
from events.links import register_feed_links, register_partners_page, register_subscribe_page
from feeds.addresses import EXTENSIONS, Address
from feeds.models import Kind
from feeds.renderers import ICS
from feeds.scopes import ALL, cycle_scope_name, organisation_scope_name

# Names of formats, the same in every language.
LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
SCOPE_NAMES = {CodeKind.CYCLE: cycle_scope_name, CodeKind.ORGANISATION: organisation_scope_name}


@dataclass(frozen=True)
class FeedLink:
    """One feed: its absolute address, its media type without parameters, its title in the reader's language, what it tells."""

    url: str
    media_type: str
    title: str
    kind: Kind


def feed_links(
    scope_code: str | None, language: str, kind: CodeKind = CodeKind.CYCLE
) -> tuple[FeedLink, ...]:
    """The feeds of a cycle or an organisation by its code, or of everything."""
    return scope_links(_scope_name(scope_code, kind), language)


def scope_links(scope: str, language: str) -> tuple[FeedLink, ...]:
    """The feeds of a scope by its name: the calendar, then sessions, news and changes in each format."""
    addresses = [Address(language, scope, kind, each) for kind in Kind for each in EXTENSIONS[kind]]
    with override(language):
        return tuple(_link(address) for address in addresses)


def subscribe_path(scope: str, language: str) -> str:
    """The path of the page that explains how to subscribe to a scope; "" in a project that does not serve it."""
    return _of_scope(_path("parvis_subscribe", language), scope)


def partners_path(language: str) -> str:
    """The path of the partner kit; "" in a project that does not serve it."""
    return _path("parvis_partners", language)


def subscribe_page(scope_code: str | None, language: str, kind: CodeKind = CodeKind.CYCLE) -> str:
    """The same for a cycle or an organisation by its code, or for everything."""
    return subscribe_path(_scope_name(scope_code, kind), language)


def partners_page(scope_code: str | None, language: str, kind: CodeKind = CodeKind.CYCLE) -> str:
    """The path of the partner kit for a cycle or an organisation by its code, or for everything; "" as above."""
    return _of_scope(partners_path(language), _scope_name(scope_code, kind))


def connect() -> None:
    """Have our links on the pages of events; called once, when all apps are ready."""
    register_feed_links(feed_links)
    register_subscribe_page(subscribe_page)
    register_partners_page(partners_page)


def _path(name: str, language: str) -> str:
    try:
        with override(language):
            return reverse(name)
    except NoReverseMatch:
        return ""


def _of_scope(path: str, scope: str) -> str:
    return path if not path or scope == ALL.name else f"{path}?scope={scope}"


def _scope_name(scope_code: str | None, kind: CodeKind) -> str:
    return SCOPE_NAMES[kind](scope_code) if scope_code else ALL.name


def _link(address: Address) -> FeedLink:
    return FeedLink(
        url=absolute(address.path),
        media_type=address.media_type.partition(";")[0],
        title=_title(address),
        kind=address.kind,
    )


def _title(address: Address) -> str:
    if address.extension == ICS.extension:
        return gettext("Calendar of the sessions")
    titles = {
        Kind.SESSIONS: gettext("Sessions (%(format)s)"),
        Kind.NEWS: gettext("News (%(format)s)"),
        Kind.CHANGES: gettext("Changes (%(format)s)"),
    }
    return titles[address.kind] % {"format": LABELS[address.extension]}
