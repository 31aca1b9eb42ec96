"""Links to feeds on pages: each leads to a feed of the type that it names."""

import pytest

from events.links import feed_links as links_on_pages
from feeds.links import feed_links

pytestmark = pytest.mark.django_db


def test_links_of_a_cycle_name_address_type_and_title():
    links = [(link.url.removeprefix("https://parvis.example/feeds/en/cycle-solidarites/"), link.media_type, link.title)
             for link in feed_links("solidarites", "en")]  # fmt: skip

    assert links == [
        ("sessions.ics", "text/calendar", "Calendar of the sessions"),
        ("sessions.rss", "application/rss+xml", "Sessions (RSS)"),
        ("sessions.atom", "application/atom+xml", "Sessions (Atom)"),
        ("sessions.json", "application/feed+json", "Sessions (JSON Feed)"),
        ("news.rss", "application/rss+xml", "News (RSS)"),
        ("news.atom", "application/atom+xml", "News (Atom)"),
        ("news.json", "application/feed+json", "News (JSON Feed)"),
    ]


def test_links_without_a_cycle_cover_everything():
    assert feed_links(None, "he")[0].url == "https://parvis.example/feeds/he/all/sessions.ics"


@pytest.mark.parametrize("language", ["fr", "en", "es", "el", "he", "fi"])
def test_titles_differ_within_a_language(language):
    assert len({link.title for link in feed_links(None, language)}) == 7


@pytest.mark.parametrize("code", [None, "solidarites"])
def test_every_link_on_a_page_leads_to_a_feed_of_its_type(client, cycle, code):
    links = links_on_pages(code, "fr")

    answers = [client.get(link.url.removeprefix("https://parvis.example")) for link in links]

    assert [(answer.status_code, answer["Content-Type"].partition(";")[0]) for answer in answers] == [
        (200, link.media_type) for link in links
    ]
    assert len(links) == 7
