"""The sitemap is what the heads of the pages say: the same addresses, the same alternates, and nothing that is not indexed."""

from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest
from lxml import etree

from events.models import NewsPage, SessionPage, TextPage
from tests import factories
from tests.events import announced
from tests.events.reader import read

pytestmark = pytest.mark.django_db

SITE = "https://parvis.example"
FRENCH = {
    "/", "/fr/", "/fr/solidarites/", "/fr/solidarites/seance-7/", "/fr/solidarites/seance-8/", "/fr/actualites/",
    "/fr/actualites/une-nouvelle/", "/fr/about/", "/fr/archive/", "/fr/subscribe/", "/fr/partners/", "/fr/organisations/icom-greece/",
    "/fr/subscribe/?scope=cycle-solidarites", "/fr/subscribe/?scope=org-icom-greece",
}  # fmt: skip
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def listed(client) -> dict[str, dict[str, str]]:
    """The alternates, by language, of each address of the sitemap."""
    root = etree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.findtext("s:loc", namespaces=NAMES): {
            link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NAMES)
        }
        for url in root
    }


def told(client, address: str) -> dict[str, str]:
    """The alternates in the head of a page that may be indexed."""
    response = read(client, address.removeprefix(SITE))
    assert response.status_code == 200, address
    assert response.tree.xpath("//meta[@name='robots']") == [], address
    assert response.tree.xpath("//link[@rel='canonical']/@href") == [address]
    return {
        link.get("hreflang"): link.get("href")
        for link in response.tree.xpath("//link[@hreflang and not(@type)]")
    }


@pytest.fixture
def everything(site, announcement):
    """A page of each type in French, some of them in Hebrew, an organisation, and a session that is in French only."""
    cycle = announcement.get_parent().specific
    factories.translate(cycle, "he", title="סולידריות")
    factories.translate(announcement, "he", title="לבנות")
    factories.make_session(cycle, number=8, title="Huit")
    factories.make_news(site)
    site.home.add_child(instance=TextPage(title="À propos", slug="about", locale=site.home.locale))
    return announcement


def test_sitemap_has_every_type_of_page_and_says_what_their_heads_say(client, everything):
    entries = listed(client)

    paths = {address.removeprefix(SITE) for address in entries}
    assert {path for path in paths if path in FRENCH} == FRENCH
    assert [path for path in paths if "/search/" in path or "/join/" in path] == []
    assert {path for path in paths if path.startswith("/he/solidarites/")} == {
        "/he/solidarites/",
        "/he/solidarites/seance-7/",
    }
    read_pages = {path for path in paths if path in FRENCH or path.startswith("/he/")}
    heads = {SITE + path: told(client, SITE + path) for path in read_pages}
    assert heads == {address: entries[address] for address in heads}


def test_what_is_not_public_is_not_in_it_and_dates_are_those_of_the_last_change(client, everything):
    moment = timezone.now().replace(year=2040, microsecond=0)
    SessionPage.objects.filter(pk=everything.pk).update(last_published_at=moment)
    SessionPage.objects.get(slug="seance-8").unpublish()
    PageViewRestriction.objects.create(
        page=NewsPage.objects.get(), restriction_type=PageViewRestriction.LOGIN
    )

    root = etree.fromstring(client.get("/sitemap.xml").content)

    dates = {
        url.findtext("s:loc", namespaces=NAMES): url.findtext("s:lastmod", namespaces=NAMES) for url in root
    }
    assert {f"{SITE}/fr/solidarites/seance-8/", f"{SITE}/fr/actualites/une-nouvelle/"} & set(dates) == set()
    assert {dates[f"{SITE}/{language}/solidarites/seance-7/"] for language in ("fr", "he")} == {
        f"{moment:%Y-%m-%dT%H:%M:%S}Z"
    }


def test_sitemap_depends_on_no_host(client, session):
    asked = [client.get("/sitemap.xml", headers={"host": host}) for host in ("parvis.example", "localhost")]

    assert asked[0].content == asked[1].content
    assert asked[0]["Content-Type"] == "application/xml"


def test_sitemap_takes_as_many_queries_for_any_number_of_sessions(
    client, announcement, django_assert_num_queries
):
    client.get("/sitemap.xml")
    with django_assert_num_queries(9):
        client.get("/sitemap.xml")
    announced.clone_sessions(announcement, 29)
    with django_assert_num_queries(9):
        client.get("/sitemap.xml")
