"""One session: every word, date and address that a subscriber reads of it."""

import datetime

from django.db import transaction

import pytest
import time_machine

from events.models import (
    CycleOrganisation,
    LedgerEntry,
    Organisation,
    Person,
    SessionOrganisation,
    SessionPage,
    SessionPerson,
)
from feeds.documents import Event, Picture
from tests import factories
from tests.feeds.reading_pieces import events
from tests.feeds.world import make_image, make_person, utc

pytestmark = pytest.mark.django_db

LATER = utc(2120, 1, 1)


def event(language: str = "fr") -> Event:
    """The only session that there is."""
    (only,) = events(language)
    return only


def with_rows(page, *rows, **fields):
    """Published, with more rows of organisations and people."""
    draft = page.get_latest_revision_as_object()
    for row in rows:
        (draft.organisation_rows if hasattr(row, "organisation_id") else draft.person_rows).add(row)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


# Facts


def test_facts_of_the_session_are_those_of_the_event(session):
    found = event()

    assert (found.key, found.uid, found.code, found.sequence) == (
        session.translation_key, f"{session.translation_key}@parvis.example", "solidarites-7", 0,
    )  # fmt: skip
    assert (found.starts_at, found.ends_at, found.timezone) == (
        utc(2021, 5, 18, 11),
        utc(2021, 5, 18, 12, 30),
        "Europe/Paris",
    )
    assert (found.url, found.join_url) == (
        "https://parvis.example/fr/solidarites/seance-7/", "https://parvis.example/fr/join/solidarites-7/",
    )  # fmt: skip
    assert (found.platform, found.languages, found.categories) == (
        "Zoom",
        ("fr", "en", "es"),
        ("Solidarités, musées",),
    )


@pytest.mark.parametrize(
    ("status", "summary", "title", "can_be_joined"),
    [
        (
            "tentative",
            "To be confirmed: Session 7: A",
            "May 18, 2021, 13:00 Paris: To be confirmed: Session 7: A",
            True,
        ),
        ("confirmed", "Session 7: A", "May 18, 2021, 13:00 Paris: Session 7: A", True),
        ("postponed", "Postponed: Session 7: A", "May 18, 2021, 13:00 Paris: Postponed: Session 7: A", False),
        ("cancelled", "Cancelled: Session 7: A", "May 18, 2021, 13:00 Paris: Cancelled: Session 7: A", False),
    ],
)
def test_status_is_said_and_closes_the_join_address(session, status, summary, title, can_be_joined):
    factories.translate(session, "en", title="A")
    factories.publish(session, status=status)

    found = event("en")

    assert (found.status, found.summary, found.headline, found.title) == (status, summary, title, "A")
    assert (found.join_url is not None, "/en/join/solidarites-7/" in found.description) == (
        can_be_joined,
        can_be_joined,
    )


def test_session_without_a_number_has_none_in_its_titles(cycle):
    factories.translate(
        factories.make_session(cycle, number=None, code="assemblee", slug="assemblee"), "en", title="A"
    )

    assert (event("en").summary, event("en").headline) == ("A", "May 18, 2021, 13:00 Paris: A")


def test_theme_to_come_is_said_in_the_reader_s_language(session):
    factories.translate(session, "en", title="Not yet known")
    factories.publish(session, theme_pending=True)

    titles = {language: (event(language).lang, event(language).title) for language in ("fr", "en", "es")}

    assert titles == {
        "fr": ("fr", "Thème à venir"),
        "en": ("en", "Theme to come"),
        "es": ("es", titles["es"][1]),
    }
    assert event("en").summary == "Session 7: Theme to come"
    assert "[" not in event("es").summary


def test_poster_is_the_picture_with_its_words(session):
    image = make_image(filename="affiche.png")
    factories.publish(session, poster=image, poster_alt="Deux mains", poster_credit="M. Durand")

    assert event().picture == Picture(
        url=f"https://parvis.example{image.file.url}", mime_type="image/png", length=image.file_size, width=640, height=480,
        alt="Deux mains", credit="M. Durand",
    )  # fmt: skip


def test_picture_of_a_kind_that_feeds_do_not_know_is_left_out(session):
    image = make_image()
    type(image).objects.filter(pk=image.pk).update(file="original_images/affiche.tiff")
    factories.publish(session, poster=image)

    assert event().picture is None


# Words and their languages


def test_fallback_is_marked_names_its_language_and_stands_under_the_reader_s_own_cycle(session):
    factories.translate(session, "en", title="Building")
    factories.translate(session.get_parent().specific, "es", title="Solidaridades")

    spanish, hebrew = event("es"), event("he")

    assert [(each.lang, each.is_fallback, each.title) for each in (spanish, hebrew)] == [
        ("en", True, "Building")
    ] * 2
    assert [each.summary.startswith("[EN] ") for each in (spanish, hebrew)] == [True, True]
    assert spanish.url == "https://parvis.example/es/solidarites/seance-7/"
    assert hebrew.url == "https://parvis.example/en/solidarites/seance-7/"
    assert spanish.join_url == "https://parvis.example/es/join/solidarites-7/"
    assert spanish.categories == ("Solidaridades",)


