"""Links to feeds on pages: each leads to a feed of the type that it names, in the scope and the language of its page."""

from types import ModuleType

from django.urls import include, path

import pytest
from lxml import html

from events.links import feed_links as links_on_pages
from events.links import subscribe_page as subscribe_page_on_pages
from feeds.links import feed_links, scope_links, subscribe_page, subscribe_path
from tests import factories

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
        ("changes.atom", "application/atom+xml", "Changes (Atom)"),
        ("changes.rss", "application/rss+xml", "Changes (RSS)"),
    ]


def test_links_without_a_cycle_cover_everything():
    assert feed_links(None, "he")[0].url == "https://parvis.example/feeds/he/all/sessions.ics"


@pytest.mark.parametrize("language", ["fr", "en", "es", "el", "he", "fi"])
def test_titles_differ_within_a_language(language):
    assert len({link.title for link in feed_links(None, language)}) == 9


@pytest.mark.parametrize("code", [None, "solidarites"])
def test_every_link_on_a_page_leads_to_a_feed_of_its_type(client, cycle, code):
    links = links_on_pages(code, "fr")

    answers = [client.get(link.url.removeprefix("https://parvis.example")) for link in links]

    assert [(answer.status_code, answer["Content-Type"].partition(";")[0]) for answer in answers] == [
        (200, link.media_type) for link in links
    ]
    assert len(links) == 9


def test_links_of_an_organisation_are_in_its_scope():
    starts = {link.url.rpartition("/")[0] for link in scope_links("org-icom-greece", "el")}

    assert starts == {"https://parvis.example/feeds/el/org-icom-greece"}


PAGES = {
    "/": "fr/all",
    "/fr/": "fr/all",
    "/he/": "he/all",
    "/fr/solidarites/": "fr/cycle-solidarites",
    "/he/solidarites/": "he/cycle-solidarites",
    "/fr/solidarites/seance-7/": "fr/cycle-solidarites",
    "/he/solidarites/seance-7/": "he/cycle-solidarites",
    "/el/join/solidarites-7/": "el/cycle-solidarites",
    "/fr/actualites/": "fr/all",
    "/fr/actualites/une-nouvelle/": "fr/cycle-solidarites",
    "/fr/actualites/autre/": "fr/all",
    "/es/subscribe/": "es/all",
    "/es/subscribe/?scope=cycle-solidarites": "es/cycle-solidarites",
}


@pytest.fixture
def pages(site, cycle, session):
    """A page of every type; the cycle in Hebrew too, where its session is a fallback; news with and without a cycle."""
    factories.translate(cycle, "he")
    factories.make_news(site, cycle=cycle)
    factories.make_news(site, title="Autre", slug="autre")


@pytest.mark.parametrize(("address", "feeds"), PAGES.items())
def test_head_of_every_type_of_page_names_the_feeds_of_its_scope_and_language(client, pages, address, feeds):
    tree = html.fromstring(client.get(address).content)

    links = tree.xpath("//link[@rel='alternate' and @type and @title]/@href")
    assert {link.rpartition("/")[0] for link in links} == {f"https://parvis.example/feeds/{feeds}"}
    assert len(links) == 9


@pytest.mark.parametrize(
    ("address", "feeds"), [pair for pair in PAGES.items() if "subscribe" not in pair[0] and pair[0] != "/"]
)
def test_foot_of_every_type_of_page_leads_to_how_to_subscribe(client, pages, address, feeds):
    tree = html.fromstring(client.get(address).content)

    language, _slash, scope = feeds.partition("/")
    assert tree.xpath("//nav[@class='subscribe']//a/@href") == [subscribe_path(scope, language)]


@pytest.mark.parametrize(
    ("code", "expected"), [(None, "/he/subscribe/"), ("saison", "/he/subscribe/?scope=cycle-saison")]
)
def test_subscribe_page_is_named_by_language_and_cycle(code, expected):
    assert (subscribe_page(code, "he"), subscribe_page_on_pages(code, "he")) == (expected, expected)


def test_project_that_does_not_serve_the_subscribe_page_has_no_address_of_it(settings):
    urls = ModuleType("urls")
    urls.urlpatterns = [path("feeds/", include("feeds.urls"))]
    settings.ROOT_URLCONF = urls

    assert subscribe_page("solidarites", "fr") == ""


def test_page_without_a_subscribe_page_names_its_feeds_in_the_foot(client, cycle, monkeypatch):
    monkeypatch.setattr("events.links._subscribe_pages", [])

    tree = html.fromstring(client.get("/fr/solidarites/").content)

    assert tree.xpath("//nav[@class='subscribe']//a/@href") == [
        link.url for link in feed_links("solidarites", "fr")
    ]
    assert "/subscribe/" not in html.tostring(tree, encoding="unicode")
