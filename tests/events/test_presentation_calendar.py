"""What a session's pages offer for a reader's own calendar, and when."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS, DAY_BEFORE, FALLBACK, SECRETS
from tests.events.reader import read, texts

pytestmark = pytest.mark.django_db
JOIN = "/fr/join/solidarites-7/"
ADDED = "//details[@class='add']"


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, strict_parsing=True))


def filled_in(response, host: str) -> dict[str, str]:
    """What the link to a host fills in, by parameter."""
    (link,) = (
        link for link in response.tree.xpath(f"{ADDED}//li/a/@href") if urlsplit(link).hostname == host
    )
    return query(link)


@pytest.mark.parametrize("path", [ADDRESS, JOIN])
def test_session_and_join_page_offer_a_file_first_then_three_calendars(client, session, path):
    links = read(client, path).tree.xpath(f"{ADDED}//li/a/@href")

    assert links[0] == "/feeds/fr/session/solidarites-7.ics"
    assert [urlsplit(link).hostname for link in links[1:]] == [
        "calendar.google.com",
        "outlook.live.com",
        "outlook.office.com",
    ]


def test_offer_leads_on_to_the_subscription_of_the_cycle(client, session):
    assert read(client, ADDRESS).tree.xpath(f"{ADDED}/p/a/@href") == [
        "/fr/subscribe/?scope=cycle-solidarites"
    ]


def test_link_has_title_times_page_and_join_address_of_the_session(client, session):
    factories.publish(session, introduction="<p>Des <b>musées</b> &amp; amis.</p>")

    assert filled_in(read(client, ADDRESS), "calendar.google.com") == {
        "action": "TEMPLATE",
        "text": "Séance 7\N{NO-BREAK SPACE}: Construire des solidarités",
        "dates": "20210518T110000Z/20210518T123000Z",
        "details": f"Des musées & amis.\n\nhttps://parvis.example{ADDRESS}",
        "location": f"https://parvis.example{JOIN}",
    }


@pytest.mark.parametrize("rule", ["public", "window", "nobody"])
@pytest.mark.parametrize("at", [DAY_BEFORE, announced.STARTS])
def test_links_never_hold_the_way_into_the_meeting(client, session, rule, at):
    factories.publish(session, disclosure=rule)

    response = read(client, ADDRESS, at=at)

    links = " ".join(response.tree.xpath(f"{ADDED}//a/@href"))
    assert [secret for secret in (*SECRETS, "zoom.example") if secret in links] == []


def test_links_of_a_fallback_say_its_language_and_lead_to_the_readers_pages(client, session, hebrew_cycle):
    asked = filled_in(read(client, FALLBACK), "outlook.live.com")

    assert asked["subject"].startswith("[FR] ")
    assert asked["location"] == "https://parvis.example/he/join/solidarites-7/"
    assert f"https://parvis.example{FALLBACK}" in asked["body"]


def test_link_of_a_tentative_session_says_so(client, session):
    factories.publish(session, status="tentative")

    assert filled_in(read(client, ADDRESS), "calendar.google.com")["text"] == (
        "À confirmer\N{NO-BREAK SPACE}: Séance 7\N{NO-BREAK SPACE}: Construire des solidarités"
    )


def test_theme_to_come_is_the_title_in_the_readers_language(client, session):
    factories.publish(session, theme_pending=True, number=None)

    assert (
        filled_in(read(client, ADDRESS), "calendar.google.com")["text"]
        == (texts(read(client, ADDRESS), "//h1")[0])
    )


@pytest.mark.parametrize(
    ("fields", "at", "count"),
    [
        ({}, DAY_BEFORE, 1),
        ({}, announced.STARTS, 1),
        ({}, announced.ENDS, 0),
        ({}, announced.CLOSES, 0),
        ({"status": "tentative"}, DAY_BEFORE, 1),
        ({"status": "cancelled"}, DAY_BEFORE, 0),
        ({"status": "postponed"}, DAY_BEFORE, 0),
    ],
)
@pytest.mark.parametrize("path", [ADDRESS, JOIN])
def test_offer_stands_until_the_session_is_over_or_called_off(client, session, fields, at, count, path):
    factories.publish(session, **fields)

    assert len(read(client, path, at=at).tree.xpath(ADDED)) == count
