"""The programme on other people's sites: the right words, no cookie, in any frame; never blank, whatever was asked for."""

import datetime
import gzip
import json
from pathlib import Path

from django.test import Client

import pytest
import time_machine
from lxml import html

from events.models import SessionPage
from feeds.embed import views
from feeds.embed.choices import ACCENTS, CHOICES, Choices, read_choices
from tests import factories
from tests.feeds.embed.policy import POLICY
from tests.feeds.world import make_programme

pytestmark = pytest.mark.django_db

DAY_BEFORE = datetime.datetime(2021, 5, 17, 10, tzinfo=datetime.UTC)
LIVE = datetime.datetime(2021, 5, 18, 11, 30, tzinfo=datetime.UTC)
AFTERWARDS = datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC)
SCOPES = ("all", "cycle-solidarites", "org-icom-greece")


def get(path: str, query: str = "", *, at: datetime.datetime = DAY_BEFORE):
    with time_machine.travel(at, tick=False):
        return Client().get(f"/embed/{path}{query}")


def titles(answer) -> list[str]:
    found = html.fromstring(answer.content.decode()).xpath("//*[@class='parvis-name']/a")
    return [each.text_content() for each in found]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("layout", CHOICES["layout"])
def test_frame_has_the_sessions_to_come_in_its_language(world, scope, layout):
    answer = get(f"en/{scope}/", f"?layout={layout}")
    page = html.document_fromstring(answer.content.decode())

    expected = [
        "Building solidarities",
        *([] if layout == "next" or scope.startswith("org") else ["Construire des solidarités"]),
    ]
    assert (answer.status_code, titles(answer)) == (200, expected)
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert page.xpath("//base/@target") == ["_top"]


def test_hebrew_frame_runs_from_right_to_left_and_marks_what_is_not_translated(world):
    page = html.document_fromstring(get("he/all/").content.decode())

    assert (page.get("dir"), page.xpath("//*[@class='parvis-name']//bdi/@lang")) == ("rtl", ["en", "fr"])
    assert [each.strip() for each in page.xpath("//*[@class='mark']/span[@aria-hidden]/text()")] == [
        "[EN]",
        "[FR]",
    ]


def test_what_is_not_translated_can_be_left_out(world):
    assert titles(get("en/all/", "?untranslated=hide")) == ["Building solidarities"]
    assert titles(get("he/all/", "?untranslated=hide")) == []


def test_without_sessions_to_come_the_last_ones_are_shown(world):
    answer = get("fr/all/", at=AFTERWARDS)

    assert titles(answer) == ["Construire des solidarités"] * 2
    assert "Aucune" in answer.content.decode()


def test_state_and_date_are_said(world):
    words = html.document_fromstring(get("fr/all/", at=LIVE).content.decode()).text_content()

    assert "mardi 18 mai 2021" in words
    assert "En direct" in words


def test_a_list_is_short_and_a_table_whole(cycle):
    make_programme(cycle, size=8)
    at = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)

    assert [
        len(titles(get("fr/all/", f"?layout={layout}", at=at))) for layout in ("next", "list", "table")
    ] == [1, 6, 8]


@pytest.mark.slow
def test_list_without_what_is_not_translated_is_as_long_as_any_other(cycle):
    make_programme(cycle, size=8)
    for page in SessionPage.objects.filter(number__gt=6):
        factories.translate(page, "en", title=f"Session {page.number}")
    at = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)

    assert titles(get("en/all/", "?untranslated=hide", at=at)) == ["Session 7", "Session 8"]
    assert titles(get("en/all/", "?untranslated=hide&layout=next", at=at)) == ["Session 7"]


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_next_is_what_takes_place_and_called_off_only_where_there_is_nothing_else(world, status):
    factories.publish(world.session, status=status, title="Annulée")
    found = [titles(get("fr/all/", "?layout=next")), titles(get("fr/all/"))]
    factories.publish(world.second, status=status, title="Annulée aussi")
    found.append(titles(get("fr/all/", "?layout=next")))

    assert found == [["Construire des solidarités"], ["Annulée", "Construire des solidarités"], ["Annulée"]]


@pytest.mark.parametrize("layout", ["list", "table", "next"])
def test_when_is_said_as_on_our_pages(world, layout):
    page = html.fromstring(get("fr/all/", f"?layout={layout}").content)

    said = page.xpath("//*[@class='parvis-when']")[0].text_content().strip()
    assert said == "mardi 18 mai 2021, 13:00-14:30, heure de Paris"


@pytest.mark.parametrize("layout", ["list", "table", "next"])
def test_date_on_which_nothing_takes_place_is_struck_out(world, layout):
    for session in (world.session, world.second):
        factories.publish(session, status="postponed")
    page = html.fromstring(get("fr/all/", f"?layout={layout}").content)

    assert len(page.xpath("//s/time")) == len(page.xpath("//time")) > 0


