"""The public pages over HTTP: every element of the announcement, words that fall back, what caches and readers are told."""

import datetime
import re

import pytest
import time_machine
from django.core.cache import cache
from django.utils import translation
from lxml import html
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from events.models import SessionPage
from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS, DAY_BEFORE, SECRETS

pytestmark = pytest.mark.django_db


@pytest.fixture
def announcement(site):
    """The announced session, published in French."""
    return announced.make_announced(site)


def read(client, path: str, *, at: datetime.datetime = DAY_BEFORE):
    """The response, with the parsed page as `tree`, at a moment."""
    with time_machine.travel(at, tick=False):
        response = client.get(path)
    response.tree = html.fromstring(response.content)
    return response


def text_of(node) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def texts(response, xpath: str) -> list[str]:
    return [text_of(node) for node in response.tree.xpath(xpath)]


ELEMENTS = {
    "1 cycle title": "Solidarités, musées : de quoi parle-t-on ?",
    "2 kind of cycle": "Cycle de débats participatifs sur plateforme numérique",
    "4 platform": "Zoom",
    "5 date": "mardi 18 mai 2021",
    "5 times": "13:00-14:30",
    "6 title": "Construire des solidarités entre musées du monde",
    "8 participant in French": "ICOM Finlande",
    "8 participant in its own script": "ICOM ישראל",
    "8 person": "Elpida Karathanasi",
    "8 title of a person": "Conservatrice",
    "10 link": factories.LINK,
    "10 meeting ID": "811 7485 4920",
    "10 code": "314159",
    "11 language": "Español",
    "11 channel": "Canal anglais",
    "12 initiative": "Une initiative d’ICOM France.",
    "13 funding": "Avec le soutien d’ICOM international.",
    "15 caption": "Αθήνα - Πύλη",
    "15 credit": "© karenna Pickett",
    "16 credit of the poster": "© Atelier P",
    "resource": "Diaporama",
}


def test_session_page_has_every_element_of_the_announcement(client, announcement):
    shown = text_of(read(client, ADDRESS).tree.xpath("//main")[0])

    assert [element for element, text in ELEMENTS.items() if text not in shown] == []


def test_session_page_lists_questions_participants_and_cities_in_order(client, announcement):
    with translation.override("fr"):
        others = translation.gettext("and others")

    response = read(client, ADDRESS)

    assert texts(response, "//ol[@class='questions']/li") == [
        "Quelle coopération ?",
        "Comment se connecter ?",
        "Quelles leçons ?",
        "Comment préparer ? Renforcer ?",
    ]
    assert texts(response, "//ul[@class='participants']/li") == [
        "ICOM Finlande (ICOM Suomi)",
        "ICOM France",
        "ICOM Grèce (ICOM Ελληνικό Τμήμα)",
        "ICOM Israël (ICOM ישראל)",
        "CIMUSET",
        others,
    ]
    assert texts(response, "//p[@class='moderation']//bdi") == ["ICOM France"]
    assert texts(response, "//ul[@class='elsewhere']/li") == ["14:00-15:30 Helsinki, Athènes, Jérusalem"]


def test_session_page_has_pictures_with_alternative_text(client, announcement):
    response = read(client, ADDRESS)

    assert response.tree.xpath("//section[@class='pictures']//img/@alt") == [
        "Affiche de la séance 7",
        "Une porte",
        "Une salle",
    ]
    assert len(response.tree.xpath("//ul[@class='bodies']//img")) == 6


def test_session_page_gives_the_start_with_the_offset_of_its_zone(client, session):
    response = read(client, ADDRESS)

    assert set(response.tree.xpath("//section[@class='facts']//time/@datetime")) == {"2021-05-18T13:00:00+02:00"}


