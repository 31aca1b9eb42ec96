"""Previews of a session's page: at other moments, called off, and for readers without a translation."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail.models import Locale

import pytest
import time_machine
from bs4 import BeautifulSoup
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from events import previews
from events.models import LedgerEntry, ReservedCode, SessionPage
from events.page_previews import EXAMPLE_REPLAY
from tests import factories
from tests.admin_forms import AdminForm

pytestmark = pytest.mark.django_db

OWN = ["live", "after", "cancelled"]
SECRETS = ("planted-token", "314159", "811 7485 4920")
# A week before the session of the fixture, in its zone 13:00-14:30 on 18 May 2021.
NOW = datetime.datetime(2021, 5, 11, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def view(client, page, mode: str) -> BeautifulSoup:
    """The latest draft in a mode of preview."""
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def notices(found: BeautifulSoup) -> list[str]:
    return [each.get_text(" ", strip=True) for each in found.select(".session .notice")]


def secrets(found: BeautifulSoup) -> list[str]:
    return [secret for secret in SECRETS if secret in str(found)]


def modes(page) -> list[str]:
    return [mode for mode, _label in page.preview_modes if mode in OWN or mode.startswith("untranslated")]


# Which there are


def test_untranslated_is_offered_for_languages_of_the_cycle_without_a_public_page(session):
    cycle = session.get_parent().specific
    for language in ("en", "el", "he"):
        factories.translate(cycle, language)
    factories.translate(session, "en")
    factories.translate(session, "he", live=False)

    assert modes(SessionPage.objects.get(pk=session.pk)) == [*OWN, "untranslated-el", "untranslated-he"]


def test_new_session_has_previews_before_it_is_stored(session):
    factories.translate(session.get_parent().specific, "en")
    page = SessionPage(locale=session.locale, path=session._inc_path(), depth=session.depth)

    assert modes(page) == [*OWN, "untranslated-en"]
    assert modes(SessionPage()) == OWN


def test_label_names_the_language_in_itself(session):
    labels = {preview.mode: str(preview.label) for preview in previews.previews_of("session")}

    assert labels["untranslated-el"].endswith("Ελληνικά")
    assert labels["untranslated-he"].endswith("עברית")


def test_modes_cost_two_queries_for_a_page_and_lists_of_pages_none(session, django_assert_num_queries):
    page = SessionPage.objects.select_related("locale").get()

    with django_assert_num_queries(0):
        assert page.is_previewable()
    with django_assert_num_queries(2):
        assert page.preview_modes == page.preview_modes


# What they show


def test_live_is_the_page_during_the_session(admin, session):
    found = view(admin, factories.redraft(session, title="Autrement"), "live")

    assert (found.h1.get_text(strip=True), notices(found)) == ("Autrement", ["En direct maintenant"])
    assert found.select_one(".joining a.primary")["href"] == "/fr/join/solidarites-7/"


def test_after_is_the_page_with_the_replay_of_the_draft(admin, session):
    found = view(admin, factories.redraft(session, replay="https://replay.example/7"), "after")

    assert notices(found) == ["Enregistrement disponible"]
    assert found.select_one(".replay a.primary")["href"] == "https://replay.example/7"


def test_after_has_an_example_that_says_so_where_the_draft_has_no_replay(admin, session):
    found = view(admin, session, "after")

    assert found.select_one(".replay a.primary")["href"] == EXAMPLE_REPLAY
    assert len(notices(found)) == 1
    assert notices(found)[0].startswith("Enregistrement disponible. ")


def test_cancelled_shows_the_reason_of_the_draft_and_nowhere_to_join(admin, session):
    found = view(admin, factories.redraft(session, change_reason="Grève"), "cancelled")

    assert notices(found) == ["Annulée. Grève"]
    assert found.select(".joining a") == []


@pytest.mark.parametrize("mode", ["live", "after"])
def test_session_that_is_called_off_stays_so(admin, session, mode):
    session = factories.publish(session, status="cancelled")

    assert notices(view(admin, session, mode)) == ["Annulée"]


def test_untranslated_has_the_words_of_the_draft_marked_for_readers_of_the_language(admin, session):
    factories.translate(session.get_parent().specific, "he", title="סולידריות")

    found = view(admin, factories.redraft(session, title="Autrement"), "untranslated-he")

    assert (found.html["lang"], found.html["dir"]) == ("he", "rtl")
    assert found.h1.select_one("[lang=fr]").get_text() == "Autrement"
    assert "18 במאי 2021" in found.select_one(".session").get_text(" ", strip=True)
    assert found.select_one("meta[name=robots]")["content"] == "noindex"
    assert found.select_one(".cycle-name").get_text(strip=True) == "סולידריות"


def test_untranslated_has_the_words_that_readers_will_get_with_the_facts_of_the_draft(admin, session):
    factories.translate(session.get_parent().specific, "el")
    factories.translate(session, "en", title="Exchanges")

    found = view(admin, factories.redraft(session, start_time=datetime.time(12)), "untranslated-el")

    assert found.h1.select_one("[lang=en]").get_text() == "Exchanges"
    assert found.select_one(".facts-list").get_text(" ", strip=True).count("12:00-14:30") == 1


def test_untranslated_where_the_cycle_has_no_page_is_the_page_itself(admin, session):
    assert view(admin, session, "untranslated-fi").html["lang"] == "fr"


# What is shown of the way into the meeting


@pytest.mark.parametrize(
    ("disclosure", "mode", "is_shown"),
    [
        ("public", "live", True),
        ("public", "after", False),
        ("public", "cancelled", False),
        ("public", "untranslated-en", True),
        ("window", "live", False),
        ("window", "after", False),
        ("nobody", "live", False),
        ("nobody", "untranslated-en", False),
    ],
)
def test_way_into_the_meeting_is_shown_where_disclosure_shows_it_at_that_moment(
    admin, session, disclosure, mode, is_shown
):
    factories.translate(session.get_parent().specific, "en")
    session = factories.publish(session, disclosure=disclosure)

    found = secrets(view(admin, session, mode))

    assert found == (list(SECRETS) if is_shown else [])


# Nothing is kept


def test_previews_store_nothing_and_leave_the_page_as_it_is(admin, session):
    factories.translate(session.get_parent().specific, "en")
    tables = (SessionPage, LedgerEntry, ReservedCode)
    before = [list(model.objects.order_by("pk").values()) for model in tables]

    with CaptureQueriesContext(connection) as queries:
        for mode in [*OWN, "untranslated-en"]:
            view(admin, session, mode)

    assert [each["sql"][:70] for each in queries if not each["sql"].startswith("SELECT")] == []
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before


def test_new_session_is_shown_as_it_will_be_while_it_is_on(admin, session):
    args = ("parvis_events", "sessionpage", session.get_parent().pk)
    form = AdminForm(admin, reverse("wagtailadmin_pages:add", args=args))
    sent = form.fields.copy()
    sent["title"], sent["date"] = "Jamais publiée", "2021-06-15"
    url = reverse("wagtailadmin_pages:preview_on_add", args=args)
    assert admin.post(url, dict(sent.lists())).json() == {"is_valid": True, "is_available": True}

    found = BeautifulSoup(admin.get(url, {"mode": "live"}).content, "lxml")

    assert (found.h1.get_text(strip=True), notices(found)) == ("Jamais publiée", ["En direct maintenant"])
    assert SessionPage.objects.count() == 1


def test_editor_of_translations_has_the_previews_too(admin, session):
    translate_object(session.get_parent().specific, [Locale.objects.get(language_code="el")])
    for cycle in session.get_parent().specific.group():
        factories.publish(cycle)
    translate_object(session, [Locale.objects.get(language_code="he")])
    hebrew = SessionPage.objects.get(locale__language_code="he")
    translation = Translation.objects.get(
        source__object_id=session.translation_key, target_locale=hebrew.locale
    )

    form = admin.get(reverse("wagtailadmin_pages:edit", args=[hebrew.pk])).content.decode()
    url = reverse("wagtail_localize:preview_translation", args=[translation.pk, "untranslated-el"])

    assert url in form
    assert BeautifulSoup(admin.get(url).content, "lxml").html["lang"] == "el"
