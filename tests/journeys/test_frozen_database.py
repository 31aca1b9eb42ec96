"""PostgreSQL hangs minutes before a session: 1,000 people come, and every one of them gets into the meeting."""

import datetime
import http.client
import os
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import connection

import pytest

from events.standby.making import make_answers
from tests import factories
from tests.granian_server import granian
from tests.journeys.frozen import Tunnel

PEOPLE, SECONDS = 1_000, 60
JOIN = "/he/join/solidarites-7/"
HEADERS = {"Host": "parvis.example"}


@pytest.fixture
def session(cycle):
    """In a place where it is noon, so that the session is today: it began ten minutes ago."""
    utc = datetime.datetime.now(datetime.UTC)
    zone = f"Etc/GMT{utc.hour - 12:+d}"
    began = utc.astimezone(ZoneInfo(zone)) - datetime.timedelta(minutes=10)
    return factories.make_session(
        cycle, date=began.date(), timezone=zone, start_time=began.time().replace(second=0, microsecond=0),
        end_time=datetime.time(23, 0),
    )  # fmt: skip


@pytest.fixture
def tunnel(transactional_db):
    """The way of the web server to the database of the test."""
    at = connection.settings_dict
    way = Tunnel((at["HOST"] or "127.0.0.1", int(at["PORT"] or 5432)))
    yield way
    way.thaw()
    way.close()


@pytest.fixture
def port(tunnel, session, settings, tmp_path):
    """The site behind granian, with two workers; answers have been made ahead."""
    settings.PARVIS = settings.PARVIS | {"STANDBY_DIR": str(tmp_path)}
    make_answers(datetime.datetime.now(datetime.UTC))
    at = urlsplit(os.environ["TEST_POSTGRES_URL"])
    name = connection.settings_dict["NAME"]
    environment = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "TEST_POSTGRES_URL": f"{at.scheme}://{at.netloc.rpartition(':')[0]}:{tunnel.port}/{name}",
        "STANDBY_DIR": str(tmp_path),
    }
    with granian("cms.wsgi:application", environment, workers=2, threads=4) as server:
        server.wait_for(JOIN, **HEADERS)
        yield server.port


def ask(port: int, method: str) -> tuple[int, str]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request(method, JOIN, headers=HEADERS)
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    finally:
        link.close()


def come_in(port: int, link: str, begins: float) -> tuple[bool, float]:
    """One person: the page, then its button. Whether the way into the meeting was shown, and how long that took (seconds)."""
    time.sleep(max(0.0, begins - time.monotonic()))
    came = time.monotonic()
    page = ask(port, "GET")[0]
    status, words = ask(port, "POST")
    return (page, status, link in words) == (200, 200, True), time.monotonic() - came


@pytest.mark.slow
@pytest.mark.postgres
def test_thousand_people_get_in_while_postgresql_hangs(port, tunnel, session):
    tunnel.freeze()
    begin = time.monotonic()

    with ThreadPoolExecutor(100) as people:
        came = list(
            people.map(
                lambda number: come_in(port, session.link, begin + number * SECONDS / PEOPLE), range(PEOPLE)
            )
        )

    assert [got_in for got_in, _seconds in came].count(True) == PEOPLE
    assert max(seconds for _got_in, seconds in came) < 15
    tunnel.thaw()
    time.sleep(2.5)
    assert come_in(port, session.link, 0)[0]