def test_any_site_may_show_it_and_it_sets_no_cookie(world):
    answer = get("fr/all/")

    assert answer["Content-Security-Policy"] == POLICY
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=60, stale-if-error=604800"
    assert [answer.has_header(name) for name in ("X-Frame-Options", "Vary", "Set-Cookie")] == [False] * 3
    assert answer["Content-Language"] == "fr"


def test_other_pages_may_be_framed_by_the_site_alone(world):
    assert Client().get("/fr/")["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("fr/cycle-nothing/", "", 404),
        ("fr/nothing/", "", 404),
        ("xx/all/", "", 404),
        ("fr/all/", "?layout=carousel", 400),
        ("fr/all/", '?accent="><script>alert(1)</script>', 400),
        ("fr/all/", "?theme=%00", 400),
    ],
)
@pytest.mark.parametrize("file", ["", "fragment.html"])
def test_what_cannot_be_shown_is_said_in_words(world, path, query, status, file):
    answer = get(f"{path}{file}", query)
    words = html.fromstring(answer.content.decode()).text_content()

    assert (answer.status_code, answer["Content-Security-Policy"]) == (status, POLICY)
    assert len(words.strip()) > 20
    assert b"<script>alert" not in answer.content


def test_parameters_of_others_are_passed_over(world):
    assert titles(get("fr/all/", "?utm_source=x&layout=")) == ["Construire des solidarités"] * 2


def test_fragment_is_a_piece_of_html_with_absolute_addresses(world):
    answer = get("fr/all/fragment.html")
    piece = html.fragment_fromstring(answer.content.decode().strip())

    assert (piece.tag, piece.get("class"), piece.get("lang")) == ("div", "parvis", "fr")
    assert [each for each in piece.xpath(".//@href") if not each.startswith("https://parvis.example/")] == []
    assert piece.xpath(".//script | .//style | .//@style") == []


def test_link_and_passcode_are_in_no_embed(world):
    type(world.session).objects.update(disclosure="public")
    said = [
        get(f"fr/{scope}/{file}", at=LIVE).content.decode()
        for scope in SCOPES
        for file in ("", "fragment.html")
    ]

    assert [text for text in said if "zoom.example" in text or "314159" in text] == []


def test_script_is_small_and_keeps_its_name(client):
    answer = client.get("/embed/v1.js")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(gzip.compress(answer.content)) <= 1_500


def test_every_accent_has_its_rule():
    sheet = (Path(views.__file__).parents[1] / "static" / "feeds" / "embed.css").read_text()

    assert [accent for accent in ACCENTS if f".accent-{accent} " not in sheet] == ["red"]


def test_choices_are_written_as_they_are_read():
    choices = Choices(layout="table", accent="blue")

    assert (choices.query, read_choices({"layout": "table", "accent": "blue"})) == (
        "?layout=table&accent=blue",
        choices,
    )
    assert Choices().query == ""


def oembed(**asked: object):
    return Client().get("/oembed", asked)


@pytest.mark.parametrize(
    ("path", "embed"),
    [
        ("/fr/", "fr/all/"),
        ("/fr/solidarites/", "fr/cycle-solidarites/"),
        ("/fr/solidarites", "fr/cycle-solidarites/"),
        ("/fr/solidarites/seance-7/?utm=1#x", "fr/cycle-solidarites/"),
        ("/en/organisations/icom-greece/", "en/org-icom-greece/"),
    ],
)
def test_oembed_offers_the_programme_behind_a_page(world, path, embed):
    said = oembed(url=f"https://parvis.example{path}", maxwidth=400, format="json").json()
    pieces = html.fragments_fromstring(said["html"])

    assert (said["version"], said["type"], said["width"], said["height"]) == ("1.0", "rich", 400, 480)
    assert [piece.tag for piece in pieces] == ["blockquote", "iframe"]
    assert pieces[1].get("src") == f"https://parvis.example/embed/{embed}"
    assert pieces[0].xpath("./a/text()") == [said["title"]]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": "https://parvis.example/fr/", "format": "xml"}, 501),
        ({"url": "https://parvis.example/fr/", "maxwidth": "wide"}, 400),
        ({"url": "https://elsewhere.example/fr/"}, 404),
        ({"url": "https://parvis.example/admin/"}, 404),
        ({"url": "https://parvis.example/fr/nichts/"}, 404),
        ({"url": "/fr/"}, 404),
        ({}, 404),
    ],
)
def test_oembed_says_what_it_cannot_do(world, asked, status):
    assert oembed(**asked).status_code == status


def test_pages_name_their_oembed(world):
    page = html.document_fromstring(Client().get("/fr/solidarites/").content.decode())
    [address] = page.xpath("//link[@type='application/json+oembed']/@href")

    said = json.loads(Client().get(address.removeprefix("https://parvis.example")).content)
    assert said["title"] == "Solidarités, musées"
    assert factories.read_cycle() is not None