def test_session_page_leads_to_join_address_and_calendar(client, announcement):
    response = read(client, ADDRESS)

    links = response.tree.xpath("//section[@class='facts']//a/@href")
    assert links == [
        "/fr/join/solidarites-7/",
        factories.LINK,
        "/feeds/fr/session/solidarites-7.ics",
    ]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"disclosure": "window"}, DAY_BEFORE),
        ({"disclosure": "window"}, announced.STARTS),
        ({"disclosure": "nobody"}, announced.STARTS),
        ({"disclosure": ""}, announced.STARTS),
        ({"disclosure": "public"}, announced.CLOSES),
        ({"disclosure": "public", "status": "cancelled"}, DAY_BEFORE),
        ({"disclosure": "public", "status": "postponed"}, DAY_BEFORE),
    ],
)
def test_session_page_keeps_join_details_back(client, session, fields, at):
    factories.publish(session, **fields)

    response = read(client, ADDRESS, at=at)

    assert response.status_code == 200
    assert [secret for secret in SECRETS if secret in response.content.decode()] == []


def test_session_page_after_the_session_has_replay_and_minutes(client, announcement):
    factories.publish(announcement, replay="https://video.example/7", minutes="<p>On a parlé.</p>")

    response = read(client, ADDRESS, at=announced.CLOSES)

    assert response.tree.xpath("//section[@class='facts']//a/@href") == ["https://video.example/7"]
    assert "On a parlé." in text_of(response.tree.xpath("//main")[0])


def test_theme_to_come_is_said_in_the_readers_language(client, cycle):
    session = factories.make_session(cycle, theme_pending=True)
    factories.translate(session, "en")

    assert texts(read(client, "/en/solidarites/seance-7/"), "//h1") == ["Theme to come"]


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"status": "cancelled"}, ["notice-cancelled"]),
        ({"status": "postponed"}, ["notice-postponed"]),
        ({"status": "tentative"}, ["notice-tentative", "notice-soon"]),
        ({"date": datetime.date(2021, 5, 25)}, ["notice-moved"]),
        ({}, ["notice-soon"]),
    ],
)
def test_session_page_says_status_with_words_and_a_shape(client, session, fields, kinds):
    factories.publish(session, **fields)

    response = read(client, ADDRESS, at=DAY_BEFORE.replace(hour=14))

    notices = response.tree.xpath("//ul[@class='notices']/li")
    assert [notice.get("class").split()[1] for notice in notices] == kinds
    assert all(text_of(notice) and notice.xpath("svg[@aria-hidden='true']") for notice in notices)


def test_cancelled_session_gives_its_reason(client, session):
    factories.publish(session, status="cancelled", change_reason="Grève des transports")

    assert texts(read(client, ADDRESS), "//ul[@class='notices']/li/span/bdi") == ["Grève des transports"]


def test_neighbours_are_the_sessions_before_and_after(client, cycle, session):
    factories.make_session(cycle, number=6, title="Avant", date=datetime.date(2021, 4, 20))
    factories.make_session(cycle, number=8, title="Après", date=datetime.date(2021, 6, 15))
    factories.make_session(cycle, number=9, title="Plus tard", date=datetime.date(2021, 7, 20))

    response = read(client, ADDRESS)

    assert texts(response, "//nav[@class='neighbours']//a") == ["Avant", "Après"]


# Words that fall back

FALLBACK = "/he/solidarites/seance-7/"


@pytest.fixture
def hebrew_cycle(session):
    """The cycle in Hebrew too; its session in French only."""
    return factories.translate(session.get_parent().specific, "he", title="סולידריות")


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
    factories.make_session(hebrew_cycle, number=8, slug="mifgash", title="מפגש", date=datetime.date(2021, 6, 15))

    response = read(client, "/fr/solidarites/")

    assert response.tree.xpath("//ol[@class='programme']//h3/a/@href") == [ADDRESS, "/fr/solidarites/mifgash/"]
    assert texts(read(client, "/fr/solidarites/mifgash/"), "//h1") == ["מפגש"]


def test_news_never_falls_back(client, site):
    factories.make_news(site)
    factories.make_news(site, language="he", slug="other", title="אחרת")

    assert texts(read(client, "/he/"), "//main//ul[@class='news']//h3") == ["אחרת"]
    assert client.get("/he/actualites/une-nouvelle/").status_code == 404


