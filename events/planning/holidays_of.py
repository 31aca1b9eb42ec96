"""Public holidays of the countries that take part, in the editor's language where the library has it. Pure."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import holidays

_ENGLISH = "en_US"


@dataclass(frozen=True)
class Holiday:
    """A day off in a country (ISO 3166 alpha-2). `language` is that of the name: fr, sv-FI."""

    country: str
    name: str
    language: str


def holidays_of(
    *, countries: Iterable[str], days: Iterable[datetime.date], language: str
) -> dict[datetime.date, tuple[Holiday, ...]]:
    """The holidays on these days, by date; a day without any is left out, and so is a country that the library does not know."""
    found: dict[datetime.date, list[Holiday]] = {}
    known = dict.fromkeys(country for country in countries if country in _supported())
    for day in dict.fromkeys(days):
        for country in known:
            names, spoken = _names(country, day.year, language)
            found.setdefault(day, []).extend(Holiday(country, name, spoken) for name in names.get(day, ()))
    return {day: tuple(each) for day, each in found.items() if each}


@cache
def _supported() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())


@cache
def _localized() -> dict[str, list[str]]:
    """Countries whose holidays have names in several languages, with the library's names of these languages."""
    return dict(holidays.list_localized_countries())


@cache
def _names(country: str, year: int, language: str) -> tuple[dict[datetime.date, tuple[str, ...]], str]:
    """The names by date of one year, and the language that they are in."""
    chosen = _chosen_language(country, language)
    calendar = holidays.country_holidays(country, years=year, language=chosen)
    names = {day: tuple(calendar.get_list(day)) for day in calendar}
    spoken = chosen or calendar.default_language or _ENGLISH
    return names, "en" if spoken == _ENGLISH else spoken.replace("_", "-")


def _chosen_language(country: str, language: str) -> str | None:
    """The reader's language, else English, else (None) the country's own."""
    offered = _localized().get(country, [])
    wished = [language.replace("-", "_"), language.split("-")[0]]
    own = [each for each in offered if each in wished or each.split("_")[0] == wished[-1]]
    return next(iter(own), _ENGLISH if _ENGLISH in offered else None)
