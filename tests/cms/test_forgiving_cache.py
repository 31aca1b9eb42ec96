"""Redis stopped, hung, full or flushed: every page goes on, logins too, and it is used again when it is back (reliability.md F2)."""

import shutil
import signal
import socket
import subprocess
import time

from django.core.cache import caches
from django.test import Client
from django.urls import reverse

import pytest

from cms.settings.environment import cache as settings_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.redis]
SEARCH = "/fr/search/?q=mus"


class Server:
    """A Redis of this test alone, on a port of its own."""

    def __init__(self, folder) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.start()

    def start(self, *options: str) -> None:
        program = [
            shutil.which("redis-server"),
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--save",
            "",
        ]
        self.process = subprocess.Popen(  # noqa: S603  (our own command)
            [*program, "--appendonly", "no", "--dir", str(self.folder), *options], stdout=subprocess.DEVNULL
        )
        for _try in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("Redis does not start.")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis(settings, tmp_path):
    server = Server(tmp_path)
    settings.CACHES = {"default": settings_of(f"redis://127.0.0.1:{server.port}/0")}
    settings.RATE_LIMITS = {"search": "100/min"}
    yield server
    server.stop()


@pytest.fixture
def cached(redis, session):
    """A page with pictures, whose renditions are in the cache, and the cache."""
    cache = caches["default"]
    cache.set("known", "value")
    assert (cache.get("known"), Client().get(SEARCH).status_code) == ("value", 200)
    return cache


def statuses() -> list[int]:
    paths = (
        "/fr/",
        "/fr/solidarites/seance-7/",
        SEARCH,
        "/feeds/fr/all/sessions.ics",
        "/api/v1/sessions",
        "/readyz",
    )
    return [Client().get(path).status_code for path in paths]


def test_cache_is_used_while_it_is_there(cached):
    assert cached.get_many(["known", "other"]) == {"known": "value"}
    assert (cached.add("known", 1), cached.add("new", 1), cached.has_key("new")) == (False, True, True)


@pytest.mark.parametrize("how", ["killed", "hung"])
def test_everything_goes_on_without_it(cached, redis, how):
    if how == "killed":
        redis.stop()
    else:
        redis.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()

    assert statuses() == [200] * 6
    assert cached.get("known", "missed") == "missed"
    assert (cached.get_many(["known"]), cached.set_many({"a": 1}), cached.touch("a"), cached.delete("a")) == (
        {},
        ["a"],
        False,
        False,
    )
    assert time.monotonic() - began < 10


def test_what_is_taken_once_is_taken_once_without_it(cached, redis):
    redis.stop()

    assert [cached.add("code", "used") for _try in range(2)] == [True, False]


def test_login_works_without_it(cached, redis):
    factories.make_admin()
    redis.stop()

    answer = Client().post(reverse("wagtailadmin_login"), {"username": "admin", "password": "secret"})

    assert answer.status_code == 302


def test_it_is_used_again_when_it_is_back_without_a_restart(cached, redis):
    redis.stop()
    statuses()
    redis.start()

    cached.set("known", "again")

    assert cached.get("known") == "again"


def test_full_one_is_as_good_as_none(cached, redis):
    redis.stop()
    redis.start("--maxmemory", "1mb", "--maxmemory-policy", "noeviction")

    for number in range(300):
        cached.set(f"filler-{number}", "x" * 10_000)

    assert statuses() == [200] * 6


def test_flushed_one_loses_nothing_but_what_it_held(cached):
    cached.clear()

    assert (cached.get("known"), statuses()) == (None, [200] * 6)
