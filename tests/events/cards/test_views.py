"""The addresses of the cards: what follows a change, what is kept, and what nobody learns from them."""

import datetime

from django.core.cache import cache

import pytest
import time_machine

from tests import factories
from tests.events.announced import DAY_BEFORE

pytestmark = pytest.mark.django_db
CARD = "/fr/card/solidarites-7.png"


@pytest.fixture
def fetch(client):
    """A card the day before, with headers."""
    cache.clear()

    def get(path: str = CARD, method: str = "get", **headers):
        with time_machine.travel(DAY_BEFORE, tick=False):
            return getattr(client, method)(path, headers=headers)

    return get


def test_card_is_a_small_png_that_anybody_may_keep(fetch, session):
    response = fetch()

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=300"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(response.content) < 200 * 1024
    assert not response.cookies


def test_card_that_is_known_is_not_sent_again(fetch, session):
    first = fetch()

    again = fetch(**{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_card_is_drawn_once(fetch, session, monkeypatch):
    first = fetch()
    monkeypatch.setattr("events.cards.views.draw_card", None)

    assert fetch().content == first.content
    assert fetch(method="head").content == b""


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Un autre titre"},
        {"date": datetime.date(2021, 5, 25)},
        {"start_time": datetime.time(12, 0)},
        {"status": "cancelled"},
        {"spoken": ["fi"]},
    ],
)
def test_card_follows_what_is_announced(fetch, session, fields):
    first = fetch()
    factories.publish(session, **fields)

    assert fetch(**{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"passcode": "999999"},
        {"link": "https://zoom.example/j/81174854920?pwd=another"},
        {"disclosure": "public"},
    ],
)
def test_card_knows_nothing_of_the_meeting(fetch, session, fields):
    first = fetch()
    factories.publish(session, **fields)

    assert fetch(**{"If-None-Match": first["ETag"]}).status_code == 304


def test_card_of_a_fallback_has_the_readers_frame_and_the_words_there_are(fetch, session):
    assert fetch("/fi/card/solidarites-7.png")["ETag"] != fetch()["ETag"]


def test_card_of_a_cycle_has_its_rhythm(fetch, session):
    first = fetch("/fr/card/cycle/solidarites.png")
    factories.publish(session.get_parent().specific, rhythm_weekday=2)

    assert first.status_code == 200
    assert fetch("/fr/card/cycle/solidarites.png")["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/fr/card/nobody-7.png",
        "/fr/card/cycle/nobody.png",
        "/de/card/solidarites-7.png",
        "/fr/card/solidarites-7.jpg",
    ],
)
def test_unknown_card_is_not_found(fetch, session, path):
    assert fetch(path).status_code == 404


def test_card_of_a_session_that_is_not_public_is_not_found(fetch, session):
    session.unpublish()

    assert fetch().status_code == 404


def test_page_names_its_card_by_what_it_shows(client, fetch, session):
    def address() -> str:
        with time_machine.travel(DAY_BEFORE, tick=False):
            page = client.get("/fr/solidarites/seance-7/").content.decode()
        return page.partition('property="og:image" content="')[2].partition('"')[0]

    first = address()
    factories.publish(session, title="Un autre titre")

    assert first.startswith("https://parvis.example/fr/card/solidarites-7.png?v=")
    assert address() != first


def test_machine_without_the_fonts_offers_the_poster_instead(client, fetch, announcement, monkeypatch):
    monkeypatch.setattr("events.cards.lettering._can_read", lambda: False)

    page = client.get("/fr/solidarites/seance-7/").content.decode()

    assert fetch().status_code == 404
    assert 'property="og:image" content="https://parvis.example/media/images/' in page
    assert 'property="og:image:alt" content="Affiche de la séance 7"' in page