# Language switcher and alternates


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
    assert found[0] == found[1] == [("fr", base + ADDRESS), ("en", base + english.url), ("x-default", base + english.url)]


def test_home_names_the_chooser_as_default(client, site):
    links = read(client, "/fr/").tree.xpath("//link[@hreflang='x-default']/@href")

    assert links == ["https://parvis.example/"]


@pytest.mark.parametrize("path", ["/fr/", "/fr/solidarites/", ADDRESS, "/he/", "/"])
def test_addresses_in_pages_equal_wagtails_own(client, session, hebrew_cycle, path):
    known = {page.url for page in [session, hebrew_cycle, *SessionPage.objects.all(), session.get_parent()]}
    known |= {f"/{language}/" for language in ("fr", "en", "es", "el", "he", "fi")}
    extra = {"/", ADDRESS, FALLBACK, "/fr/join/solidarites-7/"}

    links = {href for href in read(client, path).tree.xpath("//a/@href") if href.startswith("/")}

    assert {link for link in links if not link.startswith("/feeds/")} <= known | extra


# Home, cycle, news


def test_home_card_is_the_next_session_that_takes_place(client, cycle, session):
    factories.make_session(cycle, number=5, title="Annulée", date=datetime.date(2021, 5, 17), status="cancelled")
    factories.make_session(cycle, number=6, title="Passée", date=datetime.date(2021, 4, 20))

    response = read(client, "/fr/", at=DAY_BEFORE.replace(hour=8))

    assert texts(response, "//section[@class='next']//h3/a") == ["Construire des solidarités"]
    assert texts(response, "//ol[@class='programme']//h3/a") == ["Annulée"]


@pytest.mark.parametrize(("at", "links"), [(DAY_BEFORE, 0), (announced.OPENS, 1), (announced.CLOSES, 0)])
def test_home_card_leads_in_while_the_window_is_open(client, session, at, links):
    response = read(client, "/fr/", at=at)

    assert len(response.tree.xpath("//main//a[@href='/fr/join/solidarites-7/']")) == links


def test_home_has_latest_replay_and_three_news(client, site, cycle):
    for number, day in enumerate((20, 21, 22)):
        factories.make_session(
            cycle, number=number + 1, title=f"Replay {day}", date=datetime.date(2021, 4, day), replay="https://video.example"
        )
    for day in range(1, 6):
        factories.make_news(site, title=f"Le {day}", slug=f"n-{day}", date=datetime.date(2021, 5, day))

    response = read(client, "/fr/")

    assert texts(response, "//div[@class='programme']//h3/a") == ["Replay 22"]
    assert texts(response, "//ul[@class='news']//h3") == ["Le 5", "Le 4", "Le 3"]


def test_home_shows_partner_organisations_once(client, announcement):
    response = read(client, "/fr/")

    assert texts(response, "//ul[@class='bodies']/li") == [
        "ICOM Finlande (ICOM Suomi)",
        "ICOM France",
        "ICOM Grèce (ICOM Ελληνικό Τμήμα)",
        "ICOM Israël (ICOM ישראל)",
        "CIMUSET",
    ]


def test_cycle_lists_every_session_in_the_order_of_time(client, cycle, session):
    factories.make_session(cycle, number=8, title="Huit", date=datetime.date(2021, 6, 15))
    factories.make_session(cycle, number=6, title="Six", date=datetime.date(2021, 4, 20))

    response = read(client, "/fr/solidarites/")

    assert texts(response, "//ol[@class='programme']/li//h3/a") == ["Six", "Construire des solidarités", "Huit"]


def test_cycle_says_its_rhythm(client, session):
    factories.translate(session.get_parent().specific, "en")

    response = read(client, "/en/solidarites/")

    assert texts(response, "//div[@class='rhythm']/p") == ["Every third Tuesday of the month, 13:00-14:30, Paris time"]


