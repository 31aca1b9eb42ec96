"""Names of languages, countries, cities and dates in a reader's language, by CLDR (Babel). Pure."""

from datetime import date, time
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, get_timezone_location

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})

# Languages that a session can be spoken, interpreted or captioned in.
SPOKEN = [
    "fr",
    "en",
    "es",
    "el",
    "he",
    "fi",
    "ar",
    "bg",
    "ca",
    "cs",
    "da",
    "de",
    "et",
    "eu",
    "fa",
    "ga",
    "gl",
    "hr",
    "hu",
    "hy",
    "is",
    "it",
    "ja",
    "ka",
    "ko",
    "lb",
    "lt",
    "lv",
    "mk",
    "mt",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "tr",
    "uk",
    "zh",
]


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def direction(language: str) -> str:
    """ "rtl" or "ltr"."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def endonym(language: str) -> str:
    """The language's name in itself, with a capital where its script has one."""
    locale = _locale(language)
    name = locale.language_name if locale.language == language.split("-")[0].lower() else None
    return (name or language)[:1].upper() + (name or language)[1:]


def locale_name(language: str) -> str:
    """The language with the country where most of its readers are, as Open Graph wants it: "fr_FR"."""
    known = get_global("likely_subtags").get(language, "").split("_")
    return f"{language}_{known[-1]}" if len(known) > 1 else language


def language_name(code: str, *, language: str) -> str:
    """The name of language `code` as a reader of `language` writes it inside a sentence."""
    return _locale(language).languages.get(code) or code


def country_name(code: str, *, language: str) -> str:
    """The name of a country (ISO 3166 alpha-2) as a reader of `language` writes it."""
    return _locale(language).territories.get(code) or code


def zone_city(zone: str, *, language: str) -> str:
    """The exemplar city of an IANA zone: "Europe/Athens" is "Athènes" in French. Falls back to the zone's last part."""
    try:
        city = get_timezone_location(zone, locale=_locale(language), return_city=True) if zone else ""
    except LookupError:
        city = ""
    return city or zone.rsplit("/", 1)[-1].replace("_", " ")


def long_date(day: date, *, language: str) -> str:
    """CLDR's full date: "mardi 18 mai 2021"."""
    return format_date(day, format="full", locale=_locale(language))


def medium_date(day: date, *, language: str) -> str:
    """CLDR's long date, without the weekday: "18 mai 2021"."""
    return format_date(day, format="long", locale=_locale(language))


def clock(moment: time) -> str:
    """24-hour clock in every language: "13:00"."""
    return f"{moment:%H:%M}"


def time_range(start: time, end: time) -> str:
    """ "13:00-14:30" with a hyphen: an en dash makes the two times change places in right-to-left text."""
    return f"{clock(start)}-{clock(end)}"
