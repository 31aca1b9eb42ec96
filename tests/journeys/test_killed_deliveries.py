"""F3: a process is killed (SIGKILL) at each point of a delivery, and at many of a publication; another one comes after it.

A ping is effective where it makes a hub distribute something: a hub fetches the topic, and passes on what differs from what it passed on
last (W3C WebSub 7). So a topic that is told twice, as at-least-once must where a process dies between the answer and its own note, is
distributed once for each revision.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import requests

from tests.database import ensure_states, state_path
from tests.feeds.servers import Asked, http_server

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

# In the order in which they are sent.
TOPICS = ["/feeds/fr/all/sessions.atom", "/feeds/fr/all/sessions.ics", "/feeds/fr/all/sessions.rss"]
# Point of the delivery of the first topic -> how often each topic is told in all.
POINTS = {
    "before the lease is committed": [1, 1, 1],
    "after the lease": [1, 1, 1],
    "while the hub answers": [2, 1, 1],
    "after the answer": [2, 1, 1],
    "before the outcome is committed": [2, 1, 1],
    "after the outcome": [1, 1, 1],
    "never": [1, 1, 1],
}
# Point on the way of a mail -> how often it goes out in all.
MAILS = {
    "before it is written": 1,
    "after it is written": 1,
    "before it is sent": 1,
    "after it is sent": 2,
    "after that is noted": 1,
    "never": 1,
}
# Points of a publication that are tried: its writes are so many and more.
TRIED = 8


class Hub:
    """Passes a topic on when its bytes are others than those that it passed on last. The first answer may take long."""

    def __init__(self, *, first_takes: float = 0) -> None:
        self.told: Counter[str] = Counter()
        self.distributed: list[tuple[str, str]] = []
        self.revision = "1"
        self._last: dict[str, str] = {}
        self._first_takes = first_takes

    def answer(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        if asked.method == "GET":
            return 200, {}, f"{asked.resource} {self.revision}".encode()
        (topic,) = asked.form["hub.topic"]
        self.told[topic] += 1
        self._distribute(topic)
        if self.told.total() == 1:
            time.sleep(self._first_takes)
        return 202, {}, b""

    def _distribute(self, topic: str) -> None:
        name = hashlib.sha256(requests.get(topic, timeout=5).content).hexdigest()
        if self._last.get(topic) != name:
            self._last[topic] = name
            self.distributed.append((topic, self.revision))


@pytest.fixture
def killing(django_db_setup, django_db_blocker, tmp_path):
    """Jobs for tests/journeys/killed.py on a database of SQLite with session 7 in three languages; what each found."""
    with django_db_blocker.unblock():
        ensure_states()
    shutil.copy(state_path("session"), tmp_path / "database")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo", "DATABASE_URL": f"sqlite:///{tmp_path / 'database'}", "CACHE_URL": "dummycache://",
        "VAR_DIR": str(tmp_path), "STANDBY_DIR": "none", "SITE_URL": "http://127.0.0.1:8000",
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-m", "tests.journeys.killed", str(tmp_path / "database")]

    def work(jobs: list[list], **variables: str) -> list:
        lines = "".join(f"{json.dumps(job)}\n" for job in jobs)
        done = subprocess.run(  # noqa: S603  (our own program)
            command, input=lines, env=environment | variables, cwd=Path(__file__).parents[2],
            capture_output=True, text=True, check=False, timeout=500,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]

    return work


@pytest.mark.parametrize("at", POINTS)
def test_each_topic_is_effectively_told_once_wherever_the_process_is_killed(killing, at):
    hub = Hub(first_takes=3 if at == "while the hub answers" else 0)
    with http_server(hub.answer) as server:
        address, topics = f"{server.url}/hub", [f"{server.url}{path}" for path in TOPICS]
        job = ["deliver_and_die", [at, topics, address], "deliver_later", [topics, address]]

        ((status, _said, found),) = killing([job], WEBSUB_HUB=address)

    assert (status, found) == (0 if at == "never" else -9, {"waiting": 0})
    assert [hub.told[topic] for topic in topics] == POINTS[at]
    assert sorted(hub.distributed) == sorted((topic, "1") for topic in topics)


@pytest.mark.parametrize("at", MAILS)
def test_no_mail_is_lost_wherever_the_process_is_killed(killing, tmp_path, at):
    """It goes out twice where the mail server had taken it, and nobody had noted that."""
    job = ["mail_and_die", [at], "mail_later", []]

    ((status, _said, found),) = killing([job], EMAIL_URL=f"filemail:///{tmp_path / 'mails'}")

    sent = [path.read_text() for path in (tmp_path / "mails").iterdir()]
    assert (status, found) == (0 if at == "never" else -9, {"waiting": 0, "noted": 1})
    assert sum(text.count("\nSubject:") for text in sent) == MAILS[at]


def test_publication_that_is_killed_anywhere_is_whole_in_every_language_or_nowhere(killing):
    """And once more to the end: then it is there."""
    ((status, writes, _found),) = killing([["publish_and_die", [0], "look_later", []]])
    assert (status, writes > TRIED) == (0, True)
    points = sorted({1 + number * (writes - 1) // (TRIED - 1) for number in range(TRIED)})

    found = killing([["publish_and_die", [point], "look_later", []] for point in points])

    outcomes = {0: whole("2021-05-18", 0), 1: whole("2031-05-20", 1)}
    assert [status for status, _said, _state in found] == [-9] * len(points)
    assert [
        point
        for point, (_status, _said, state) in zip(points, found, strict=True)
        if state not in outcomes.values()
    ] == []
    assert (found[0][2], found[-1][2]) == (outcomes[0], outcomes[1])


def whole(date: str, sequence: int) -> dict:
    """What everybody finds who looks: one date and one SEQUENCE, in all languages."""
    in_calendar = [str(sequence), f"{date.replace('-', '')}T130000"]
    return {
        "dates": [date] * 3,
        "ledger": [sequence, date, sequence + 1],
        "calendars": [sorted(in_calendar)] * 3,
        "api": [[date, sequence]] * 3,
    }
