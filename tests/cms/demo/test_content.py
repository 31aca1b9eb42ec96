"""The demonstration's facts: what is real stands as announced, what is secret is invented, what is named exists."""

import re
import unicodedata
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from tests.cms.demo.content import CONTENT, LANGUAGES, PHOTOS, SESSIONS, SITE, WORDS, everything, read


def slug_of(title: str) -> str:
    plain = unicodedata.normalize("NFD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "-")).strip("-")


def test_content_holds_one_file_for_facts_and_one_for_each_language():
    assert {path.name for path in CONTENT.iterdir()} == {f"{name}.toml" for name in ("site", *LANGUAGES)}
    assert SITE["site"]["languages"] == list(LANGUAGES)


def test_every_fact_that_takes_words_has_them_in_french():
    words = read("fr")

    assert set(words["season"]["sessions"]) == set(SESSIONS)
    assert set(words["news"]) == {news["key"] for news in SITE["news"]}
    assert set(words["organisations"]) == {organisation["key"] for organisation in SITE["organisations"]}
    assert set(words["people"]) == {person["key"] for person in SITE["people"]}
    assert list(words["session7"]["photos"]) == [photo["key"] for photo in SITE["session7"]["photos"]]


def test_addresses_lead_to_reserved_hosts_only():
    addresses = [
        address for _name, _key, text in everything() for address in re.findall(r"https?://\S+|\S+@\S+", text)
    ]
    hosts = {
        urlsplit(address).hostname if "//" in address else address.split("@")[1] for address in addresses
    }

    assert len(hosts) > 1
    assert {host for host in hosts if not host.endswith(".example")} == set()


def test_meeting_secrets_are_the_invented_ones():
    tokens = {token for _name, _key, text in everything() for token in re.findall(r"pwd=(.*)", text)}

    assert tokens == {"demo-invented-token"}
    assert {part["passcode"] for part in (SITE["session7"], SITE["season"])} == {"314159"}
    assert {urlsplit(part["link"]).hostname for part in (SITE["session7"], SITE["season"])} == {
        "zoom.example"
    }


def test_season_has_a_session_for_every_situation_in_order_of_time():
    assert [session["role"] for session in SITE["season"]["sessions"]] == [
        "past_replay", "past_replay", "past", "cancelled", "next", "postponed", "untranslated", "theme_pending", "future",
    ]  # fmt: skip
    assert [session["number"] for session in SITE["season"]["sessions"]] == list(range(1, 10))


def test_only_the_next_session_is_disclosed_to_everyone():
    assert [session["key"] for session in SESSIONS.values() if session["disclosure"] == "public"] == [
        "reparer-ensemble"
    ]
    assert [part["disclosure"] for part in (SITE["cycle"], SITE["season"])] == ["window", "window"]


def test_season_keeps_the_rhythm_of_the_real_cycle():
    rhythm = ("weekday", "ordinal", "start_time", "end_time", "timezone")

    assert [SITE["season"][name] for name in rhythm] == [SITE["cycle"][name] for name in rhythm]
    assert [SITE["cycle"][name] for name in rhythm] == [1, 3, "13:00", "14:30", "Europe/Paris"]


@pytest.mark.parametrize(
    ("slug", "title"),
    [(SITE["cycle"]["slug"], "cycle.title"), (SITE["session7"]["slug"], "session7.title")]
    + [(news["slug"], f"news.{news['key']}.title") for news in SITE["news"]]
    + [(s["slug"], f"season.sessions.{s['key']}.title") for s in SESSIONS.values() if not s["theme_pending"]],
)
def test_slug_is_the_ascii_form_of_the_french_title(slug, title):
    assert slug == slug_of(WORDS["fr"][title].replace("’", "-"))


def test_references_name_what_exists():
    organisations = {organisation["key"] for organisation in SITE["organisations"]}
    people = {person["key"] for person in SITE["people"]}
    hosts = [SITE["cycle"], SITE["season"], SITE["session7"], *SESSIONS.values()]

    assert {row["key"] for host in hosts for row in host["organisations"]} <= organisations
    assert {row["key"] for session in SESSIONS.values() for row in session["people"]} == people
    assert {person["organisation"] for person in SITE["people"]} <= organisations
    assert {key for news in SITE["news"] for key in news["organisations"]} <= organisations
    assert {news["cycle"] for news in SITE["news"] if "cycle" in news} == {SITE["season"]["code"]}


def test_session_seven_names_the_participants_moderator_and_partners_of_the_announcement():
    session, cycle = SITE["session7"]["organisations"], SITE["cycle"]["organisations"]

    assert {row["key"] for row in session if row["role"] == "participant"} == {
        "icom-finland", "icom-france", "icom-greece", "icom-israel", "cimuset",
    }  # fmt: skip
    assert [row["key"] for row in session if row["role"] == "moderator"] == ["icom-france"]
    assert {row["key"] for row in cycle if row["role"] == "partner"} == {
        "icom-finland", "icom-greece", "icom-israel", "cimuset",
    }  # fmt: skip
    assert [(row["key"], row["role"]) for row in (cycle[0], cycle[-1])] == [
        ("icom-france", "organiser"),
        ("icom", "funder"),
    ]


def test_session_seven_gives_each_photo_its_printed_line():
    lines = [photo["credit"] or photo["caption"] for photo in SITE["session7"]["photos"]]

    assert lines == [
        "Αθήνα - Πύλη", "karenna Pickett", "Frédéric Bissan", "andreas-gop", "Αθήνα", "Αθήνα", "Serail Abulhijab",
        "Jan Dooley", "Μουσείο - Αθήνα", "Μουσείο", "Blondine Marie", "Μουσείο - Πλασκόβριτσα",
    ]  # fmt: skip
    assert {bool(photo["credit"]) + bool(photo["caption"]) for photo in PHOTOS} == {1}


def test_organisations_have_a_known_zone_and_a_code_that_may_stand_in_addresses():
    for organisation in SITE["organisations"]:
        assert ZoneInfo(organisation["timezone"]).key == organisation["timezone"]
        assert re.fullmatch(r"[a-z0-9-]{2,40}", organisation["key"])
