"""Words that fall back, visibly; the language switcher; what search engines are told of other languages."""

import datetime
import re

import pytest

from events.models import SessionPage
from tests import factories
from tests.events.announced import ADDRESS, FALLBACK
from tests.events.reader import read, text_of, texts

pytestmark = pytest.mark.django_db


def test_fallback_shows_marked_words_under_the_readers_language(client, session, hebrew_cycle):
    response = read(client, FALLBACK)

    root = response.tree
    assert response.status_code == 200
    assert (root.get("lang"), root.get("dir")) == ("he", "rtl")
    assert root.xpath("//h1/bdi")[0].attrib == {"lang": "fr", "dir": "ltr"}
    assert len(root.xpath("//p[@class='fallback']")) == 1


def test_fallback_is_not_indexed_and_names_the_page_of_its_words(client, session, hebrew_cycle):
    head = read(client, FALLBACK).tree

    assert head.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert head.xpath("//link[@rel='canonical']/@href") == [f"https://parvis.example{ADDRESS}"]
    assert head.xpath("//link[@hreflang]") == []
    assert head.xpath("//script[@type='application/ld+json']") == []


def test_fallback_prefers_english_to_the_origin(client, session, hebrew_cycle):
    factories.translate(session, "en", title="Building solidarities")

    assert texts(read(client, FALLBACK), "//h1") == ["Building solidarities"]


def test_draft_translation_does_not_end_the_fallback(client, session, hebrew_cycle):
    factories.translate(session, "he", live=False)

    assert len(read(client, FALLBACK).tree.xpath("//p[@class='fallback']")) == 1


def test_translation_takes_the_address_over(client, session, hebrew_cycle):
    factories.translate(session, "he", title="לבנות סולידריות")

    response = read(client, FALLBACK)

    assert texts(response, "//h1") == ["לבנות סולידריות"]
    assert response.tree.xpath("//p[@class='fallback'] | //meta[@name='robots']") == []


def test_translation_with_a_slug_of_its_own_is_led_to(client, session, hebrew_cycle):
    factories.publish(factories.translate(session, "he"), slug="mifgash")

    response = client.get(FALLBACK)

    assert (response.status_code, response["Location"]) == (302, "/he/solidarites/mifgash/")


def test_other_slugs_of_a_session_are_no_fallback_address(client, session, hebrew_cycle):
    factories.publish(factories.translate(session, "en"), slug="session-seven")

    assert client.get("/he/solidarites/session-seven/").status_code == 404


def test_cycle_that_is_not_in_a_language_has_no_fallbacks_there(client, session):
    assert client.get(FALLBACK).status_code == 404


@pytest.mark.parametrize("path", ["/he/", "/he/solidarites/"])
def test_lists_mark_sessions_in_another_language(client, session, hebrew_cycle, path):
    response = read(client, path)

    link = response.tree.xpath(f"//main//h3/a[@href='{FALLBACK}']")[0]
    assert link.xpath("bdi/@lang") == ["fr"]
    assert text_of(link.getparent().xpath("span[@class='mark']/span[@aria-hidden]")[0]) == "[FR]"


def test_home_lists_sessions_of_a_cycle_that_is_not_in_its_language(client, session):
    response = read(client, "/fi/")

    assert response.tree.xpath("//main//h3/a/@href") == [ADDRESS]


def test_session_only_in_hebrew_stands_in_the_french_programme(client, hebrew_cycle):
    factories.make_session(
        hebrew_cycle, number=8, slug="mifgash", title="מפגש", date=datetime.date(2021, 6, 15)
    )

    response = read(client, "/fr/solidarites/")

    assert response.tree.xpath("//ol[@class='programme']//h3/a/@href") == [
        ADDRESS,
        "/fr/solidarites/mifgash/",
    ]
    assert texts(read(client, "/fr/solidarites/mifgash/"), "//h1") == ["מפגש"]


def test_news_never_falls_back(client, site):
    factories.make_news(site)
    factories.make_news(site, language="he", slug="other", title="אחרת")

    assert texts(read(client, "/he/"), "//main//ul[@class='news']//h3") == ["אחרת"]
    assert client.get("/he/actualites/une-nouvelle/").status_code == 404


def switcher(response) -> list[tuple[str, str]]:
    links = response.tree.xpath("//nav[@class='languages']//a")
    return [(link.get("href"), link.get("hreflang")) for link in links]


def test_switcher_leads_to_published_pages_and_to_marked_fallbacks(client, session, hebrew_cycle):
    factories.translate(session, "en")

    assert switcher(read(client, ADDRESS)) == [
        (ADDRESS, "fr"),
        ("/en/solidarites/seance-7/", "en"),
        (FALLBACK, "en"),
    ]


def test_switcher_of_news_has_published_languages_only(client, site):
    news = factories.make_news(site)
    index = factories.translate(news.get_parent().specific, "he")
    factories.translate(news, "he")

    assert switcher(read(client, news.url)) == [(news.url, "fr"), (f"{index.url}une-nouvelle/", "he")]


def test_alternates_are_absolute_reciprocal_and_complete(client, session, hebrew_cycle):
    english = factories.translate(session, "en")
    pages = [ADDRESS, english.url]

    heads = [read(client, path).tree.xpath("//link[@hreflang]") for path in pages]

    found = [[(link.get("hreflang"), link.get("href")) for link in head] for head in heads]
    base = "https://parvis.example"
    assert (
        found[0]
        == found[1]
        == [("fr", base + ADDRESS), ("en", base + english.url), ("x-default", base + english.url)]
    )


def test_home_names_the_chooser_as_default(client, site):
    links = read(client, "/fr/").tree.xpath("//link[@hreflang='x-default']/@href")

    assert links == ["https://parvis.example/"]


@pytest.mark.parametrize("path", ["/fr/", "/fr/solidarites/", ADDRESS, "/he/", "/"])
def test_addresses_in_pages_equal_wagtails_own(client, session, hebrew_cycle, path):
    known = {page.url for page in [session, hebrew_cycle, *SessionPage.objects.all(), session.get_parent()]}
    known |= {f"/{language}/" for language in ("fr", "en", "es", "el", "he", "fi")}
    extra = {"/", ADDRESS, FALLBACK, "/fr/join/solidarites-7/"}

    links = {href for href in read(client, path).tree.xpath("//a/@href") if href.startswith("/")}

    beside = {link for link in links if re.match(r"/feeds/|/../(subscribe|partners|archive|search)/", link)}
    assert links - beside <= known | extra