def test_own_words_are_not_marked(session):
    factories.translate(session, "he", title="סולידריות")

    found = event("he")

    assert (found.lang, found.is_fallback, found.title, "[" in found.summary) == (
        "he",
        False,
        "סולידריות",
        False,
    )


def test_session_whose_words_exist_in_hebrew_only_is_in_every_feed(site):
    cycle = factories.make_cycle(site, language="he", title="סולידריות", slug="solidarites")
    factories.make_session(cycle, title="מוזיאונים")

    found = {language: event(language) for language in ("fr", "en", "he")}

    assert {language: (each.lang, each.is_fallback) for language, each in found.items()} == {
        "fr": ("he", True), "en": ("he", True), "he": ("he", False),
    }  # fmt: skip
    assert found["en"].summary == "[HE] Session 7: מוזיאונים"
    assert found["en"].url == "https://parvis.example/he/solidarites/seance-7/"


def test_fallback_address_has_the_slug_of_the_origin(session):
    factories.translate(session, "en", title="Building", slug="building")
    factories.translate(session.get_parent().specific, "es")

    assert event("es").url == "https://parvis.example/es/solidarites/seance-7/"


def test_unpublished_origin_with_a_live_follower_leaves_the_follower_s_words(session):
    factories.translate(session, "en", title="Building", slug="building")
    factories.translate(session.get_parent().specific, "es")
    SessionPage.objects.get(pk=session.pk).unpublish()

    assert [(event(each).lang, event(each).title, event(each).url) for each in ("fr", "es")] == [
        ("en", "Building", "https://parvis.example/fr/solidarites/building/"),
        ("en", "Building", "https://parvis.example/es/solidarites/building/"),
    ]


def test_text_has_date_introduction_questions_people_and_languages_in_this_order(session):
    factories.publish(session, introduction="<p>Que <b>faire</b> ?</p>", more_to_come=True)
    draft = SessionPage.objects.get(pk=session.pk).get_latest_revision_as_object()
    draft.question_rows = [
        type(draft).question_rows.rel.related_model(text=text, locale=draft.locale)
        for text in ("Qui ?", "Où ?")
    ]
    draft.save_revision().publish()
    greece = factories.make_organisation()
    person, moderator = make_person(), make_person("Émilie Girard", script_language="fr", name_latin="")
    with_rows(
        SessionPage.objects.get(pk=session.pk),
        SessionOrganisation(organisation=greece, role="participant"),
        SessionPerson(person=person, role="speaker"),
        SessionPerson(person=moderator, role="moderator"),
    )
    factories.translate(
        SessionPage.objects.get(pk=session.pk),
        "en",
        title="Building",
        introduction="<p>What to <b>do</b>?</p>",
    )

    found = event("en")

    assert found.description.split("\n\n") == [
        "Tuesday, May 18, 2021, 13:00-14:30, Paris time",
        "What to do?",
        "1. Qui ?\n2. Où ?",
        "With: ICOM Greece, Niki Papadopoulou",
        "More participants to come.",
        "Moderated by: Émilie Girard",
        "Languages: French, English, Spanish",
        "Join:\nhttps://parvis.example/en/join/solidarites-7/",
        "On the site:\nhttps://parvis.example/en/solidarites/seance-7/",
    ]
    assert found.content_html == (
        "<p>Tuesday, May 18, 2021, 13:00-14:30, Paris time</p><p>What to <b>do</b>?</p>"
        "<ol><li>Qui ?</li><li>Où ?</li></ol><p>With: ICOM Greece, Niki Papadopoulou</p><p>More participants to come.</p>"
        "<p>Moderated by: Émilie Girard</p><p>Languages: French, English, Spanish</p>"
        '<p>Join: <a href="https://parvis.example/en/join/solidarites-7/">https://parvis.example/en/join/solidarites-7/</a></p>'
    )
    assert found.excerpt == "What to do?"


def test_fallback_says_so_in_the_reader_s_language(session):
    assert "Not yet translated: the text is in French." in event("en").description.split("\n\n")


def test_session_without_an_introduction_is_summed_up_by_its_title(session):
    assert event().excerpt == "Construire des solidarités"


def test_excerpt_is_plain_and_short(session):
    factories.publish(session, introduction=f"<p>{'mot ' * 200}</p>")

    assert (len(event().excerpt) <= 300, event().excerpt.endswith("mot…")) == (True, True)


