"""The real session stands as it was announced; the season shows every situation."""

import datetime
from collections import Counter

import pytest
import time_machine

from events.models import CyclePage, LedgerEntry, RhythmException, SessionPage
from events.rhythm import follows
from tests.cms.demo.content import LANGUAGES, SITE
from tests.cms.demo.loaded import NOW, SECRETS, languages_of, session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


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
