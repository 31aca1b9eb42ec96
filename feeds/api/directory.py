"""Organisations and people as the API says them: those that take part in something public."""

from events.pictures import LOGO
from feeds.api.composed import Composed, feed_addresses, names_of, organisation_url, person_key, picture
from feeds.api.records import ResourceKind
from feeds.scopes import organisation_scope_name


def compose_organisation(organisation, *, language: str) -> Composed:
    """One organisation, its names read."""
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
        "contact": organisation.contact_email,
        "logo": picture(organisation.logo_id, LOGO),
        "feeds": feed_addresses(organisation_scope_name(organisation.code), language=language),
    }
    return Composed(
        kind=ResourceKind.ORGANISATIONS,
        key=organisation.key,
        code=organisation.code,
        said=said,
        words=[organisation.code, *names_of(organisation)],
    )


def compose_person(person, *, language: str) -> Composed:
    """One person, names and organisation read."""
    name, spoken = person.name_in(language)
    words = person.words_in(language)
    said = {
        **_name(person, name=name, spoken=spoken),
        "key": str(person_key(person)),
        "title": words.role_title if words else "",
        "website": person.website,
        "organisation": person.organisation.code if person.organisation else None,
    }
    return Composed(kind=ResourceKind.PEOPLE, key=person_key(person), said=said, words=names_of(person))


def _name(named, *, name: str, spoken: str) -> dict[str, str]:
    return {
        "name": name,
        "language": spoken,
        "original": named.name_original,
        "original_language": named.script_language,
    }
