"""How often one network may ask, and that whoever reads what is remembered is not counted (reliability.md T13)."""

import json

from django.core import mail
from django.test import Client

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted(settings, session):
    settings.RATE_LIMITS = {"search": "3/min", "api": "3/min", "mail": "2/min"}


def statuses(path: str, times: int, *, address: str = "192.0.2.1", **headers: str) -> list[int]:
    client = Client(REMOTE_ADDR=address)
    return [client.get(path.format(number), **headers).status_code for number in range(times)]


@pytest.mark.parametrize(
    "path", ["/fr/search/?q={}", "/api/v1/sessions?limit={}1", "/api/v3-preview/pages/?offset={}"]
)
def test_network_that_asks_too_often_is_told_to_wait(path):
    assert statuses(path, 5) == [200, 200, 200, 429, 429]


def test_search_says_so_in_the_readers_language_and_the_api_as_a_problem():
    statuses("/he/search/?q={}", 3)
    statuses("/api/v1/sessions?limit={}1", 3)
    client = Client(REMOTE_ADDR="192.0.2.1")

    page, problem = client.get("/he/search/?q=a"), client.get("/api/v1/sessions?limit=7")

    assert 'dir="rtl"' in page.content.decode()
    assert (page["Retry-After"], page["Cache-Control"]) == ("60", "no-store")
    assert (
        json.loads(problem.content)["status"],
        problem["Content-Type"],
        problem["Access-Control-Allow-Origin"],
    ) == (
        429,
        "application/problem+json",
        "*",
    )


def test_other_network_and_other_pages_go_on():
    statuses("/fr/search/?q={}", 5)

    assert statuses("/fr/search/?q={}", 1, address="198.51.100.7") == [200]
    assert statuses("/fr/?{}", 5) == statuses("/feeds/fr/all/sessions.ics?{}", 5) == [200] * 5


def test_x_forwarded_for_does_not_dodge_the_count():
    answers = [
        statuses("/fr/search/?q={}", 1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")[0] for number in range(4)
    ]

    assert answers == [200, 200, 200, 429]


def test_mails_for_a_new_password_are_counted():
    client = Client(REMOTE_ADDR="192.0.2.1")

    answers = [
        client.post("/admin/password_reset/", {"email": "editor@parvis.example"}).status_code
        for _try in range(3)
    ]

    assert answers == [302, 302, 429]
    assert len(mail.outbox) == 0
