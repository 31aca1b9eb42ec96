"""WebSub publishing: what the hub is told and when, whatever the hub does, and that feeds name it."""

import datetime
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from threading import Event
from time import sleep

from django.core.management import call_command
from django.db import transaction

import feedparser
import pytest
from requests.utils import parse_header_links

from feeds import websub
from feeds.deliveries import deliver_due
from feeds.outbox import Delivery
from feeds.websub import announce
from tests.database import state_path
from tests.feeds.servers import always, http_server, raw_server
from tests.feeds.world import SESSION_FILES, utc

NOW = utc(2026, 12, 1, 12)
RSS = "/feeds/fr/all/sessions.rss"
TOPIC = f"https://parvis.example{RSS}"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def hub(settings):
    """Have this address as the hub."""

    def configure(address: str) -> None:
        settings.PARVIS = settings.PARVIS | {"WEBSUB_HUB": address}

    return configure


def named_in(answer) -> dict[str, str]:
    """What the header Link calls the feed itself and its hub, read by another library."""
    links = {link["rel"]: link["url"] for link in parse_header_links(answer["Link"])}
    return {rel: url for rel, url in links.items() if rel in {"self", "hub"}}


class TestAnnouncing:
    pytestmark = pytest.mark.django_db

    def test_without_a_hub_nothing_is_to_be_told(self):
        announce([RSS], now=NOW)

        assert Delivery.objects.count() == 0

    def test_hub_that_is_not_acceptable_is_told_nothing(self, hub):
        hub("http://hub.example/")

        announce([RSS], now=NOW)

        assert Delivery.objects.count() == 0

    def test_each_feed_is_to_be_told_by_its_whole_address(self, hub):
        hub("https://hub.example/")

        announce([RSS, "/feeds/he/all/sessions.ics", RSS], now=NOW)

        rows = Delivery.objects.order_by("topic").values_list("kind", "target", "topic", "due_at")
        assert list(rows) == [
            ("websub", "https://hub.example/", TOPIC, NOW),
            ("websub", "https://hub.example/", "https://parvis.example/feeds/he/all/sessions.ics", NOW),
        ]

    def test_changes_that_are_rolled_back_are_not_announced(self, hub):
        hub("https://hub.example/")

        with transaction.atomic():
            announce([RSS], now=NOW)
            transaction.set_rollback(True)

        assert Delivery.objects.count() == 0

    def test_hub_before_this_one_is_forgotten_with_its_dead_letters(self, hub):
        hub("https://old.example/")
        announce([RSS, "/feeds/en/all/sessions.rss"], now=NOW)
        Delivery.objects.filter(topic=TOPIC).update(due_at=None)

        hub("https://new.example/")
        announce([RSS], now=NOW)

        assert [delivery.target for delivery in Delivery.objects.all()] == ["https://new.example/"]

    def test_no_feed_is_no_news(self, hub):
        hub("https://hub.example/")

        announce([], now=NOW)

        assert Delivery.objects.count() == 0

    def test_without_a_hub_the_database_is_not_asked(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            announce([RSS], now=NOW)

    def test_many_feeds_cost_as_many_queries_as_one(self, hub, django_assert_num_queries):
        hub("https://hub.example/")

        for count in (1, 60):
            with django_assert_num_queries(2):
                announce([f"/feeds/fr/cycle-{number}/sessions.rss" for number in range(count)], now=NOW)


class TestPinging:
    pytestmark = pytest.mark.django_db

    @pytest.fixture(autouse=True)
    def impatience(self, monkeypatch):
        monkeypatch.setattr(websub, "TIMEOUT", datetime.timedelta(seconds=0.3))

    @pytest.mark.parametrize("status", [200, 201, 202, 204])
    def test_hub_is_told_the_topic_under_both_names_and_any_2xx_is_success(self, hub, status):
        with http_server(always(status)) as server:
            hub(f"{server.url}/hub?key=1")
            announce([RSS], now=NOW)
            deliver_due(NOW)

        assert [(asked.resource, asked.form) for asked in server.asked] == [
            ("/hub?key=1", {"hub.mode": ["publish"], "hub.topic": [TOPIC], "hub.url": [TOPIC]})
        ]
        assert Delivery.objects.count() == 0

    @pytest.mark.parametrize("status", [302, 307, 429, 500, 502, 503])
    def test_hub_that_is_unwell_is_asked_once_and_again_later(self, hub, status):
        with http_server(always(status, Location="http://127.0.0.1:1/")) as server:
            hub(server.url)
            announce([RSS, "/feeds/en/all/sessions.rss"], now=NOW)
            deliver_due(NOW)

        waiting = list(Delivery.objects.order_by("attempts").values_list("attempts", "error"))
        assert (len(server.asked), waiting) == (1, [(0, ""), (1, f"The hub answered {status}.")])

    @pytest.mark.parametrize("status", [400, 404, 410, 422])
    def test_topic_that_the_hub_refuses_does_not_hold_up_the_others(self, hub, status):
        with http_server(always(status)) as server:
            hub(server.url)
            announce([RSS, "/feeds/en/all/sessions.rss"], now=NOW)
            deliver_due(NOW)

        errors = list(Delivery.objects.values_list("attempts", "error"))
        assert (len(server.asked), errors) == (2, [(1, f"The hub answered {status}.")] * 2)

    @pytest.mark.parametrize(
        ("behave", "error"),
        [
            (lambda connected: connected.recv(1), "The hub gave no answer: "),
            (lambda connected: sleep(1), "The hub gave no answer: TimeoutError: timed out"),
            (
                lambda connected: (connected.recv(1024), connected.sendall(b"SSH-2.0\r\n\r\n")),
                "The hub gave no answer: BadStatusLine: SSH-2.0",
            ),
        ],
        ids=["closes", "hangs", "another protocol"],
    )
    def test_hub_that_gives_no_answer_is_asked_once_and_again_later(self, hub, behave, error):
        with raw_server(behave) as address:
            hub(address)
            announce([RSS, "/feeds/en/all/sessions.rss"], now=NOW)
            deliver_due(NOW)

        attempts = list(Delivery.objects.order_by("attempts").values_list("attempts", flat=True))
        assert attempts == [0, 1]
        assert Delivery.objects.get(attempts=1).error.startswith(error)

    def test_hub_that_nobody_runs_is_no_error_of_the_tick(self, hub):
        with raw_server(lambda connected: None) as address:
            hub(address)
        announce([RSS], now=NOW)

        deliver_due(NOW)

        assert "refused" in Delivery.objects.get().error

    def test_hub_that_is_back_hears_of_everything_once(self, hub):
        statuses = iter([503, 202, 202])
        with http_server(lambda _asked: (next(statuses), {}, b"")) as server:
            hub(server.url)
            announce([RSS, "/feeds/en/all/sessions.rss"], now=NOW)
            for minutes in range(3):
                deliver_due(NOW + datetime.timedelta(minutes=minutes))

        topics = [asked.form["hub.topic"][0] for asked in server.asked]
        assert (len(topics), len(set(topics)), Delivery.objects.count()) == (3, 2, 0)

    @pytest.mark.parametrize("new", ["", "https://new.example/"])
    def test_hub_that_is_not_ours_any_more_is_told_nothing(self, hub, new):
        with http_server(always(202)) as server:
            hub(server.url)
            announce([RSS], now=NOW)
            hub(new)
            deliver_due(NOW)

        assert (server.asked, Delivery.objects.count()) == ([], 0)


@pytest.mark.django_db
class TestAdvertising:
    """Subscribers find the hub in the header, and in each format that has a place for it (W3C WebSub 4)."""

    HUB = "https://hub.example/?a=1&b=2"

    @pytest.fixture(autouse=True)
    def ours(self, hub, session, client):
        """On a site whose feeds were read before it had a hub."""
        call_command("tick")
        for file in SESSION_FILES:
            assert named_in(client.get(f"/feeds/fr/all/{file}")).get("hub") is None
        hub(self.HUB)
        call_command("tick")

    @pytest.mark.parametrize("file", SESSION_FILES)
    def test_every_feed_names_itself_and_the_hub_in_its_header(self, client, file):
        answer = client.get(f"/feeds/fr/all/{file}")

        assert named_in(answer) == {"self": f"https://parvis.example/feeds/fr/all/{file}", "hub": self.HUB}
        assert "Link" in answer["Access-Control-Expose-Headers"].split(", ")

    def test_304_names_them_too(self, client):
        first = client.get(RSS)

        again = client.get(RSS, headers={"If-None-Match": first["ETag"]})

        assert (again.status_code, again["Link"]) == (304, first["Link"])

    @pytest.mark.parametrize("file", ["sessions.rss", "sessions.atom"])
    def test_rss_and_atom_name_the_hub(self, client, file):
        links = feedparser.parse(client.get(f"/feeds/fr/all/{file}").content).feed.links

        assert [link.href for link in links if link.rel == "hub"] == [self.HUB]

    def test_json_feed_names_the_hub(self, client):
        document = json.loads(client.get("/feeds/fr/all/sessions.json").content)

        assert document["hubs"] == [{"type": "WebSub", "url": self.HUB}]

    def test_download_of_one_session_names_none(self, client):
        answer = client.get("/feeds/fr/session/solidarites-7.ics")

        assert named_in(answer) == {"self": "https://parvis.example/feeds/fr/session/solidarites-7.ics"}

    def test_without_a_hub_none_is_named(self, client, hub):
        hub("")
        call_command("tick")

        answer = client.get(RSS)

        assert named_in(answer) == {"self": TOPIC}
        assert b'rel="hub"' not in answer.content


@pytest.mark.slow
@pytest.mark.sqlite
class TestKilledTick:
    """`manage.py tick` as the process that it is, killed while the hub has not answered yet."""

    @pytest.fixture
    def folder(self, django_db_setup, tmp_path):
        """That of a new site with homes in every language: its first tick announces all feeds."""
        shutil.copy(state_path("site"), tmp_path / "parvis.sqlite3")
        return tmp_path

    def start_tick(self, folder: Path, hub_url: str) -> subprocess.Popen:
        environment = {
            "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
            "VAR_DIR": str(folder),
            "WEBSUB_HUB": hub_url,
            # Pages need the collected static files, which this site has not.
            "STANDBY_DIR": "none",
        }
        command = [sys.executable, "manage.py", "tick"]
        return subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def let_the_lease_end(self, folder: Path) -> None:
        with closing(sqlite3.connect(folder / "parvis.sqlite3")) as database, database:
            database.execute("UPDATE parvis_feeds_delivery SET due_at = datetime(due_at, '-3 minutes')")

    def test_hub_hears_of_each_feed_once_the_interrupted_one_after_its_lease(self, folder):
        asked, interrupted, told = Event(), [], Counter()

        def answer(request):
            if asked.is_set():
                told.update(request.form["hub.topic"])
            else:
                interrupted.extend(request.form["hub.topic"])
                asked.set()
                sleep(3)
            return 202, {}, b""

        with http_server(answer) as server:
            killed = self.start_tick(folder, server.url)
            assert asked.wait(60)
            killed.kill()
            killed.communicate()
            assert self.start_tick(folder, server.url).communicate() == (b"", None)
            told_before = told.copy()
            self.let_the_lease_end(folder)
            for _time in range(2):
                assert self.start_tick(folder, server.url).communicate() == (b"", None)

        assert (killed.returncode, told_before[interrupted[0]]) == (-signal.SIGKILL, 0)
        assert told == told_before + Counter(interrupted)
        assert (set(told.values()), len(told) > 50) == ({1}, True)
