"""Organisations and people as the API says them: those that take part in something public."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from events.pictures import LOGO
from feeds.api.composed import (
    Composed,
    Kept,
    code_of,
    feed_addresses,
    made,
    names_of,
    organisation_url,
    person_key,
    picture,
)
from feeds.api.records import ResourceKind
from feeds.scopes import organisation_scope_name


def compose_organisation(
    organisation, *, language: str, organisers: frozenset[str], files: Mapping[int, str]
) -> Composed | Kept:
    """One organisation, its names read. `organisers`: codes of those that organise something public: their address is for readers."""
    contact = organisation.contact_email if organisation.code in organisers else ""
    make = partial(_organisation, organisation, language=language, contact=contact, files=files)
    return made(organisation, ResourceKind.ORGANISATIONS, organisation.key, make)


def compose_person(person, *, language: str, known: frozenset[str]) -> Composed | Kept:
    """One person, names and organisation read. `known`: codes of the organisations that are public."""
    key = person_key(person)
    return made(
        person, ResourceKind.PEOPLE, key, partial(_person, person, key=key, language=language, known=known)
    )


def _organisation(organisation, *, language: str, contact: str, files: Mapping[int, str]) -> Composed:
    name, spoken = organisation.name_in(language)
    said = {
        **_name(organisation, name=name, spoken=spoken),
        "key": str(organisation.key),
        "code": organisation.code,
        "url": organisation_url(organisation, language=language),
        "website": organisation.website,
        "country": organisation.country,
        "timezone": organisation.timezone,
        "languages": organisation.languages,
        "contact": contact,
        "logo": picture(organisation.logo_id, LOGO, files=files),
        "feeds": feed_addresses(organisation_scope_name(organisation.code), language=language),
    }
    return Composed(
        kind=ResourceKind.ORGANISATIONS,
        key=organisation.key,
        code=organisation.code,
        said=said,
        words=[organisation.code, *names_of(organisation)],
    )


def _person(person, *, key: UUID, language: str, known: frozenset[str]) -> Composed:
    name, spoken = person.name_in(language)
    words = person.words_in(language)
    said = {
        **_name(person, name=name, spoken=spoken),
        "key": str(key),
        "title": words.role_title if words else "",
        "website": person.website,
        "organisation": code_of(person.organisation, known=known),
    }
    return Composed(kind=ResourceKind.PEOPLE, key=key, said=said, words=names_of(person))


def _name(named, *, name: str, spoken: str) -> dict[str, str]:
    return {
        "name": name,
        "language": spoken,
        "original": named.name_original,
        "original_language": named.script_language,
    }
