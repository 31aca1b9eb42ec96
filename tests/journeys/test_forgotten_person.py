"""A person who asks to be forgotten is nowhere any more: not in pages, drafts, histories, translations, feeds, archives, the API,
the search or the store (reliability.md T19).
"""

import gzip
import io
import re
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from wagtail.models import Page

import pytest
from wagtail_localize.models import String, StringTranslation, TranslationSource

from events.models import Person, PersonName, SessionPerson
from feeds import files
from tests import factories
from tests.feeds.fast_server import Server
from tests.feeds.happenings import look
from tests.journeys.looking import stored
from tests.journeys.planted import public_addresses, tables

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

LATIN, GREEK, HEBREW = "Zqxvw Karathanasi", "Ζκξ Καραθανάση", "זקס קרתנסי"
MARKS = re.compile("Zqxvw|Ζκξ|זקס", re.IGNORECASE)


@pytest.fixture
def known(group, desk, as_it_runs, on_own_connection):
    """Somebody who speaks in a session, and is named by its words in three languages, by drafts, reasons and news."""
    person = Person(name_original=GREEK, script_language="el", name_latin=LATIN)
    person.names = [PersonName(language="he", name=HEBREW, role_title="אוצרת")]
    person.save()
    draft = group.fr.get_latest_revision_as_object()
    draft.person_rows.add(SessionPerson(person=person, role="speaker"))
    draft.introduction = f"<p>Avec {LATIN}, et <b>{GREEK}</b>.</p>"
    draft.title, draft.change_reason = f"Conversation avec {LATIN}", f"{LATIN} est malade"
    draft.save_revision().publish()
    factories.publish(stored(group.es), introduction=f"<p>Con {LATIN.upper()}</p>", title=f"Con {LATIN}")
    desk.sync(group.fr, publish=True)
    desk.write_strings(group.en, introduction=f"With {LATIN}")
    factories.redraft(stored(group.el), title=f"Με την {GREEK}")
    factories.make_news(
        factories.read_site(), summary=f"{LATIN} parle", body=f"<p>{LATIN}</p>", slug="karathanasi"
    )
    factories.publish(stored(group.fr), date=group.fr.date.replace(day=19))
    look()
    call_command("update_index", verbosity=0)
    return person


def forget(name: str = LATIN, **options) -> str:
    out = io.StringIO()
    call_command("forget_person", name, stdout=out, **options)
    return out.getvalue()


def files_with_marks() -> list[Path]:
    stored = [path for path in Path(settings.PARVIS["STORE_DIR"]).rglob("*") if path.is_file()]
    return [path for path in stored if MARKS.search(_text(path.read_bytes()))]


def tables_with_marks() -> set[str]:
    return tables(lambda column: MARKS.search(_text(column)) is not None)


def _text(value: object) -> str:
    """A column as a reader of the file would see it: packed bytes unpacked, JSON without its escapes."""
    if isinstance(value, bytes | memoryview):
        body = bytes(value)
        return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode("utf-8", "replace")
    text = str(value)
    return text.encode().decode("unicode_escape", "replace") if "\\u" in text else text


def public_with_marks() -> list[str]:
    told = public_addresses(Server())
    return [path for path, body in told.items() if MARKS.search(body.decode("utf-8", "replace"))]


@pytest.mark.slow
def test_person_is_told_before_by_pages_feeds_and_api(known):
    told = public_with_marks()

    assert {
        "/fr/",
        "/feeds/fr/all/sessions.ics",
        "/api/v1/people?lang=fr",
        "/feeds/fr/all/changes.atom",
    } <= set(told)
    assert {
        "parvis_events_person",
        "wagtailcore_revision",
        "wagtailcore_page",
        "wagtail_localize_string",
    } <= tables_with_marks()


def test_forgotten_person_is_nowhere(known, monkeypatch):
    # A publication renews stored files for a tenth of a second, and leaves the rest to tick; this waits for no tick.
    monkeypatch.setattr(files, "BUDGET_SECONDS", -1)
    Client().get("/feeds/fr/all/sessions.atom")
    assert files_with_marks() != []

    forget()

    assert files_with_marks() == []

    assert tables_with_marks() == set()
    assert public_with_marks() == []
    assert files_with_marks() == []


def test_everything_else_stays(known, group):
    before = {page.pk: (page.slug, page.live) for page in Page.objects.all()}

    forget()

    assert {page.pk: (page.slug, page.live) for page in Page.objects.all()} == before
    page = stored(group.fr)
    assert (page.title, page.introduction) == ("Conversation avec …", "<p>Avec …, et <b>…</b>.</p>")
    assert (page.link, page.passcode, page.organisation_rows.count()) == (group.fr.link, group.fr.passcode, 1)
    assert [model.objects.exists() for model in (String, StringTranslation, TranslationSource)] == [True] * 3


def test_calendars_are_not_told_that_somebody_asked(known):
    from tests.feeds.world import read_all  # noqa: PLC0415

    path = "/feeds/fr/all/sessions.ics"
    before = re.findall(rb"SEQUENCE:\d+|UID:\S+|DTSTART\S+", read_all([path])[path])

    forget()

    assert re.findall(rb"SEQUENCE:\d+|UID:\S+|DTSTART\S+", read_all([path])[path]) == before


def test_what_was_done_is_said_and_addresses_that_may_hold_the_name_are_named(known):
    said = forget()

    assert "wagtailcore_revision: " in said
    assert "Look at this address, it may hold the name: /home/actualites/karathanasi/" in said


def test_another_way_of_writing_the_name_goes_too(known, group):
    factories.publish(stored(group.fr), body="<p>E. K. de l’Acropole</p>")

    forget(also=["E. K. de l’Acropole"])

    assert stored(group.fr).body == "<p>…</p>"


@pytest.mark.parametrize("name", [GREEK, LATIN, HEBREW])
def test_person_is_found_by_any_of_the_names(known, name):
    forget(name)

    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "said"), [("Nobody", "Nobody has the name"), ("Twin", "Several people have the name")]
)
def test_name_that_does_not_say_who_is_refused(known, name, said):
    for _each in range(2):
        Person.objects.create(name_original="Twin", script_language="en")

    with pytest.raises(CommandError, match=said):
        forget(name)
    assert Person.objects.count() == 3


def test_short_way_of_writing_is_refused_and_nothing_is_changed(known):
    with pytest.raises(CommandError, match="3 characters"):
        forget(also=["Z"])

    assert Person.objects.count() == 1