def test_news_index_takes_any_page_number(client, site):
    factories.make_news(site)
    numbers = ["x", "", "-1", "0", "1e9", "9" * 5000, "%00", "%F0%28", "１", "1'--"]

    responses = [read(client, f"/fr/actualites/?page={number}") for number in numbers]

    assert [response.status_code for response in responses] == [200] * len(numbers)
    assert {tuple(texts(response, "//ul[@class='news']//h2")) for response in responses} == {("Une nouvelle",)}


def test_news_index_is_paged(client, site, monkeypatch):
    monkeypatch.setattr("events.presentation.NEWS_PER_PAGE", 2)
    for day in (1, 2, 3):
        factories.make_news(site, title=f"Le {day}", slug=f"n-{day}", date=datetime.date(2021, 5, day))

    second = read(client, "/fr/actualites/?page=2")

    assert texts(second, "//ul[@class='news']//h2") == ["Le 1"]
    assert second.tree.xpath("//link[@rel='canonical']/@href") == ["https://parvis.example/fr/actualites/?page=2"]


def test_article_names_its_cycle_in_the_readers_language(client, site, session, hebrew_cycle):
    news = factories.make_news(site, cycle=session.get_parent().specific)
    factories.translate(news.get_parent().specific, "he")
    hebrew = factories.translate(news, "he")

    assert texts(read(client, hebrew.url), "//main//a[@href='/he/solidarites/']") == ["סולידריות"]


# What may not be seen


def test_private_cycle_is_in_no_menu_and_no_list(client, session):
    cycle = session.get_parent()
    PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)

    home = read(client, "/fr/")

    assert ADDRESS not in home.content.decode()
    assert cycle.title not in home.content.decode()
    assert client.get(ADDRESS).status_code == 302


def test_private_session_does_not_show_through_as_a_fallback(client, session, hebrew_cycle):
    hebrew = factories.translate(session, "he")
    PageViewRestriction.objects.create(page=hebrew, restriction_type=PageViewRestriction.LOGIN)

    response = client.get(FALLBACK)

    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_private_session_is_never_cached_for_others(client, admin_client, session):
    PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)

    response = admin_client.get(ADDRESS)

    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_unpublished_words_are_not_shown(client, session):
    draft = session.get_latest_revision_as_object()
    draft.title = "Brouillon"
    draft.save_revision()

    assert texts(read(client, ADDRESS), "//h1") == ["Construire des solidarités"]


# Caching, cookies


@pytest.mark.parametrize(
    ("at", "max_age"),
    [
        (DAY_BEFORE, 60),
        (announced.OPENS - datetime.timedelta(seconds=25), 25),
        (announced.STARTS - datetime.timedelta(seconds=1), 1),
        (announced.ENDS - datetime.timedelta(seconds=59), 59),
        (announced.CLOSES - datetime.timedelta(seconds=61), 60),
        (announced.CLOSES, 60),
    ],
)
def test_pages_are_kept_until_the_next_change_of_state(client, session, at, max_age):
    kept = {read(client, path, at=at)["Cache-Control"] for path in (ADDRESS, "/fr/", "/fr/solidarites/")}

    assert kept == {f"public, max-age={max_age}"}


def test_pages_set_no_cookie_and_do_not_vary_by_one(client, site, session):
    factories.make_news(site)
    paths = ["/", "/fr/", "/fr/solidarites/", ADDRESS, "/fr/join/solidarites-7/", "/fr/actualites/"]

    responses = [client.get(path) for path in paths]

    assert {response.status_code for response in responses} == {200}
    assert [response.cookies for response in responses if response.cookies] == []
    assert {response.get("Vary") for response in responses} == {None, "Accept-Language"}


def test_preview_is_in_the_pages_language_and_is_not_cached(client, session, hebrew_cycle):
    response = hebrew_cycle.make_preview_request(preview_mode="")

    assert 'lang="he"' in response.content.decode()
    assert "max-age=60" not in response.get("Cache-Control", "")


