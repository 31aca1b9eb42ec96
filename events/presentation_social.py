"""What a page says of itself to those who show a link to it: search engines, messengers, networks.

Speaks the active language, which `language` must name.
"""

from dataclasses import dataclass
from typing import Any

from events.addresses import absolute, card_path
from events.cards.card import HEIGHT, WIDTH, Card
from events.cards.lettering import can_write
from events.languages import locale_name
from events.pictures import Picture
from events.presentation_chrome import Chrome
from events.presentation_when import When
from events.text import excerpt, plain_from_html

DESCRIPTION = 200


@dataclass(frozen=True)
class SocialImage:
    """A picture by its absolute address."""

    address: str
    width: int
    height: int
    media_type: str
    alt: str


@dataclass(frozen=True)
class Social:
    """The Open Graph of a page (ogp.me). `others`: the locales of the page's other languages."""

    kind: str
    title: str
    description: str
    image: SocialImage | None
    locale: str
    others: tuple[str, ...]


def build_social(
    chrome: Chrome,
    *,
    title: str,
    description: str = "",
    image: SocialImage | None = None,
    kind: str = "website",
) -> Social:
    """`description` may be rich text; what is too long is cut at a word."""
    languages = [each.language for each in chrome.alternates if each.language != "x-default"]
    return Social(
        kind=kind,
        title=title,
        description=excerpt(plain_from_html(description), limit=DESCRIPTION),
        image=image,
        locale=locale_name(chrome.language),
        others=tuple(locale_name(code) for code in languages if code != chrome.language),
    )


def described(page: Any, *, before: str = "") -> str:
    """What an editor wrote for search engines; else `before` and the beginning of the introduction."""
    return page.search_description or " ".join(filter(None, [before, page.introduction]))


def when_in_words(when: When) -> str:
    """ "mardi 18 mai 2021, 13:00-14:30, heure de Paris"."""
    return f"{when.date}, {when.times}, {when.zone}"


def card_image(card: Card, *, code: str, alt: str, of_cycle: bool = False) -> SocialImage | None:
    """The drawn card; None where its language cannot be written on this machine.

    The query changes with the card: networks keep a picture by its address, and would show an old date.
    """
    if not can_write(card.language):
        return None
    path = card_path(code, language=card.language, of_cycle=of_cycle)
    return SocialImage(absolute(f"{path}?v={card.digest[:8]}"), WIDTH, HEIGHT, "image/png", alt)


def picture_image(picture: Picture | None, *, alt: str) -> SocialImage | None:
    """A picture of the page, made as events.pictures.CARD."""
    if picture is None:
        return None
    return SocialImage(absolute(picture.url), picture.width, picture.height, "image/jpeg", alt)
