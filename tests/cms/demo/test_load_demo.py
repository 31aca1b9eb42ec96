"""The loaded demonstration, around 17 May 2021: what it holds, that it is made once, and that editors' work is left alone.

Loading takes seconds, so this module loads once and rolls back at its end; each test runs inside a savepoint.
"""

import datetime
import io
from collections import Counter

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction

from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, Site

from wagtail_localize.models import StringTranslation, Translation

from cms.demo.accounts import ACCOUNTS, PASSWORD
from events.models import (
    CyclePage,
    HomePage,
    LedgerEntry,
    NewsPage,
    Organisation,
    Person,
    ReservedCode,
    RhythmException,
    SessionPage,
)
from events.rhythm import follows
from feeds.models import Generation
from tests import factories
from tests.cms.demo.content import LANGUAGES, SITE, read

TODAY = "2021-05-17"
NOW = datetime.datetime(2021, 5, 17, 10, tzinfo=datetime.UTC)
SECRETS = ["zoom.example", "pwd=", "811 7485 4920", "81174854920", "314159"]
FEEDS = [
    f"/feeds/{language}/{scope}/{name}"
    for language in LANGUAGES
    for scope in ("all", "cycle-solidarites", "cycle-saison")
    for name in (
        "sessions.ics",
        "sessions.rss",
        "sessions.atom",
        "sessions.json",
        "news.rss",
        "news.atom",
        "news.json",
    )
]
COUNTED = [
    get_user_model(), get_image_model(), Page, Revision, Organisation, Person, ReservedCode, LedgerEntry, Translation,
    StringTranslation, PageLogEntry, ModelLogEntry,
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        with time_machine.travel(NOW):
            call_command("load_demo", f"--today={TODAY}", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
    cache.clear()


def load_again(*, today: str = TODAY) -> None:
    call_command("load_demo", f"--today={today}")


def session(code: str, language: str = "fr") -> SessionPage:
    return SessionPage.objects.get(code=code, locale__language_code=language)


def languages_of(code: str) -> set[str]:
    return {page.language for page in SessionPage.objects.filter(code=code, live=True)}


def state() -> tuple:
    counts = [model._default_manager.count() for model in COUNTED]
    pages = list(
        Page.objects.order_by("pk").values_list("pk", "title", "live", "latest_revision", "last_published_at")
    )
    return counts, pages, Generation.objects.values_list("number", flat=True).get()


def test_second_run_changes_nothing(client, capsys):
    feeds = ["/feeds/he/all/sessions.ics", "/feeds/fr/all/news.atom"]
    before, bodies = state(), [client.get(path).content for path in feeds]

    load_again()

    assert state() == before
    assert [client.get(path).content for path in feeds] == bodies
    assert capsys.readouterr().out == f"Demo: 0 things made; the season lies around {TODAY}.\n"


def test_run_on_another_day_leaves_the_season_where_it_is(capsys):
    before = state()

    load_again(today="2031-01-01")

    assert state() == before
    assert capsys.readouterr().out == f"Demo: 0 things made; the season lies around {TODAY}.\n"


def test_homes_stand_in_six_languages_below_one_site():
    site = Site.objects.get()
    homes = {page.language: page.title for page in HomePage.objects.filter(live=True)}

    assert homes == {language: read(language)["home"]["title"] for language in LANGUAGES}
    assert (site.hostname, site.port, site.root_page.specific.language) == ("parvis.example", 443, "fr")
    assert not Page.objects.filter(depth=2).not_type(HomePage).exists()


def test_session_7_has_the_facts_of_the_announcement():
    page, cycle = session("solidarites-7"), CyclePage.objects.get(code="solidarites", is_origin=True)

    assert (page.number, page.date, page.date.strftime("%A")) == (7, datetime.date(2021, 5, 18), "Tuesday")
    assert (page.start_time, page.end_time, page.timezone) == (
        datetime.time(13), datetime.time(14, 30), "Europe/Paris",
    )  # fmt: skip
    assert (page.platform, page.meeting_id, page.status, page.more_to_come) == (
        "Zoom", "81174854920", "confirmed", True,
    )  # fmt: skip
    assert (page.spoken, page.interpreted) == (["fr", "en", "es"], ["fr", "en", "es"])
    assert (page.poster is not None, page.photo_rows.count(), page.question_rows.count()) == (True, 12, 4)
    assert follows(cycle.rhythm, on=page.date)


def test_session_7_names_who_takes_part_who_moderates_and_who_pays():
    session_rows = [
        (row.organisation.code, row.role) for row in session("solidarites-7").organisation_rows.all()
    ]
    cycle_rows = [
        (row.organisation.name_in("en")[0], row.role)
        for row in CyclePage.objects.get(code="solidarites", is_origin=True).organisation_rows.all()
    ]

    assert Counter(session_rows) == Counter(
        [("icom-france", "moderator")]
        + [
            (code, "participant")
            for code in ("icom-finland", "icom-france", "icom-greece", "icom-israel", "cimuset")
        ]
    )
    assert cycle_rows == [
        ("ICOM France", "organiser"), ("ICOM Finland", "partner"), ("ICOM Greece", "partner"),
        ("ICOM Israel", "partner"), ("CIMUSET", "partner"), ("ICOM International", "funder"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "title", "cycle"),
    [
        (
            "fr",
            "Construire des solidarités entre musées du monde",
            "Solidarités, musées\u00a0: de quoi parle-t-on\u00a0?",
        ),
        (
            "en",
            "Building solidarities between museums around the world",
            "Solidarities, museums: what are we talking about?",
        ),
    ],
)
def test_session_7_has_the_titles_of_the_announcement(language, title, cycle):
    page = session("solidarites-7", language)

    assert (page.title, page.cycle.title) == (title, cycle)


def test_session_7_stands_in_two_languages_and_falls_back_in_the_others():
    assert languages_of("solidarites-7") == {"fr", "en"}
    assert {page.language for page in CyclePage.objects.filter(code="solidarites", live=True)} == set(
        LANGUAGES
    )


def test_photos_carry_captions_that_say_placeholder_and_the_printed_credits():
    rows = session("solidarites-7", "en").photo_rows.all()

    assert [row.credit for row in rows] == [photo["credit"] for photo in SITE["session7"]["photos"]]
    assert [row.caption.startswith("Placeholder for ") and bool(row.alt) for row in rows] == [True] * 12


def test_next_session_of_the_site_is_the_only_public_one():
    disclosures = {page.code: page.disclosure for page in SessionPage.objects.filter(is_origin=True)}

    assert {code for code, rule in disclosures.items() if rule} == {"solidarites-7"}
    assert disclosures["solidarites-7"] == "public"
    assert {page.disclosure for page in CyclePage.objects.all()} == {"window"}


@pytest.mark.parametrize(("code", "language"), [("solidarites-7", "fr"), ("solidarites-7", "en")])
def test_join_details_of_the_next_session_stand_on_its_page_until_the_window_closes(client, code, language):
    address = session(code, language).get_url()
    with time_machine.travel(NOW):
        before = client.get(address).content.decode()
    with time_machine.travel(datetime.datetime(2021, 5, 18, 13, 0, tzinfo=datetime.UTC)):
        after = client.get(address).content.decode()

    assert [detail in before for detail in ("811 7485 4920", "314159")] == [True, True]
    assert [secret for secret in SECRETS if secret in after] == []


def test_season_follows_its_rhythm_and_leaves_the_day_of_session_7_to_it():
    cycle = CyclePage.objects.get(code="saison", is_origin=True)
    days = list(
        SessionPage.objects.filter(code__startswith="saison-", is_origin=True)
        .order_by("number")
        .values_list("date", flat=True)
    )

    assert [day.isoformat() for day in days] == [
        "2021-01-19", "2021-02-16", "2021-03-16", "2021-04-20", "2021-06-15", "2021-07-20", "2021-08-17", "2021-09-21",
        "2021-10-19",
    ]  # fmt: skip
    assert all(follows(cycle.rhythm, on=day) for day in days)
    assert list(RhythmException.objects.filter(page=cycle).values_list("date", "change")) == [
        (datetime.date(2021, 5, 18), "skipped")
    ]


def test_season_has_every_situation():
    pages = {page.code: page for page in SessionPage.objects.filter(is_origin=True)}

    assert [pages[f"saison-{number}"].status for number in range(1, 10)] == [
        "confirmed", "confirmed", "confirmed", "cancelled", "confirmed", "postponed", "confirmed", "tentative", "confirmed",
    ]  # fmt: skip
    assert {code for code, page in pages.items() if page.replay} == {"saison-1", "saison-2"}
    assert {code for code, page in pages.items() if page.theme_pending} == {"saison-8"}
    assert {code: languages_of(code) for code in pages} == {
        **{f"saison-{number}": set(LANGUAGES) for number in (1, 2, 3, 4, 5, 6, 9)},
        "saison-7": {"fr"},
        "saison-8": {"fr", "en"},
        "solidarites-7": {"fr", "en"},
    }


@pytest.mark.parametrize("code", ["saison-4", "saison-6"])
def test_session_called_off_was_announced_first_and_gives_a_reason_in_every_language(code):
    entry = LedgerEntry.objects.get(code=code)
    change = entry.changes.get(kind="changed")

    assert (entry.sequence, change.fields, set(change.reasons)) == (1, ["status"], set(LANGUAGES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_those_of_the_content(language):
    page, words = session("saison-1", language), read(language)["season"]["sessions"]["reserves-ouvertes"]

    assert (page.title, page.introduction, page.minutes) == (
        words["title"],
        words["introduction"],
        words["minutes"],
    )
    assert [row.text for row in page.question_rows.all()] == words["questions"]
    assert [{"title": row.title, "url": row.url} for row in page.resource_rows.all()] == words["resources"]
    assert [row.name for row in page.channel_rows.all()] == [
        read(language)["channels"][code] for code in page.interpreted
    ]
    assert [row.alt for row in page.photo_rows.all()] == [photo["alt"] for photo in words["photos"].values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_news_stand_in_every_language(language):
    articles = NewsPage.objects.filter(live=True, locale__language_code=language).order_by("-date")

    assert [(page.title, page.image is not None) for page in articles] == [
        (read(language)["news"][row["key"]]["title"], True) for row in SITE["news"]
    ]


def test_every_translation_is_complete_in_the_translation_editor():
    incomplete = [
        translation.pk
        for translation in Translation.objects.all()
        if len(set(translation.get_progress())) > 1
    ]

    assert (incomplete, StringTranslation.objects.filter(has_error=True).count()) == ([], 0)
    assert (
        Translation.objects.filter(enabled=True).count()
        == Page.objects.filter(depth__gt=1).exclude(locale__language_code="fr").count()
    )


def test_publishing_a_translation_again_in_its_editor_keeps_every_word(django_capture_on_commit_callbacks):
    page = session("saison-1", "he")
    before = [
        page.title,
        page.minutes,
        [row.title for row in page.resource_rows.all()],
        [row.url for row in page.resource_rows.all()],
    ]

    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.get(
            source__object_id=page.translation_key, target_locale=page.locale
        ).save_target()

    page = session("saison-1", "he")
    assert [
        page.title,
        page.minutes,
        [row.title for row in page.resource_rows.all()],
        [row.url for row in page.resource_rows.all()],
    ] == before


def test_what_an_editor_changed_stays():
    factories.publish(session("saison-5"), title="Un autre titre", date=datetime.date(2021, 6, 16))
    factories.publish(session("saison-5", "he"), title="כותרת אחרת")
    Organisation.objects.filter(code="cimuset").update(website="https://other.example")
    get_user_model().objects.get(username="editor").set_password("another")
    before = state()

    load_again()

    assert state() == before
    assert (session("saison-5").title, session("saison-5", "he").date) == (
        "Un autre titre",
        datetime.date(2021, 6, 16),
    )
    assert Organisation.objects.get(code="cimuset").website == "https://other.example"


def test_what_an_editor_deleted_stays_deleted():
    session("saison-9").delete()
    session("saison-2", "es").delete()
    CyclePage.objects.get(code="solidarites", is_origin=True).delete()
    NewsPage.objects.filter(slug="une-fiche-pratique-pour-preparer-un-pret").first().delete()
    get_user_model().objects.get(username="contributor").delete()
    Person.objects.first().names.all().delete()
    before = state()

    load_again()

    assert state() == before


@pytest.mark.parametrize("path", FEEDS)
def test_feed_holds_no_way_into_a_meeting(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert [secret for secret in SECRETS if secret in answer.content.decode()] == []


@pytest.mark.parametrize("name", ACCOUNTS)
def test_account_logs_in_and_sees_the_admin(client, name):
    assert client.login(username=name, password=PASSWORD)
    assert client.get("/admin/").status_code == 200


def test_roles_that_an_administrator_changed_stay():
    user = get_user_model().objects.get(username="editor")
    group = user.groups.get()
    group.permissions.clear()

    load_again()

    assert group.permissions.count() == 0


def test_production_is_refused(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="never loads demonstration content"):
        load_again()


@pytest.mark.parametrize(
    "today", ["0001-01-01", "1969-12-31", "2101-01-01", "9999-12-31", "2021-02-29", "tomorrow"]
)
def test_day_that_no_season_can_lie_around_is_refused(today):
    with pytest.raises(CommandError, match="--today"):
        call_command("load_demo", f"--today={today}")
