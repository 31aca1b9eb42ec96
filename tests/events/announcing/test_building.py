"""What an announcement says of status, change, language and time; and that its texts lead to absolute addresses."""

import datetime

from django.utils.translation import override

import pytest

from events.announcing.lines import plain, times
from tests import factories
from tests.events import announced as fixture
from tests.events.announced import DAY_BEFORE
from tests.events.announcing.made import LANGUAGES, announced, announcements, everything, renderings

pytestmark = pytest.mark.django_db


def test_announcement_stands_for_each_language_of_the_site(session):
    found = announcements(session)

    assert list(found) == LANGUAGES
    assert [each.direction for each in found.values()] == ["ltr", "ltr", "ltr", "ltr", "rtl", "ltr"]


def test_draft_that_nobody_may_see_is_not_announced(cycle):
    assert announcements(factories.make_session(cycle, live=False)) == {}


def test_draft_words_of_a_published_session_are_not_announced(session):
    draft = session.get_latest_revision_as_object()
    draft.title = "Pas encore publié"
    draft.save_revision()

    assert "Pas encore" not in everything(announced(session))


# Status


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({}, "Session 7: Construire des solidarités"),
        ({"status": "cancelled"}, "Cancelled: Session 7: Construire des solidarités"),
        ({"status": "postponed"}, "Postponed: Session 7: Construire des solidarités"),
        ({"status": "tentative"}, "To be confirmed: Session 7: Construire des solidarités"),
        ({"date": datetime.date(2021, 5, 25)}, "New date: Session 7: Construire des solidarités"),
        ({"theme_pending": True}, "Session 7: Theme to come"),
        ({"number": None}, "Construire des solidarités"),
        ({"title": "100 % musées %(title)s"}, "Session 7: 100 % musées %(title)s"),
    ],
)
def test_heading_and_subject_say_status_and_number(session, fields, heading):
    found = announced(factories.publish(session, **fields), "en")

    assert found.heading == heading
    assert found.subject.removeprefix("[FR] ") == f"{heading} - {found.when.date}"


@pytest.mark.parametrize(
    ("fields", "notice"),
    [
        ({"status": "cancelled", "change_reason": "Grève"}, "Cancelled - Grève"),
        ({"status": "postponed"}, "Postponed: the new date is not known yet"),
        ({"status": "tentative"}, "To be confirmed"),
        (
            {"date": datetime.date(2021, 5, 25), "change_reason": "Grève"},
            "New date: it was planned for Tuesday, May 18, 2021, 13:00 - Grève",
        ),
    ],
)
def test_change_is_said_with_its_reason_in_mail_and_poster(session, fields, notice):
    said = renderings(announced(factories.publish(session, **fields), "en"))

    assert [where for where, text in said.items() if notice not in text] == []


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_session_that_was_called_off_has_no_way_in_and_no_calendar_entry(session, status):
    found = announced(factories.publish(session, status=status))

    assert (found.way_in, found.calendar) == (None, "")
    assert "/join/" not in everything(found)


def test_announcement_does_not_say_what_is_over_when_it_is_read(session):
    said = renderings(announced(session, "en", at=DAY_BEFORE.replace(hour=14)))

    assert [where for where, text in said.items() if "Tomorrow" in text] == []


def test_announcement_after_the_session_leads_to_the_replay(session):
    session = factories.publish(session, replay="https://video.example/7")

    before, after = announced(session, "en"), announced(session, "en", at=fixture.CLOSES)

    assert (before.replay, after.replay) == ("", "https://video.example/7")
    assert after.way_in is None
    assert [where for where, text in renderings(after).items() if "https://video.example/7" not in text] == []


@pytest.mark.parametrize(
    ("disclosure", "sentence"),
    [
        ("window", "The way in opens on Tuesday, May 18, 2021 at 12:00, Paris time."),
        ("nobody", "The organisers send the way into this meeting to participants directly."),
    ],
)
def test_way_in_says_how_it_opens(session, disclosure, sentence):
    way_in = announced(factories.publish(session, disclosure=disclosure), "en").way_in

    assert (way_in.address, way_in.opens) == ("https://parvis.example/en/join/solidarites-7/", sentence)


