"""robots.txt and security.txt, and what is said of a contact that is about to lapse."""

import datetime
import urllib.robotparser

import pytest

from cms.checks import check_security_contact, problems_of

CONTACT = "mailto:security@museum.example"
TODAY = datetime.date(2026, 11, 26)


@pytest.fixture
def robots(client):
    """The rules as a robot reads them."""
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(client.get("/robots.txt", headers={"host": "localhost"}).content.decode().splitlines())
    return rules


def test_robots_are_kept_from_admin_api_and_searches_only(robots):
    paths = [
        "/admin/pages/",
        "/api/v1/",
        "/he/search/?q=x",
        "/fr/",
        "/feeds/fr/all/sessions.ics",
        "/fr/archive/",
    ]

    assert [robots.can_fetch("any", path) for path in paths] == [False, False, False, True, True, True]


def test_robots_are_told_of_the_sitemap_whatever_host_they_asked(robots):
    assert robots.site_maps() == ["https://parvis.example/sitemap.xml"]


def test_contact_for_security_is_told_with_its_last_day(client, settings):
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = CONTACT, "2027-06-30"

    first, second = (client.get("/.well-known/security.txt") for _each in range(2))

    assert first.content == second.content
    assert first["Content-Type"] == "text/plain; charset=utf-8"
    assert first.content.decode().splitlines() == [
        f"Contact: {CONTACT}",
        "Expires: 2027-06-30T00:00:00Z",
        "Preferred-Languages: fr, en, es, el, he, fi",
        "Canonical: https://parvis.example/.well-known/security.txt",
    ]


@pytest.mark.django_db
def test_without_a_contact_there_is_no_file(client, site):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("contact", "expires", "number"),
    [
        ("", "", None),
        (CONTACT, "2027-06-30", None),
        ("https://museum.example/security", "2027-06-30", None),
        (CONTACT, "2026-12-20", "W002"),
        (CONTACT, "2020-01-01", "W002"),
        (CONTACT, "2029-01-01", "W001"),
        (CONTACT, "next year", "E002"),
        (CONTACT, "", "E002"),
        ("security@museum.example", "2027-06-30", "E001"),
        ("", "2027-06-30", "E001"),
    ],
)
def test_check_warns_of_a_contact_that_is_wrong_or_lapses(contact, expires, number):
    problems = problems_of(contact=contact, expires=expires, today=TODAY)

    assert [problem.id for problem in problems] == ([f"parvis_cms.{number}"] if number else [])


def test_check_looks_at_the_settings(settings):
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = CONTACT, "2020-01-01"

    assert [problem.id for problem in check_security_contact()] == ["parvis_cms.W002"]


def test_browsers_that_ask_for_an_icon_at_the_root_get_it(client):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, b"".join(answer)[:4]) == (200, b"\x00\x00\x01\x00")
