"""What the templates of announcements need beyond those of pages: lines as HTML, and pictures of a known size."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from events.announcing import lines
from events.announcing.lines import Line, Link
from events.announcing.styles import styled
from events.phrases import Name, Phrase
from events.pictures import Picture
from events.templatetags.parvis import bdi

register = template.Library()

for name in (
    "addresses",
    "cycle",
    "facts",
    "headline",
    "joining",
    "moderation",
    "notices",
    "offers",
    "times",
    "who",
):
    register.filter(f"{name}_of", getattr(lines, name))
register.filter("styled", styled)


@register.filter
def line(parts: Line, link_style: str = "") -> SafeString:
    """A line; what is in another language says so, and links look as `link_style` says."""
    return mark_safe("".join(_html(part, link_style) for part in parts))  # noqa: S308  (each part is escaped)


@register.filter
def paper_line(parts: Line) -> SafeString:
    """A line of a poster: a name is no link there."""
    return line(tuple(replace(part, website="") if isinstance(part, Name) else part for part in parts))


@register.filter
def as_line(name: Name) -> Line:
    """A name as a line of its own."""
    return (name,)


@register.simple_tag
def under(picture: Picture, language: str) -> SafeString:
    """What stands under a picture whose words are in a language."""
    return line(lines.under(picture, language=language))


@register.simple_tag
def size_within(picture: Picture, width: int, height: int) -> SafeString:
    """The attributes of an image that fits into a box of so many pixels, never enlarged: Outlook knows no other size."""
    factor = min(width / picture.width, height / picture.height, 1)
    return format_html(
        'width="{}" height="{}"', round(picture.width * factor) or 1, round(picture.height * factor) or 1
    )


@register.filter
def in_rows(items: Iterable, length: int) -> list[list]:
    """A list in rows of at most so many."""
    items = list(items)
    return [items[start : start + length] for start in range(0, len(items), length)]


@singledispatch
def _html(part, _style: str) -> SafeString:
    return conditional_escape(str(part))


@_html.register
def _phrase(part: Phrase, _style: str) -> SafeString:
    return bdi(part) if part.language else format_html("<bdi>{}</bdi>", part.text)


@_html.register
def _link(part: Link, style: str) -> SafeString:
    return _anchor(part.address, format_html('<bdi dir="ltr">{}</bdi>', part.shown), style)


@_html.register
def _name(part: Name, style: str) -> SafeString:
    shown = _anchor(part.website, bdi(part.shown), style) if part.website else bdi(part.shown)
    return format_html("{} ({})", shown, bdi(part.original)) if part.original else shown


def _anchor(address: str, content: SafeString, style: str) -> SafeString:
    look = format_html(' style="{}"', style) if style else ""
    return format_html('<a href="{}"{}>{}</a>', address, look, content)
