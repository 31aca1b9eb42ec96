"""The public pages over HTTP: every element of the announcement, lists of sessions, news."""

import datetime

from django.utils import translation

import pytest

from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS, DAY_BEFORE, SECRETS
from tests.events.reader import read, text_of, texts

pytestmark = pytest.mark.django_db


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
    assert len(response.tree.xpath("//ul[@class='bodies']//img")) == 5
    assert len(response.tree.xpath("//img[@class='cycle-logo']")) == 1


def test_session_page_gives_the_start_with_the_offset_of_its_zone(client, session):
    response = read(client, ADDRESS)

    assert response.tree.xpath("//section[@class='facts']//time/@datetime") == [
        "2021-05-18T13:00:00+02:00",
        "2021-05-18T13:00:00+02:00",
    ]


def test_session_page_gives_every_clock_the_offset_of_its_own_zone(client, announcement):
    response = read(client, ADDRESS)

    assert response.tree.xpath("//ul[@class='elsewhere']//time/@datetime") == ["2021-05-18T14:00:00+03:00"]


def test_session_page_leads_to_join_address_and_calendar(client, announcement):
    response = read(client, ADDRESS)

    links = response.tree.xpath("//section[@class='facts']//a/@href")
    assert links[:3] == [
        factories.LINK,
        "/fr/join/solidarites-7/",
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

    assert response.tree.xpath("//section[@class='facts']//a/@href") == []
    assert response.tree.xpath("//section[@class='replay']//a/@href") == ["https://video.example/7"]
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


def test_neighbour_that_does_not_take_place_says_so(client, cycle, session):
    factories.make_session(cycle, number=8, date=datetime.date(2021, 6, 15), status="postponed")

    (neighbour,) = read(client, ADDRESS).tree.xpath("//p[@class='following']")

    assert neighbour.xpath("string(.//*[@class='off'])").strip() == "mardi 15 juin 2021"
    assert neighbour.xpath("string(.//*[@class='small'])").startswith("Reportée")


def test_home_card_is_the_next_session_that_takes_place(client, cycle, session):
    factories.make_session(
        cycle, number=5, title="Annulée", date=datetime.date(2021, 5, 17), status="cancelled"
    )
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
            cycle,
            number=number + 1,
            title=f"Replay {day}",
            date=datetime.date(2021, 4, day),
            replay="https://video.example",
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

    assert texts(response, "//ol[@class='programme']/li//h3/a") == [
        "Six",
        "Construire des solidarités",
        "Huit",
    ]


def test_cycles_keep_apart_what_is_theirs(client, site, cycle, session):
    other = factories.make_cycle(site, title="Autre cycle", slug="autre", code="autre")
    factories.make_session(
        other, title="D’ailleurs", number=1, slug="seance-7", date=datetime.date(2021, 5, 19)
    )
    factories.make_session(cycle, number=8, title="Huit", date=datetime.date(2021, 6, 15))

    pages = [
        read(client, path) for path in ("/fr/autre/", "/fr/autre/seance-7/", "/fr/solidarites/", ADDRESS)
    ]

    assert [texts(page, "//main//h1 | //main//h3/a | //nav[@class='neighbours']//a") for page in pages] == [
        ["Autre cycle", "D’ailleurs"],
        ["D’ailleurs"],
        ["Solidarités, musées", "Construire des solidarités", "Huit"],
        ["Construire des solidarités", "Huit"],
    ]


def test_cycle_says_its_rhythm(client, session):
    factories.translate(session.get_parent().specific, "en")

    response = read(client, "/en/solidarites/")

    assert texts(response, "//div[@class='rhythm']/p") == [
        "Every third Tuesday of the month, 13:00-14:30, Paris time"
    ]


def test_news_index_takes_any_page_number(client, site):
    factories.make_news(site)
    numbers = ["x", "", "-1", "0", "1e9", "9" * 5000, "%00", "%F0%28", "１", "1'--"]

    responses = [read(client, f"/fr/actualites/?page={number}") for number in numbers]

    assert [response.status_code for response in responses] == [200] * len(numbers)
    assert {tuple(texts(response, "//ul[@class='news']//h2")) for response in responses} == {
        ("Une nouvelle",)
    }


def test_news_index_is_paged(client, site, monkeypatch):
    monkeypatch.setattr("events.presentation.NEWS_PER_PAGE", 2)
    for day in (1, 2, 3):
        factories.make_news(site, title=f"Le {day}", slug=f"n-{day}", date=datetime.date(2021, 5, day))

    second = read(client, "/fr/actualites/?page=2")

    assert texts(second, "//ul[@class='news']//h2") == ["Le 1"]
    assert second.tree.xpath("//link[@rel='canonical']/@href") == [
        "https://parvis.example/fr/actualites/?page=2"
    ]


def test_article_names_its_cycle_in_the_readers_language(client, site, session, hebrew_cycle):
    news = factories.make_news(site, cycle=session.get_parent().specific)
    factories.translate(news.get_parent().specific, "he")
    hebrew = factories.translate(news, "he")

    assert texts(read(client, hebrew.url), "//main//a[@href='/he/solidarites/']") == ["סולידריות"]
