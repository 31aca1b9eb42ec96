"""The exact form of each program's link. None is documented; each was found out by people who tried."""

from urllib.parse import parse_qs, urlsplit

import pytest

from feeds.subscribe.programs import program_links

ADDRESS = "https://parvis.example/feeds/fr/cycle-saison/sessions.ics"
ENCODED = "parvis.example%2Ffeeds%2Ffr%2Fcycle-saison%2Fsessions.ics"


@pytest.fixture
def links():
    return program_links(address=ADDRESS, name="Saison : métiers & musées")


def test_apple_and_most_programs_take_webcal(links):
    assert links.webcal == "webcal://parvis.example/feeds/fr/cycle-saison/sessions.ics"


def test_google_takes_the_webcal_address_encoded_whole(links):
    assert links.google == f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F{ENCODED}"


def test_outlook_com_takes_the_https_address_and_a_name_with_percent_signs_for_spaces(links):
    assert links.outlook_com == (
        f"https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2F{ENCODED}"
        "&name=Saison%20%3A%20m%C3%A9tiers%20%26%20mus%C3%A9es"
    )


def test_microsoft_365_takes_the_same_on_the_host_of_work_and_school(links):
    assert links.microsoft_365 == (
        f"https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2F{ENCODED}"
        "&name=Saison%20%3A%20m%C3%A9tiers%20%26%20mus%C3%A9es"
    )


def test_new_outlook_for_windows_takes_the_whole_address_behind_the_scheme(links):
    assert links.new_outlook == "webcal:https://parvis.example/feeds/fr/cycle-saison/sessions.ics"


def test_all_others_take_the_address_itself(links):
    assert links.address == ADDRESS


@pytest.mark.parametrize("name", ["מפגשים & ידידים", "Κύκλος #1 + 2", "100% ✓", ""])
def test_name_in_any_script_comes_back_as_it_was(name):
    query = urlsplit(program_links(address=ADDRESS, name=name).outlook_com).query

    assert parse_qs(query, keep_blank_values=True) == {"url": [ADDRESS], "name": [name]}


def test_port_of_the_address_is_kept():
    links = program_links(address="http://127.0.0.1:8123/feeds/he/all/sessions.ics", name="Parvis")

    assert links.webcal == "webcal://127.0.0.1:8123/feeds/he/all/sessions.ics"
    assert links.google.endswith("cid=webcal%3A%2F%2F127.0.0.1%3A8123%2Ffeeds%2Fhe%2Fall%2Fsessions.ics")