def test_link_to_a_page_leads_to_it_in_the_reader_s_language(session):
    english = factories.translate(session.get_parent().specific, "en")
    text = f'<p><a linktype="page" id="{session.get_parent().pk}">cycle</a></p>'
    factories.publish(session, introduction=text)

    assert '<a href="https://parvis.example/fr/solidarites/">cycle</a>' in event("fr").content_html
    assert '<a href="https://parvis.example/en/solidarites/">cycle</a>' in event("en").content_html
    assert "cycle (https://parvis.example/en/solidarites/)" in event("en").description
    assert english.locale.language_code == "en"


# Who publishes it


def test_organiser_is_the_session_s_then_the_cycle_s_then_the_site(session):
    names = [(event().organizer_name, event().organizer_email, event().organizer_url, event().authors)]
    greece = factories.make_organisation(
        contact_email="contact@icom.example", website="https://icom-greece.example/"
    )
    with_rows(session.get_parent().specific, CycleOrganisation(organisation=greece, role="organiser"))
    names.append((event().organizer_name, event().organizer_email, event().organizer_url, event().authors))
    israel = factories.make_organisation(
        "icom-israel", name_original="ICOM Israel", name_latin="", script_language="he"
    )
    israel.names = []
    israel.save()
    with_rows(
        SessionPage.objects.get(pk=session.pk), SessionOrganisation(organisation=israel, role="organiser")
    )
    names.append((event().organizer_name, event().organizer_email, event().organizer_url, event().authors))

    assert names == [
        ("Parvis fr", None, "https://parvis.example/fr/", ("Parvis fr",)),
        ("ICOM Grèce", "contact@icom.example", "https://icom-greece.example/", ("ICOM Grèce",)),
        ("ICOM Israel", None, "https://parvis.example/fr/", ("ICOM Israel",)),
    ]


def test_website_that_no_browser_should_open_does_not_cost_the_session(session):
    bad = factories.make_organisation(website="javascript:alert(1)", contact_email="no address")
    with_rows(session, SessionOrganisation(organisation=bad, role="organiser"))

    assert (event().organizer_url, event().organizer_email) == ("https://parvis.example/fr/", None)


def test_other_roles_do_not_organise(session):
    with_rows(session, SessionOrganisation(organisation=factories.make_organisation(), role="funder"))

    assert (event().organizer_name, "ICOM" in event().description) == ("Parvis fr", False)


# Dates


def test_dates_are_those_of_the_ledger(session):
    entry = LedgerEntry.objects.get()

    assert (event().created, event().published) == (entry.first_published.replace(microsecond=0),) * 2


@pytest.fixture
def settled(session):
    """A session published long ago, with everything that it uses; each of these may be newer than it."""
    greece = factories.make_organisation()
    with_rows(
        session,
        SessionOrganisation(organisation=greece, role="participant"),
        SessionPerson(person=make_person(), role="speaker"),
    )
    with_rows(
        session.get_parent().specific,
        CycleOrganisation(organisation=factories.make_organisation("mecene"), role="organiser"),
    )
    factories.translate(session, "en", title="Building")
    return SessionPage.objects.get(pk=session.pk)


CHANGED_LATER = {
    "organisation": lambda session: _renamed(Organisation.objects.get(code="icom-greece")),
    "organiser of the cycle": lambda session: _renamed(Organisation.objects.get(code="mecene")),
    "person": lambda session: _renamed(Person.objects.get()),
    "cycle": lambda session: factories.publish(session.get_parent().specific, title="Autrement"),
    "home": lambda session: factories.publish(session.get_parent().get_parent().specific, title="Autrement"),
    "words": lambda session: factories.publish(session, introduction="<p>Autrement</p>"),
}


def _renamed(snippet) -> None:
    snippet.name_original = "Autrement"
    snippet.save()


def test_last_modified_is_the_newest_of_what_is_used(settled):
    before, found = event().last_modified, {}
    for name, change in CHANGED_LATER.items():
        with transaction.atomic(), time_machine.travel(LATER, tick=False):
            change(SessionPage.objects.get(pk=settled.pk))
            found[name] = event().last_modified
            transaction.set_rollback(True)

    assert found == dict.fromkeys(CHANGED_LATER, LATER)
    assert event().last_modified == before < LATER


def test_words_of_one_language_do_not_modify_another_s(settled):
    before = event("fr").last_modified
    english = SessionPage.objects.get(locale__language_code="en")
    with time_machine.travel(LATER, tick=False):
        factories.publish(english, introduction="<p>Otherwise</p>")

    assert (event("fr").last_modified, event("en").last_modified, event("he").last_modified) == (
        before,
        LATER,
        LATER,
    )


def test_date_moved_modifies_every_language_and_raises_the_sequence(settled):
    with time_machine.travel(LATER, tick=False):
        factories.publish(settled, date=datetime.date(2021, 5, 19))

    found = [event(language) for language in ("fr", "en", "he")]
    assert [(each.sequence, each.last_modified, each.date.day) for each in found] == [(1, LATER, 19)] * 3
