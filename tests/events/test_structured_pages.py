"""Every page of ours has one graph of structured data and a whole Open Graph, in every state of a session."""

import datetime
import re

from django.core.files.base import ContentFile

from wagtail.documents import get_document_model

import icalendar
import pytest
import time_machine

from events.models import TextPage
from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS, CLOSES, DAY_BEFORE, STARTS
from tests.events.reader import read
from tests.events.structured import documents, faults, nodes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STATES = {
    "scheduled": ({}, DAY_BEFORE - datetime.timedelta(days=9)),
    "soon": ({}, DAY_BEFORE + datetime.timedelta(hours=6)),
    "live": ({}, STARTS),
    "ended": ({}, CLOSES),
    "replay": ({"replay": "https://youtu.be/dQw4w9WgXcQ", "transcript": "<p>Oui.</p>"}, CLOSES),
    "file": ({"replay": "https://media.example/7.mp4"}, CLOSES),
    "tentative": ({"status": "tentative"}, DAY_BEFORE),
    "cancelled": ({"status": "cancelled", "change_reason": "Grève"}, DAY_BEFORE),
    "postponed": ({"status": "postponed"}, DAY_BEFORE),
    "moved": ({"date": datetime.date(2021, 5, 25)}, DAY_BEFORE),
    "theme to come": ({"theme_pending": True}, DAY_BEFORE),
}


@pytest.mark.parametrize("state", STATES)
def test_session_and_its_cycle_have_one_valid_graph_in_every_state(client, announcement, state):
    fields, at = STATES[state]
    factories.publish(announcement, **fields)

    for path in (ADDRESS, "/fr/solidarites/", "/fr/"):
        (document,) = documents(read(client, path, at=at).content)
        assert faults(document) == [], path


def test_graph_of_a_session_has_a_node_of_each_kind(client, announcement):
    captions = get_document_model().objects.create(title="vtt", file=ContentFile(b"WEBVTT\n", name="7.vtt"))
    factories.publish(announcement, replay="https://media.example/7.webm", captions=captions)

    (document,) = documents(read(client, ADDRESS, at=CLOSES).content)

    kinds = [node["@type"] for node in document["@graph"]]
    assert kinds == ["Event", "EventSeries", *["Organization"] * 5, "VideoObject", "BreadcrumbList"]
    (caption,) = (node for node in nodes(document) if node.get("@type") == "MediaObject")
    assert caption["contentUrl"] == f"https://parvis.example{captions.url}"


def test_graph_of_an_article_and_of_the_list_of_news_is_valid(client, site, session):
    factories.make_news(site, cycle=session.get_parent().specific, summary="Une ligne.")

    for path, kinds in {
        "/fr/actualites/": ["BreadcrumbList"],
        "/fr/actualites/une-nouvelle/": ["NewsArticle", "BreadcrumbList"],
    }.items():
        (document,) = documents(read(client, path).content)
        assert ([node["@type"] for node in document["@graph"]], faults(document)) == (kinds, [])


def test_pages_beside_the_sessions_have_a_valid_graph(client, site, announcement):
    factories.make_news(site)
    about = TextPage(title="À propos", slug="about", body="<p>Oui.</p>", locale=site.home.locale)
    site.home.add_child(instance=about)

    for path, kinds in {
        "/": ["WebSite"],
        "/fr/organisations/icom-greece/": ["Organization", "Event", "BreadcrumbList"],
        "/fr/archive/": ["BreadcrumbList"],
        "/fr/about/": ["BreadcrumbList"],
    }.items():
        (document,) = documents(read(client, path).content)
        assert ([node["@type"] for node in document["@graph"]], faults(document)) == (kinds, []), path


@pytest.mark.parametrize("path", ["/fr/archive/?year=2021", "/fr/archive/?year=1999", "/fr/search/?q=a"])
def test_pages_that_are_not_indexed_have_no_graph(client, announcement, path):
    response = client.get(path)

    assert documents(response.content) == []
    assert b'<meta name="robots" content="noindex">' in response.content


def test_pages_and_calendar_give_the_same_instants(client, announcement):
    (document,) = documents(read(client, ADDRESS).content)
    event = document["@graph"][0]
    with time_machine.travel(DAY_BEFORE, tick=False):
        calendar = icalendar.Calendar.from_ical(client.get("/feeds/fr/session/solidarites-7.ics").content)

    (component,) = calendar.walk("VEVENT")
    assert [datetime.datetime.fromisoformat(event[name]) for name in ("startDate", "endDate")] == [
        component["DTSTART"].dt,
        component["DTEND"].dt,
    ]


PROPERTIES = {
    "og:type", "og:title", "og:description", "og:url", "og:site_name", "og:locale", "og:image", "og:image:type",
    "og:image:width", "og:image:height", "og:image:alt",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/fr/", "/fr/solidarites/", ADDRESS])
def test_open_graph_is_complete(client, site, announcement, path):
    factories.translate(announcement, "he")
    factories.publish(site.home, introduction="<p>Bienvenue.</p>")
    factories.publish(announcement.get_parent().specific, introduction="<p>Un cycle.</p>")

    page = read(client, path).tree

    properties = {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}
    assert set(properties) == PROPERTIES | {"og:locale:alternate"}
    assert all(properties.values())
    assert properties["og:locale"] == "fr_FR"
    assert "he_IL" in page.xpath("//meta[@property='og:locale:alternate']/@content")
    assert properties["og:url"] == page.xpath("string(//link[@rel='canonical']/@href)")
    image = client.get(re.sub(r"^https://[^/]+", "", properties["og:image"]))
    assert (image.status_code, image["Content-Type"]) == (200, "image/png")


def test_description_says_when_and_then_what(client, announcement):
    page = read(client, ADDRESS).tree

    assert page.xpath("//meta[@name='description']/@content") == [
        "mardi 18 mai 2021, 13:00-14:30, heure de Paris. Des musées ont travaillé ensemble."
    ]


def test_fallback_has_no_graph_and_is_not_indexed(client, hebrew_cycle):
    response = read(client, announced.FALLBACK)

    assert documents(response.content) == []
    assert response.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
