"""The chooser of languages and the short link."""

import datetime

import pytest
import time_machine
from lxml import html

from tests import factories
from tests.events.announced import DAY_BEFORE

pytestmark = pytest.mark.django_db
CODES = ["fr", "en", "es", "el", "he", "fi"]


@pytest.fixture
def chooser(client):
    """Reads the chooser with an Accept-Language header, the day before the announced session."""

    def read(accept: str = ""):
        with time_machine.travel(DAY_BEFORE, tick=False):
            response = client.get("/", headers={"accept-language": accept})
        response.tree = html.fromstring(response.content)
        return response

    return read


def test_chooser_offers_languages_by_their_own_names(chooser, site):
    links = chooser("fr").tree.xpath("//main//li/a")

    assert [
        (link.text, link.get("href"), link.get("lang"), link.get("hreflang"), link.get("dir"))
        for link in links
    ] == [
        ("Français", "/fr/", "fr", "fr", "ltr"),
        ("English", "/en/", "en", "en", "ltr"),
        ("Español", "/es/", "es", "es", "ltr"),
        ("Ελληνικά", "/el/", "el", "el", "ltr"),
        ("עברית", "/he/", "he", "he", "rtl"),
        ("Suomi", "/fi/", "fi", "fi", "ltr"),
    ]


def test_chooser_answers_without_redirect_or_cookie(chooser, site):
    response = chooser("he")

    assert (response.status_code, dict(response.cookies), response["Vary"]) == (200, {}, "Accept-Language")


def test_chooser_gives_the_next_date_in_each_language(chooser, session):
    items = chooser("fr").tree.xpath("//main//li")

    dates = {item.get("lang"): item.xpath(".//time")[0].text for item in items}
    assert dates == {
        "fr": "mardi 18 mai 2021, ",
        "en": "Tuesday, May 18, 2021, ",
        "es": "martes, 18 de mayo de 2021, ",
        "el": "Τρίτη 18 Μαΐου 2021, ",
        "he": "יום שלישי, 18 במאי 2021, ",
        "fi": "tiistai 18. toukokuuta 2021, ",
    }


def test_chooser_skips_sessions_that_do_not_take_place(chooser, cycle):
    factories.make_session(cycle, number=1, date=datetime.date(2021, 5, 18), status="cancelled")
    factories.make_session(cycle, number=2, date=datetime.date(2021, 5, 19), status="postponed")

    assert chooser().tree.xpath("//time") == []


@pytest.mark.parametrize(
    ("accept", "order"),
    [
        ("", CODES),
        ("el-GR,el;q=0.9,he;q=0.5", ["el", "he", "fr", "en", "es", "fi"]),
        ("he;q=0.1, fi;q=0.2", ["fi", "he", "fr", "en", "es", "el"]),
        ("de, *;q=0.5", CODES),
        ("\x00;;q=x,,fr;q=9" * 30, CODES),
    ],
)
def test_chooser_puts_the_readers_languages_first(chooser, site, accept, order):
    assert chooser(accept).tree.xpath("//main//li/@lang") == order


def test_chooser_leaves_out_a_language_whose_home_is_not_public(chooser, site):
    site.homes["fi"].unpublish()

    assert chooser().tree.xpath("//main//li/@lang") == CODES[:-1]


def test_chooser_is_the_default_among_the_homes(chooser, site):
    links = chooser().tree.xpath("//link[@rel='alternate' and @hreflang]/@hreflang")

    assert links == [*CODES, "x-default"]


@pytest.mark.parametrize(
    ("accept", "address"),
    [
        ("he", "/he/solidarites/seance-7/"),
        ("en-GB,en;q=0.8", "/en/solidarites/seance-7/"),
        ("de", "/fr/solidarites/seance-7/"),
        ("", "/fr/solidarites/seance-7/"),
        ("he;q=0.5,en;q=0.4", "/he/solidarites/seance-7/"),
        ("el,en;q=0.5", "/en/solidarites/seance-7/"),
        ("el", "/en/solidarites/seance-7/"),
    ],
)
def test_short_link_leads_to_the_readers_language(client, session, accept, address):
    factories.translate(session, "en")
    factories.translate(session, "he")

    response = client.get("/s/solidarites-7", headers={"accept-language": accept})

    assert (response.status_code, response["Location"]) == (302, address)
    assert (response["Vary"], dict(response.cookies)) == ("Accept-Language", {})


def test_short_link_leads_to_the_fallback_below_the_readers_cycle(client, session):
    factories.translate(session.get_parent().specific, "he")

    response = client.get("/s/solidarites-7", headers={"accept-language": "he"})

    assert response["Location"] == "/he/solidarites/seance-7/"


def test_short_link_of_a_draft_is_not_found(client, cycle):
    factories.make_session(cycle, live=False)

    assert client.get("/s/solidarites-7").status_code == 404


@pytest.mark.parametrize("path", ["/", "/s/solidarites-7"])
def test_views_are_for_reading_only(client, session, path):
    assert client.post(path).status_code == 405
