"""Whatever is asked under /embed/ and of /oembed: words that may stand in a frame, a right answer, or 4xx; never a blank frame."""

from django.test import Client
from django.utils import timezone

import pytest
from lxml import html

from feeds.refresh import look_at_the_clock
from tests.feeds.embed.policy import POLICY
from tests.feeds.happenings import look

pytestmark = pytest.mark.django_db

ODD = [
    "/embed/",
    "/embed/nothing",
    "/embed/fr/",
    "/embed/fr/all/more/",
    "/embed/fr/all/other.html",
    "/embed/fr/ALL/",
    "/embed/fr/cycle-nothing/",
    "/embed/fr/org-/",
    "/embed/f/all/",
    "/embed/de/all/",
    "/embed/fr/%00/",
    "/embed/%00/all/",
    "/embed/%E0%A4%A/all/",
    "/embed/../../etc/passwd",
    "/embed/fr/<script>alert(1)</script>/",
    "/embed/v1.js/",
    "/embed/v2.js",
]


def said(answer) -> str:
    return html.document_fromstring(answer.content.decode()).text_content().strip()


@pytest.mark.parametrize("path", ODD)
def test_what_is_not_there_is_said_in_any_frame(session, path):
    answer = Client().get(path)

    assert (answer.status_code, answer["Content-Security-Policy"]) == (404, POLICY)
    assert not answer.has_header("X-Frame-Options")
    assert said(answer).startswith("Ce programme n’existe pas")
    assert b"<script>alert" not in answer.content


def test_what_is_not_there_is_said_in_the_language_of_its_address(session):
    page = html.document_fromstring(Client().get("/embed/he/nothing/at/all").content.decode())

    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")


@pytest.mark.parametrize(
    "query",
    [
        "layout=x",
        "accent=%00",
        "accent=red%3B%7D",
        "theme='--",
        "untranslated=maybe",
        "layout=%E0%A4%A",
        "accent=javascript:1",
    ],
)
def test_choice_that_is_none_is_said_in_any_frame(session, query):
    answer = Client().get(
        f"/embed/fr/all/?{query}", headers={"origin": "https://evil.example", "referer": "x"}
    )

    assert (answer.status_code, answer["Content-Security-Policy"]) == (400, POLICY)
    assert len(said(answer)) > 20


@pytest.mark.parametrize("origin", ["null", "https://evil.example", '"><script>', "\x7f"])
def test_origin_makes_no_difference(session, origin):
    address = "/embed/fr/all/?origin=https://evil.example"
    answer = Client().get(address, headers={"origin": origin, "referer": f"https://{origin}/"})

    assert (answer.status_code, answer.content) == (200, Client().get("/embed/fr/all/").content)


@pytest.mark.parametrize(
    "path", ["/embed/he/all/", "/embed/he/all/fragment.html", "/embed/he/nothing", "/embed/he/all/?layout=x"]
)
def test_closed_site_says_so_in_any_frame_without_the_database(
    path, settings, tmp_path, django_assert_num_queries
):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()
    with django_assert_num_queries(0):
        answer = Client().get(path)

    assert (answer.status_code, answer["Content-Security-Policy"]) == (503, POLICY)
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("120", "no-store")
    assert not answer.has_header("X-Frame-Options")
    assert said(answer) != ""
    assert ("<html" in answer.content.decode()) is ("fragment" not in path)


def test_script_goes_on_while_the_site_is_closed(settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()

    assert Client().get("/embed/v1.js").status_code == 200


def test_withdrawn_language_is_answered_in_the_site_s_first(session, settings):
    look()
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        each for each in settings.LANGUAGES if each[0] != "he"
    ]
    look_at_the_clock(timezone.now())

    assert Client().get("/embed/he/all/").content == Client().get("/embed/fr/all/").content
    assert Client().get("/embed/de/all/").status_code == 404


@pytest.mark.parametrize("file", ["", "/", "/fragment.html"])
def test_address_is_found_without_its_last_slash(session, file):
    assert Client().get(f"/embed/fr/all{file}").status_code == 200


HOME = "https://parvis.example/fr/"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=%00", 404),
        (f"url={HOME}%00", 404),
        (f"url={HOME}organisations/%00/", 404),
        (f"url={HOME}organisations/a%27%20OR%201=1/", 404),
        ("url=%E0%A4%A", 404),
        (f"url={HOME}%25E0%25A4%25A", 404),
        ("url=%ff%fe", 404),
        ("url=https://[", 404),
        ("url=https://parvis.example:99999/fr/", 404),
        ("url=javascript:alert(1)", 404),
        (f"url={'x' * 5000}", 404),
        (f"url={HOME}&format=%00", 501),
        *(
            (f"url={HOME}&maxwidth={each}", 400)
            for each in ("%00", "-1", "0", "1_0", "%D9%A3", "1e3", "NaN", "9" * 5000)
        ),
        (f"url={HOME}&maxheight=%2B5", 400),
    ],
)
def test_oembed_refuses_what_means_nothing(session, query, status):
    assert Client().get(f"/oembed?{query}").status_code == status


@pytest.mark.parametrize("path", ["/oembed/", "/oembed%00", "/oembed/%E0%A4%A", "/oembed/x?url=%00"])
def test_address_beside_oembed_is_not_found(session, path):
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "width"), [("1", 1), ("120", 120), ("600", 600), ("999999999", 600), ("", 600)]
)
def test_oembed_is_never_wider_than_it_may_be(session, asked, width):
    answer = Client().get("/oembed", {"url": HOME, "maxwidth": asked, "maxheight": asked}).json()

    assert (answer["width"], answer["height"]) == (width, min(width, 480))


def test_frame_of_oembed_lets_links_lead_on(session):
    answer = Client().get("/oembed", {"url": HOME}).json()
    frame = html.fragments_fromstring(answer["html"])[1]

    assert frame.get("sandbox").split() == [
        "allow-scripts",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
        "allow-top-navigation-by-user-activation",
    ]
    assert frame.get("scrolling") is None
