"""A machine whose clock stands in another zone, a project with another TIME_ZONE, and a host that has IPv6 only: what is published stays as it is."""

import http.client
import shutil
import time
from contextlib import closing

from django.test import Client

import pytest
import time_machine

from tests.database import state_path
from tests.feeds.world import utc
from tests.granian_server import free_port, granian
from tests.journeys.web import environment_of

NOW = utc(2021, 5, 18, 10, 30)
FOR_PROGRAMS = (
    "/feeds/fr/all/sessions.ics",
    "/feeds/en/all/sessions.rss",
    "/feeds/he/all/sessions.atom",
    "/feeds/fr/all/sessions.json",
    "/api/v1/sessions?lang=fr",
)
PATHS = (*FOR_PROGRAMS, "/embed/fr/all/", "/fr/solidarites/seance-7/", "/fr/join/solidarites-7/")


@pytest.fixture
def zone_of_the_machine(monkeypatch):
    """Sets it as an operator would: TZ of the process."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


def said() -> dict[str, bytes]:
    answers = {path: Client().get(path) for path in PATHS}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(PATHS, 200)
    return {path: answer.content for path, answer in answers.items()}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_zone_of_the_machine_changes_nothing(session, zone_of_the_machine, zone):
    with time_machine.travel(NOW, tick=False):
        before = said()
        zone_of_the_machine(zone)

        assert time.localtime().tm_gmtoff != 0
        assert said() == before


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Europe/Paris"])
def test_time_zone_of_the_project_changes_nothing(session, settings, zone):
    with time_machine.travel(NOW, tick=False):
        before = said()
        settings.TIME_ZONE = zone

        assert said() == before


@pytest.mark.slow
@pytest.mark.ipv6
def test_host_with_ipv6_only_is_served(session, tmp_path):
    shutil.copy(state_path("session"), tmp_path / "site.sqlite3")
    port = free_port()
    environment = environment_of(tmp_path, database=f"sqlite:///{tmp_path}/site.sqlite3")
    environment |= {"SITE_URL": f"http://[::1]:{port}", "ALLOWED_HOSTS": "[::1]"}

    with granian("cms.wsgi:application", environment, port=port, options=["--host", "::1"]) as server:
        server.host = "::1"
        server.wait_for("/healthz")
        with (
            closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as link,
            pytest.raises(OSError, match="refused"),
        ):
            link.connect()
        answers = {path: server.ask(path) for path in FOR_PROGRAMS}

    assert {path: answer[0] for path, answer in answers.items()} == dict.fromkeys(FOR_PROGRAMS, 200)
