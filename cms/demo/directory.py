"""Organisations and people of the demonstration, with their names in every language."""

from cms.demo import pictures
from cms.demo.contents import SOURCE, Table, facts, translations, words
from cms.demo.record import Record
from events.models import Organisation, OrganisationName, Person, PersonName


def load_directory(record: Record) -> None:
    """Every organisation under its code, then every person under its key."""
    for row in facts()["organisations"]:
        record.once(f"organisation:{row['key']}", _organisation, record, row)
    for row in facts()["people"]:
        record.once(f"person:{row['key']}", _person, record, row)


def rows_of(model, record: Record, kind: str, wanted: list[Table]) -> list:
    """Child rows, in order, that name an organisation or a person in a role; the deleted ones are left out."""
    found = [(record.find(f"{kind}:{row['key']}"), row["role"]) for row in wanted]
    return [
        model(sort_order=position, role=role, **{kind: instance})
        for position, (instance, role) in enumerate(found)
        if instance is not None
    ]


def _organisation(record: Record, row: Table) -> Organisation:
    organisation = Organisation(
        code=row["key"],
        name_original=row["name_original"],
        script_language=row["lang"],
        name_latin=row["name_latin"],
        website=row["website"],
        country=row["country"],
        timezone=row["timezone"],
        languages=row["languages"],
        contact_email=row["contact"],
        logo=pictures.logo(record, key=row["key"], name=row["name_latin"]),
    )
    organisation.names = [
        OrganisationName(language=code, name=words(code)["organisations"][row["key"]]["name"])
        for code in _languages()
    ]
    return _checked(organisation)


def _person(record: Record, row: Table) -> Person:
    person = Person(
        name_original=row["name_original"],
        script_language=row["lang"],
        name_latin=row["name_latin"],
        organisation=record.find(f"organisation:{row['organisation']}"),
    )
    person.names = [
        PersonName(
            language=code,
            name=row["name_original"] if code == row["lang"] else row["name_latin"],
            role_title=words(code)["people"][row["key"]]["role_title"],
        )
        for code in _languages()
    ]
    return _checked(person)


def _languages() -> list[str]:
    return [SOURCE, *translations()]


def _checked(instance):
    instance.full_clean()
    instance.save()
    return instance