# Time


def test_partners_on_another_day_get_their_date(session):
    organisation = factories.make_organisation("auckland", timezone="Pacific/Auckland")
    session = factories.add_organisation(
        factories.publish(session, start_time=datetime.time(20, 0), end_time=datetime.time(21, 30)),
        organisation,
    )

    found = announced(session, "en")

    assert list(map(plain, times(found.when))) == [
        "20:00-21:30, Paris time", "06:00-07:30 Auckland (Wednesday, May 19, 2021)",
    ]  # fmt: skip


# Language


def test_fallback_is_marked_wherever_it_is_read(session):
    found = announced(session, "el")

    assert found.is_fallback
    assert found.subject.startswith("[FR] Συνεδρία 7: Construire")
    assert [
        where for where, text in renderings(found).items() if "[FR] Δεν έχει μεταφραστεί" not in text
    ] == []


def test_translation_has_no_mark(session):
    factories.translate(session, "el", title="Αλληλεγγύη")

    found = announced(session, "el")

    assert found.subject == "Συνεδρία 7: Αλληλεγγύη - Τρίτη 18 Μαΐου 2021"
    assert "[FR]" not in everything(found)


def test_announcement_speaks_its_own_language_whatever_the_editor_reads(session):
    in_english = everything(announced(session, "he"))

    with override("fi"):
        assert everything(announced(session, "he")) == in_english


# Organisations


def test_organisations_are_named_by_role_where_no_sentence_names_them(announcement):
    cycle = announcement.get_parent().specific
    fund = factories.make_organisation("fund", name_original="Fonds", script_language="fr", name_latin="")
    rows = [
        *cycle.organisation_rows.all(),
        type(cycle.organisation_rows.first())(organisation=fund, role="funder"),
    ]
    factories.publish(cycle, initiative="", funding="", organisation_rows=rows)

    named = announced(announcement, "en").cycle.credits

    assert [(each.label, [name.shown.text for name in each.names]) for each in named] == [
        ("Organised by", ["ICOM France"]),
        ("In partnership with", ["ICOM Suomi", "ICOM Greece", "ICOM Israel", "CIMUSET"]),
        ("With the support of", ["Fonds"]),
    ]
    said = renderings(announced(announcement, "en"))
    assert [where for where, text in said.items() if "Organised by: ICOM France" not in text] == []


def test_no_role_is_named_where_sentences_name_them(announcement):
    assert announced(announcement).cycle.credits == ()


# Addresses


def test_links_in_texts_lead_to_absolute_addresses_of_public_pages(session):
    cycle = session.get_parent().specific
    draft = factories.make_session(cycle, number=8, live=False)
    links = f'<a linktype="page" id="{cycle.pk}">cycle</a> <a linktype="page" id="{draft.pk}">brouillon</a> <a href="/fr/">accueil</a>'
    found = announced(factories.publish(session, introduction=f"<p>Un {links}</p>"))

    assert found.introduction.html == (
        '<p>Un <a href="https://parvis.example/fr/solidarites/">cycle</a> <a>brouillon</a> '
        '<a href="https://parvis.example/fr/">accueil</a></p>'
    )
    assert found.introduction.text == (
        "Un cycle (https://parvis.example/fr/solidarites/) brouillon accueil (https://parvis.example/fr/)"
    )


def test_equal_moments_give_equal_announcements(announcement):
    assert announcements(announcement) == announcements(announcement)


def test_theme_to_come_is_in_the_readers_language_and_has_no_mark(session):
    found = announced(factories.publish(session, theme_pending=True), "el")

    assert (found.mark, found.is_fallback) == ("", True)
    assert not found.subject.startswith("[")
