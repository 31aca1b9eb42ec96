"""What there is to look at again in a session's draft."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.proofreading.findings import Draft, Finding, Kind, Meeting, Picture, findings_in, secrets_in

UTC = datetime.UTC
STARTS = datetime.datetime(2021, 5, 18, 11, 0, tzinfo=UTC)
NOW = datetime.datetime(2021, 5, 1, 9, 0, tzinfo=UTC)
MEETING = Meeting(
    link="https://zoom.example/j/81174854920?pwd=token",
    meeting_id="81174854920",
    passcode="314159",
    is_public=False,
)
DRAFT = Draft(
    language="fr",
    title="Construire des solidarités",
    texts={},
    public={},
    dates=frozenset({datetime.date(2021, 5, 18)}),
    times=frozenset({datetime.time(13, 0), datetime.time(14, 30)}),
    pictures=(),
    meeting=MEETING,
    takes_place=True,
    starts_at=STARTS,
)


def found(*, now=NOW, **changes) -> list[Finding]:
    """What there is to look at in DRAFT with these changes; prose is public."""
    changes = {"public": changes.get("texts", {})} | changes
    return findings_in(dataclasses.replace(DRAFT, **changes), now=now)


def test_draft_in_order_has_no_findings():
    texts = {"body": "Le mardi 18 mai, 13h00-14h30. Fondé en 1946, le 3 avril 1990 et à 100 %."}

    assert found(texts=texts, pictures=(Picture("poster", "Anna", "Une affiche"),)) == []


def test_sessions_at_the_same_time_are_named():
    assert found(others=("Décoloniser", "שלום")) == [
        Finding(Kind.CLASH, detail="Décoloniser"),
        Finding(Kind.CLASH, detail="שלום"),
    ]
    assert found(others=("Décoloniser",), takes_place=False) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://zoom.example/j/81174854920",
        "HTTPS://ZOOM.EXAMPLE/J/81174854920?pwd=token",
        "ID : 811 7485 4920",
        "811-7485-4920.",
        "811 7485\N{NO-BREAK SPACE}4920",
    ],
)
def test_link_or_id_in_a_text_is_found(text):
    assert found(texts={"body": text}) == [Finding(Kind.WAY_IN, "body")]


@given(
    separator=st.sampled_from(["", " ", "-", "\N{EN DASH}", "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"]),
    before=st.text(),
)
def test_id_is_found_whatever_separates_its_digits(separator, before):
    text = f"{before.rstrip('0123456789')} . " + separator.join("81174854920")

    assert secrets_in({"body": text}, MEETING) == [Finding(Kind.WAY_IN, "body")]


def test_other_numbers_are_no_meeting():
    assert found(texts={"body": "Tél. 01 42 61 32 02, 811, 7485"}) == []


def test_session_without_a_meeting_has_no_secret_to_find():
    assert found(texts={"body": "https://icom.example"}, meeting=Meeting("", "", "", is_public=True)) == []


@pytest.mark.parametrize("text", ["Code 314159 !", "code:314159.", "(314159)", "314159"])
def test_passcode_in_a_text_is_found_as_a_word(text):
    assert found(texts={"body": text, "minutes": "3141592"}) == [Finding(Kind.PASSCODE, "body")]


def test_way_in_is_found_in_what_is_no_prose_too():
    public = {"resource_rows": "https://zoom.example/j/81174854920", "replay": "zoom.example/j/81174854920"}

    assert found(public=public) == [Finding(Kind.WAY_IN, "resource_rows"), Finding(Kind.WAY_IN, "replay")]


def test_other_dates_of_the_year_are_pointed_out():
    texts = {"introduction": "Le 19 mai, le 18 juin 2021, le 18 mai 2020, le 18 mai."}

    assert found(texts=texts) == [
        Finding(Kind.OTHER_DATE, "introduction", "19 mai"),
        Finding(Kind.OTHER_DATE, "introduction", "18 juin 2021"),
    ]


def test_other_times_are_pointed_out():
    assert found(texts={"body": "à 12h30 et 13:00"}) == [Finding(Kind.OTHER_TIME, "body", "12h30")]


def test_long_title_is_pointed_out():
    assert [found(title="x" * length) for length in (70, 71)] == [[], [Finding(Kind.LONG_TITLE, detail="71")]]


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("fr", "Construire des solidarités", []),
        ("fr", "לבנות סולידריות במוזיאונים בזמן משבר", [Kind.SCRIPT]),
        ("he", "Construire des solidarités", [Kind.SCRIPT]),
        ("he", "לבנות סולידריות במוזיאונים עם ICOM", []),
        ("el", "Χτίζοντας αλληλεγγύη στα μουσεία", []),
        ("el", "Building solidarities in museums", [Kind.SCRIPT]),
        ("el", "ICOM France", []),
    ],
)
def test_text_in_another_script_is_pointed_out(language, text, kinds):
    assert [each.kind for each in found(language=language, texts={"body": text})] == kinds


def test_pictures_need_credit_and_alternative_text():
    pictures = (Picture("poster", "", "Une affiche"), Picture("photo_rows", "Anna", ""))

    assert found(pictures=pictures) == [Finding(Kind.NO_CREDIT, "poster"), Finding(Kind.NO_ALT, "photo_rows")]


@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        (datetime.timedelta(hours=24, seconds=1), []),
        (datetime.timedelta(hours=24), [Kind.NO_LINK]),
        (datetime.timedelta(seconds=1), [Kind.NO_LINK]),
        (datetime.timedelta(0), []),
    ],
)
def test_link_is_missed_in_the_last_day(before, kinds):
    without = dataclasses.replace(MEETING, link="", meeting_id="")

    assert [each.kind for each in found(meeting=without, now=STARTS - before)] == kinds


def test_session_that_is_joined_by_its_id_misses_no_link():
    by_id = dataclasses.replace(MEETING, link="")

    assert found(meeting=by_id, now=STARTS - datetime.timedelta(hours=1)) == []


def test_link_of_what_does_not_take_place_is_not_missed():
    without = dataclasses.replace(MEETING, link="", meeting_id="")

    assert found(meeting=without, now=STARTS - datetime.timedelta(hours=1), takes_place=False) == []
    assert found(meeting=without, now=STARTS, starts_at=None) == []


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"is_public": True}, [Kind.OPEN_DOOR]),
        ({"is_public": True, "passcode": ""}, [Kind.OPEN_DOOR]),
        ({"is_public": True, "passcode": "", "link": "https://zoom.example/j/81174854920"}, []),
        ({"is_public": False}, []),
    ],
)
def test_public_link_with_its_passcode_needs_somebody_at_the_door(changes, kinds):
    assert [each.kind for each in found(meeting=dataclasses.replace(MEETING, **changes))] == kinds
