"""What a partner copies, for each kind of site. Pure: equal choices give equal text, which stands in other people's pages for years."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from feeds.addresses import embed_path, feed_path
from feeds.embed.choices import Choices as Look
from feeds.kit.choices import KitChoices
from feeds.scopes import ALL

# How high a frame stands that no script makes as high as what it holds (pixels).
HEIGHTS = {"next": 260, "list": 560, "table": 640}
FILE = "programme.html"


@dataclass(frozen=True)
class Place:
    """What is put on the other site: a scope in a language, with its title and the page of people there.

    `site`: our own address, without a slash at the end.
    """

    site: str
    language: str
    scope: str
    title: str
    page: str

    @property
    def embed(self) -> str:
        """The address for a frame."""
        return self.site + embed_path(self.scope, language=self.language)

    @property
    def is_offered(self) -> bool:
        """Whether the page offers, by oEmbed, the programme in this language: not where its words are in another."""
        return self.page.startswith(f"{self.site}/{self.language}/")

    def feed(self, file: str) -> str:
        """The address of a feed, by its file."""
        return self.site + feed_path(scope=self.scope, language=self.language, file=file)


@dataclass(frozen=True)
class Snippet:
    """`method`: "address", "frame", "component", "fragment", "settings", "calendar", "news" or "requests"."""

    method: str
    text: str


def snippet_for(choices: KitChoices, place: Place) -> Snippet:
    """The one thing to copy."""
    method = method_for(choices, place)
    return Snippet(method, WRITERS[method](choices, place))


def method_for(choices: KitChoices, place: Place) -> str:
    """The simplest way that such a site takes, and that shows what was chosen.

    oEmbed knows no look, and a piece of HTML neither theme nor accent: then it is a frame.
    """
    offers = choices.look == Look() and place.is_offered
    inherits = choices.look == Look(layout=choices.layout, untranslated=choices.untranslated)
    return {
        "wordpress": "address" if offers else "frame",
        "drupal": "frame",
        "wagtail": "settings" if offers else "frame",
        "html": "component" if inherits else "frame",
        "csp": "fragment",
        "calendar": "calendar",
        "news": "news",
        "api": "requests",
    }[choices.site]


def _frame(choices: KitChoices, place: Place) -> str:
    """A frame, the script that sets its height (Drupal's editor would take it out), and a link that needs no permission."""
    address, title = escape(f"{place.embed}{choices.look.query}"), escape(place.title)
    lines = [
        f'<iframe src="{address}" title="{title}" width="100%" height="{HEIGHTS[choices.layout]}" loading="lazy"></iframe>',
        f'<p><a href="{escape(place.page)}">{title}</a></p>',
    ]
    return "\n".join(lines if choices.site == "drupal" else [*lines, _script(place)])


def _component(choices: KitChoices, place: Place) -> str:
    address = escape(f"{place.embed}{_plain_look(choices).query}")
    link = f'<a href="{escape(place.page)}">{escape(place.title)}</a>'
    return f'<parvis-programme src="{address}">{link}</parvis-programme>\n{_script(place)}'


def _script(place: Place) -> str:
    return f'<script src="{escape(place.site)}/embed/v1.js" async></script>'


def _fragment(choices: KitChoices, place: Place) -> str:
    """One line of a shell. The file is replaced only by a whole answer, so the page is never without it."""
    address = f"{place.embed}fragment.html{_plain_look(choices).query}"
    return f"curl -fsS --max-time 20 -o {FILE}.new '{address}' && mv {FILE}.new {FILE}"


def _settings(choices: KitChoices, place: Place) -> str:
    return f"""\
from wagtail.embeds.oembed_providers import all_providers

WAGTAILEMBEDS_FINDERS = [
    {{
        "class": "wagtail.embeds.finders.oembed",
        "providers": [
            {{"endpoint": "{place.site}/oembed", "urls": [r"^{re.escape(place.site)}/.+$"]}},
            *all_providers,
        ],
    }},
]"""


def _requests(choices: KitChoices, place: Place) -> str:
    """Five lines: the programme, what it belongs to, news, a mirror from the beginning, a mirror from where it stopped."""
    kind, _hyphen, code = place.scope.partition("-")
    narrow = {} if place.scope == ALL.name else {"cycle" if kind == "cycle" else "organisation": code}
    asked: list[tuple[str, dict[str, str]]] = [
        ("sessions", {**narrow, "limit": "10"}),
        ("cycles", {}),
        ("news", narrow),
        ("changes", {}),
        ("changes", {"cursor": "CURSOR"}),
    ]
    return "\n".join(
        f"curl '{place.site}/api/v1/{path}?{urlencode({'lang': place.language, **query})}'"
        for path, query in asked
    )


def _plain_look(choices: KitChoices) -> Look:
    return Look(layout=choices.layout, untranslated=choices.untranslated)


WRITERS: dict[str, Callable[[KitChoices, Place], str]] = {
    "address": lambda choices, place: place.page,
    "frame": _frame,
    "component": _component,
    "fragment": _fragment,
    "settings": _settings,
    "calendar": lambda choices, place: place.feed("sessions.ics"),
    "news": lambda choices, place: place.feed("news.rss"),
    "requests": _requests,
}
