"""View models from plain values: when, in which state, with which way in, in whose words. No page is rendered here."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from events import links
from events.groups import Group, group_at, grouped
from events.phrases import Name, Phrase, name_of
from events.presentation_session import language_rows
from events.presentation_state import joining_of, max_age_seconds, moment_of, notices_of, rule_of
from events.presentation_when import Elsewhere, build_when, zone_time
from events.templatetags import parvis

UTC = datetime.UTC
STARTS = datetime.datetime(2021, 5, 18, 11, 0, tzinfo=UTC)
CYCLE = SimpleNamespace(
    opens_before=datetime.timedelta(hours=1), closes_after=datetime.timedelta(minutes=30), disclosure="window"
)
LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]


def make_session(**fields) -> SimpleNamespace:
    """What the view models read of a session page: 18 May 2021, 13:00-14:30 in Paris."""
    facts = {
        "date": datetime.date(2021, 5, 18),
        "start_time": datetime.time(13, 0),
        "end_time": datetime.time(14, 30),
        "timezone": "Europe/Paris",
        "status": "confirmed",
        "previous_starts": [],
        "replay": "",
        "disclosure": "",
        "link": "https://zoom.example/j/81174854920",
        "meeting_id": "81174854920",
        "passcode": "314159",
    }
    return SimpleNamespace(**facts | fields)


def in_english(function, *args, **kwargs):
    with translation.override("en"):
        return function(*args, language="en", **kwargs)


# When


@pytest.mark.parametrize(
    ("language", "date", "weekday", "month"),
    [
        ("fr", "mardi 18 mai 2021", "mardi", "mai 2021"),
        ("en", "Tuesday, May 18, 2021", "Tuesday", "May 2021"),
        ("es", "martes, 18 de mayo de 2021", "martes", "mayo de 2021"),
        ("el", "Τρίτη 18 Μαΐου 2021", "Τρίτη", "Μάιος 2021"),
        ("he", "יום שלישי, 18 במאי 2021", "יום שלישי", "מאי 2021"),
        ("fi", "tiistai 18. toukokuuta 2021", "tiistai", "toukokuu 2021"),
    ],
)
def test_when_is_written_as_each_language_does(language, date, weekday, month):
    with translation.override(language):
        when = build_when(make_session(), language=language)

    assert (when.date, when.weekday, when.day, when.month, when.times) == (date, weekday, "18", month, "13:00-14:30")


def test_when_gives_instants_with_the_offset_of_the_zone():
    winter = make_session(date=datetime.date(2021, 1, 19))

    assert in_english(build_when, make_session()).start == "2021-05-18T13:00:00+02:00"
    assert in_english(build_when, winter).end == "2021-01-19T14:30:00+01:00"


def test_elsewhere_groups_cities_by_what_their_clocks_show():
    zones = ["Europe/Helsinki", "Europe/Paris", "Asia/Jerusalem", "America/New_York", "Europe/Berlin", "Europe/Athens"]

    when = in_english(build_when, make_session(), zones=zones)

    assert when.elsewhere == (
        Elsewhere(times="07:00-08:30", cities=("New York",)),
        Elsewhere(times="14:00-15:30", cities=("Helsinki", "Jerusalem", "Athens")),
    )


@pytest.mark.parametrize(
    ("zone", "times", "date"),
    [
        ("Pacific/Auckland", "06:00-07:30", "Wednesday, May 19, 2021"),
        ("Asia/Tokyo", "03:00-04:30", "Wednesday, May 19, 2021"),
        ("America/Los_Angeles", "11:00-12:30", ""),
        ("Asia/Karachi", "23:00-00:30", ""),
    ],
)
def test_elsewhere_says_the_date_where_it_is_another_day(zone, times, date):
    evening = make_session(start_time=datetime.time(20, 0), end_time=datetime.time(21, 30))

    when = in_english(build_when, evening, zones=[zone])

    assert [(place.times, place.date) for place in when.elsewhere] == [(times, date)]


def test_elsewhere_follows_clocks_that_change_on_other_days():
    march = make_session(date=datetime.date(2026, 3, 17))

    when = in_english(build_when, march, zones=["America/New_York"])

    assert [place.times for place in when.elsewhere] == ["08:00-09:30"]


@given(st.text(max_size=30))
def test_elsewhere_leaves_out_a_zone_that_is_none(zone):
    when = in_english(build_when, make_session(), zones=[zone, "Mars/Base"])

    assert len(when.elsewhere) <= 1


def test_zone_without_a_message_of_its_own_takes_the_citys_name():
    assert in_english(zone_time, "America/New_York") == "New York time"


# State and status


def moment(now: datetime.datetime, **fields):
    return moment_of(make_session(**fields), cycle=CYCLE, now=now)


def notice_kinds(now: datetime.datetime, **fields) -> list[str]:
    session = make_session(**fields)
    found = in_english(notices_of, session, moment_of(session, cycle=CYCLE, now=now), reason="")
    return [notice.kind for notice in found]


MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (STARTS - datetime.timedelta(hours=24) - MINUTE, []),
        (STARTS - datetime.timedelta(hours=24), ["soon"]),
        (STARTS - datetime.timedelta(minutes=60), ["open"]),
        (STARTS, ["live"]),
        (STARTS + datetime.timedelta(minutes=90), ["open"]),
        (STARTS + datetime.timedelta(minutes=120), ["ended"]),
    ],
)
def test_notices_follow_the_clock(now, kinds):
    assert notice_kinds(now) == kinds


def test_notice_of_a_past_session_with_replay():
    assert notice_kinds(STARTS + datetime.timedelta(days=1), replay="https://video.example") == ["replay"]


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_session_that_was_called_off_has_no_other_notice(status):
    previous = [(STARTS - datetime.timedelta(days=7)).isoformat()]

    assert notice_kinds(STARTS, status=status, previous_starts=previous) == [status]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime.datetime(2021, 5, 17, 21, 59, tzinfo=UTC), "Tomorrow"),
        (datetime.datetime(2021, 5, 17, 22, 0, tzinfo=UTC), "Today"),
    ],
)
def test_tomorrow_becomes_today_at_midnight_in_the_zone_of_the_session(now, words):
    session = make_session()

    notices = in_english(notices_of, session, moment_of(session, cycle=CYCLE, now=now), reason="")

    assert [notice.words for notice in notices] == [words]


def test_moved_session_says_from_when_and_why():
    earlier = ["2021-05-04T11:00:00+00:00", "2021-05-11T16:30:00+00:00"]
    session = make_session(previous_starts=earlier)
    now = STARTS - datetime.timedelta(days=3)

    notices = in_english(notices_of, session, moment_of(session, cycle=CYCLE, now=now), reason="Strike")

    assert [(notice.kind, notice.words, notice.detail) for notice in notices] == [
        ("moved", "New date: it was planned for Tuesday, May 11, 2021, 18:30", "Strike")
    ]


def test_session_that_moved_back_has_not_moved():
    assert notice_kinds(STARTS - datetime.timedelta(days=3), previous_starts=[STARTS.isoformat()]) == []


@pytest.mark.parametrize(("seconds", "expected"), [(3600, 60), (60, 60), (59.9, 59), (1, 1), (0.2, 0), (-5, 0)])
def test_max_age_never_passes_the_next_change(seconds, expected):
    assert max_age_seconds(STARTS + datetime.timedelta(seconds=seconds), now=STARTS) == expected


def test_max_age_is_a_minute_where_nothing_changes_any_more():
    assert max_age_seconds(None, now=STARTS) == 60


# The way in


def joining(now: datetime.datetime, **fields):
    session = make_session(**fields)
    return in_english(joining_of, session, moment_of(session, cycle=CYCLE, now=now), cycle=CYCLE)


@pytest.mark.parametrize(
    ("minutes", "phase", "has_button"), [(-61, "later", False), (-60, "now", True), (119, "now", True), (120, "over", False)]
)
def test_join_page_has_its_button_in_the_window(minutes, phase, has_button):
    found = joining(STARTS + minutes * MINUTE)

    assert (found.phase, found.has_button, found.details) == (phase, has_button, None)


def test_details_of_a_public_session_are_grouped_for_reading():
    details = joining(STARTS - 600 * MINUTE, disclosure="public").details

    assert (details.meeting_id, details.passcode) == ("811 7485 4920", "314159")


@pytest.mark.parametrize("fields", [{"disclosure": "nobody"}, {"status": "cancelled"}, {"link": "", "meeting_id": ""}])
def test_join_page_has_no_button_where_there_is_nothing_to_show(fields):
    assert joining(STARTS, **fields).has_button is False


def test_join_page_says_when_the_window_opens_in_the_zone_of_the_session():
    found = joining(STARTS - 600 * MINUTE)

    assert (found.opens_date, found.opens_time, found.zone) == ("Tuesday, May 18, 2021", "12:00", "Paris time")


@pytest.mark.parametrize(
    ("own", "cycles", "rule"),
    [("", "public", "public"), ("nobody", "public", "nobody"), ("sesame", "public", "nobody"), ("", "sesame", "nobody")],
)
def test_rule_of_the_session_comes_before_its_cycles(own, cycles, rule):
    assert rule_of(make_session(disclosure=own), cycle=SimpleNamespace(disclosure=cycles)) == rule


# Languages of a session


def rows_of(**offered) -> list[tuple[str, list[str]]]:
    session = SimpleNamespace(**{"spoken": [], "interpreted": [], "captioned": [], "slides": []} | offered)
    with translation.override("en"):
        return [(row.label, [phrase.text for phrase in row.languages]) for row in language_rows(session)]


def test_languages_spoken_and_interpreted_alike_are_simultaneous():
    rows = rows_of(spoken=["fr", "en"], interpreted=["en", "fr"], captioned=["he"])

    assert rows == [("Simultaneous languages", ["Français", "English"]), ("Captions in", ["עברית"])]


def test_languages_are_told_apart_where_they_differ():
    rows = rows_of(spoken=["fr"], interpreted=["en"], slides=["el"])

    assert rows == [("Spoken languages", ["Français"]), ("Interpretation into", ["English"]), ("Slides in", ["Ελληνικά"])]


# Words and names


def version(language: str, slug: str = "seance-7", *, is_origin: bool = False, key: str = "k") -> SimpleNamespace:
    return SimpleNamespace(language=language, slug=slug, is_origin=is_origin, translation_key=key)


def group(*versions) -> Group:
    return Group({each.language: each for each in versions})


@pytest.mark.parametrize(
    ("versions", "language", "chosen"),
    [
        (["fr", "en", "he"], "he", "he"),
        (["fr", "en"], "he", "en"),
        (["fr", "el"], "he", "fr"),
        (["el", "fi"], "he", "el"),
    ],
)
def test_words_are_the_readers_else_english_else_the_origins(versions, language, chosen):
    found = group(*(version(each, is_origin=each == "fr") for each in versions))

    assert found.words_for(language).language == chosen


def test_fallback_stands_at_the_origins_slug():
    found = group(version("en", "session-7"), version("fr", "seance-7", is_origin=True))

    assert (found.words_for("he").slug, found.fallback_slug("he")) == ("session-7", "seance-7")


def test_fallback_stands_at_the_slug_of_its_words_while_the_origin_is_not_public():
    assert group(version("en", "session-7")).fallback_slug("he") == "session-7"


def test_page_of_the_language_comes_before_a_fallback_at_the_same_slug():
    fallback = group(version("fr", "same", is_origin=True))
    own = group(version("he", "same", is_origin=True))

    assert group_at([fallback, own], language="he", slug="same") is own
    assert group_at([fallback], language="he", slug="same") is fallback
    assert group_at([fallback], language="he", slug="other") is None


def test_groups_keep_the_order_in_which_sessions_come():
    pages = [version("fr", key="b"), version("en", key="a"), version("he", key="b")]

    assert [(each.key, list(each.versions)) for each in grouped(pages)] == [("b", ["fr", "he"]), ("a", ["en"])]


def organisation(**fields) -> SimpleNamespace:
    names = {"name_original": "ICOM ישראל", "script_language": "he", "website": ""} | fields
    return SimpleNamespace(**names, name_in=lambda language: ("ICOM Israël", "fr"))


def test_name_in_its_own_script_stands_behind_the_readers():
    assert name_of(organisation(), language="fr") == Name(
        shown=Phrase("ICOM Israël", "fr"), original=Phrase("ICOM ישראל", "he")
    )


def test_name_that_is_the_same_is_not_said_twice():
    assert name_of(organisation(name_original="ICOM Israël"), language="fr").original is None


# What templates write


@given(st.text(), st.sampled_from(LANGUAGES))
def test_phrase_is_isolated_escaped_and_in_its_language(text, language):
    written = parvis.bdi(Phrase(text, language))

    inside = written.removeprefix(f'<bdi lang="{language}" dir="{Phrase(text, language).direction}">').removesuffix("</bdi>")
    assert not {"<", ">", '"', "'"} & set(inside)


def test_name_that_begins_in_latin_script_keeps_the_direction_of_its_language():
    assert parvis.bdi(Phrase("ICOM ישראל", "he")) == '<bdi lang="he" dir="rtl">ICOM ישראל</bdi>'


def test_names_are_parted_by_commas_and_nothing_else():
    names = [Name(Phrase("A", "fr")), Name(Phrase("B", "en"), website="https://b.example")]

    assert parvis.all_named(names) == (
        '<bdi lang="fr" dir="ltr">A</bdi>, <a href="https://b.example" rel="noopener"><bdi lang="en" dir="ltr">B</bdi></a>'
    )


def test_range_of_times_keeps_its_order_in_right_to_left_text():
    assert parvis.times("13:00-14:30") == '<bdi class="times" dir="ltr">13:00-14:30</bdi>'


@pytest.mark.parametrize(("active", "attributes"), [("he", ' lang="fr" dir="ltr"'), ("fr", "")])
def test_language_is_named_where_it_is_not_the_pages(active, attributes):
    with translation.override(active):
        assert parvis.lang_of("fr") == attributes


def test_feed_links_come_from_whoever_registered(monkeypatch):
    monkeypatch.setattr(links, "_registered", [])

    @links.register_feed_links
    def one(scope, language):
        return [(scope, language)]

    links.register_feed_links(one)

    assert links.feed_links("saison", "fr") == [("saison", "fr")]
