"""What the public templates need beyond Django's own: words in their language, and addresses."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.addresses import absolute, calendar_path, join_path, short_path
from events.conf import languages
from events.conf import site_name as wagtail_site_name
from events.languages import direction, endonym, language_name
from events.phrases import Name, Phrase
from events.text import excerpt, plain_from_html

DESCRIPTION = 200

register = template.Library()


@register.simple_tag
def site_name() -> str:
    """The name of the site, as its settings have it."""
    return wagtail_site_name()


@register.filter
def bdi(phrase: Phrase) -> SafeString:
    """A phrase in an element of its own: its language is named, and its direction leaves its neighbours alone.

    The direction is the language's: a Hebrew name that begins with ICOM is Hebrew still.
    """
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', phrase.language, phrase.direction, phrase.text)


@register.filter
def named(name: Name) -> SafeString:
    """A name, linked to our page of it, else to its website, with the name in its own script behind it."""
    shown = bdi(name.shown)
    if name.address:
        shown = format_html('<a href="{}">{}</a>', name.address, shown)
    elif name.website:
        shown = format_html('<a href="{}" rel="noopener">{}</a>', name.website, shown)
    if name.original is None:
        return shown
    return format_html('{} <span class="original">({})</span>', shown, bdi(name.original))


@register.filter
def all_named(names: Iterable[Name]) -> SafeString:
    """Several names, with commas."""
    return format_html_join(", ", "{}", ((named(name),) for name in names))


@register.filter
def times(text: str) -> SafeString:
    """A range of times, which keeps its order in right-to-left text."""
    return format_html('<bdi class="times" dir="ltr">{}</bdi>', text)


@register.filter
def plain(html: str) -> str:
    """The beginning of a rich text, as plain text for a description."""
    return excerpt(plain_from_html(html), limit=DESCRIPTION)


@register.simple_tag
def lang_of(code: str) -> SafeString | str:
    """The attributes of an element whose words are in the language `code`; nothing where it is the page's."""
    return "" if code == get_language() else format_html(' lang="{}" dir="{}"', code, direction(code))


@register.filter
def direction_of(code: str) -> str:
    """ "rtl" or "ltr", of a language."""
    return direction(code)


@register.filter
def language_in_words(code: str) -> str:
    """The name of a language, as a reader of this page writes it inside a sentence."""
    return language_name(code, language=get_language())


@register.simple_tag
def site_languages() -> list[Phrase]:
    """The languages of the settings by their own names, for pages that must do without the database."""
    return [Phrase(endonym(code), code) for code in languages()]


@register.simple_tag
def join_address(code: str) -> str:
    """The path of a session's join page in the language of this page."""
    return join_path(code, language=get_language())


@register.simple_tag
def calendar_address(code: str) -> str:
    """The path of a session's calendar file in the language of this page."""
    return calendar_path(code, language=get_language())


@register.simple_tag
def short_address(code: str) -> str:
    """The short address of a session, absolute: to be read from paper."""
    return absolute(short_path(code))


@register.filter
def absolute_address(path: str) -> str:
    """A path of this site as an absolute address."""
    return absolute(path)