def test_preview_of_a_session_shows_the_times_that_are_not_stored_yet(session):
    session.start_time = datetime.time(18, 0)
    session.end_time = datetime.time(19, 30)

    page = html.fromstring(session.make_preview_request(preview_mode="").content)

    assert text_of(page.xpath("//section[@class='facts']//bdi[@class='times']")[0]) == "18:00-19:30"


# Addresses that lead nowhere


NOWHERE = [
    "/de/", "/xx/solidarites/", "/fr/nope/", "/fr/solidarites/nope/", "/fr/solidarites/seance-7/more/", "/fr/a/b/c/d/",
    "/nope/", "/fr/%00/", "/%00", "/fr/%ff%fe/", "/fr/%ED%A0%80/", "/fr/..%2f/", "/fr/join/%00/", "/fr/join/NOPE/",
    "/s/nope", "/s/%00", "/fr/solidarites/" + "x" * 3000 + "/", "/fr/é/", "/fr-ca/", "/EN/",
]  # fmt: skip


def test_address_that_leads_nowhere_is_not_found(client, session):
    found = {path: client.get(path).status_code for path in NOWHERE}

    assert found == dict.fromkeys(NOWHERE, 404)


@pytest.mark.parametrize(("path", "language"), [("/he/nope/", "he"), ("/xx/", "el"), ("/fi/join/nope/", "fi")])
def test_not_found_page_is_in_the_readers_language(client, site, path, language):
    response = client.get(path, headers={"accept-language": "el"})

    assert (response.status_code, html.fromstring(response.content).get("lang")) == (404, language)


def test_withdrawn_page_is_gone_in_words(client, session):
    session.unpublish()

    response = client.get(ADDRESS)

    assert response.status_code == 410
    assert "410" in html.fromstring(response.content).xpath("//p[@class='status-code']/text()")


def test_page_that_was_never_published_is_not_gone(client, cycle):
    factories.make_session(cycle, live=False)

    assert client.get(ADDRESS).status_code == 404


def test_withdrawn_page_leads_where_an_editor_said(client, session):
    session.unpublish()
    Redirect.objects.create(old_path=ADDRESS.rstrip("/"), redirect_link="/fr/solidarites/")

    response = client.get(ADDRESS)

    assert (response.status_code, response["Location"]) == (301, "/fr/solidarites/")


# Figures


@pytest.fixture
def count_queries(client, django_assert_num_queries):
    """Reads a page with every cache cold, its pictures made, in so many queries."""

    def count(path: str, number: int) -> None:
        assert client.get(path).status_code == 200
        cache.clear()
        with django_assert_num_queries(number):
            client.get(path)

    return count


@pytest.mark.parametrize("more", [0, 299])
def test_session_page_takes_twelve_queries(count_queries, announcement, more):
    announced.clone_sessions(announcement, more)

    count_queries(ADDRESS, 12)


@pytest.mark.parametrize("more", [0, 299])
def test_translated_session_page_takes_twelve_queries(count_queries, announcement, more):
    factories.translate(announcement, "he")
    announced.clone_sessions(announcement, more)

    count_queries(FALLBACK, 12)


@pytest.mark.parametrize("more", [0, 299])
def test_fallback_page_takes_twelve_queries(count_queries, announcement, more):
    factories.translate(announcement.get_parent().specific, "he")
    announced.clone_sessions(announcement, more)

    count_queries(FALLBACK, 12)


@pytest.mark.parametrize("more", [0, 299])
def test_home_takes_as_many_queries_for_any_number_of_sessions(count_queries, announcement, more):
    announced.clone_sessions(announcement, more)

    with time_machine.travel(DAY_BEFORE, tick=False):
        count_queries("/fr/", 15)


@pytest.mark.parametrize("more", [0, 299])
def test_cycle_takes_as_many_queries_for_any_number_of_sessions(count_queries, announcement, more):
    announced.clone_sessions(announcement, more)

    count_queries("/fr/solidarites/", 13)
