"""A file of SQLite that another program has for itself: how long a request waits, and that the others do not wait after it."""

import subprocess
import sys
import time

from django.db import OperationalError
from django.db.utils import ConnectionHandler

import pytest

from cms.deadline import Silence, waiting_at_most
from cms.settings import base as settings
from cms.sqlite import base

# SQLite's PENDING_BYTE: nobody begins to read while another has it. Until its input ends.
LOCKER = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX, 1, 0x40000000)
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def connect(tmp_path, django_db_blocker, monkeypatch):
    """Gives a function that reads the file on a connection of its own, with the project's options."""
    monkeypatch.setattr(base, "silence", Silence(pause=0.5))
    place = tmp_path / "file.sqlite3"
    config = {"ENGINE": "cms.sqlite", "NAME": place, "OPTIONS": settings.DATABASES["default"]["OPTIONS"]}

    def read() -> float:
        """The seconds that it took."""
        began = time.monotonic()
        connection = ConnectionHandler({"default": config})["default"]
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM sqlite_master")
        finally:
            connection.close()
        return time.monotonic() - began

    with django_db_blocker.unblock():
        read()
        yield read


@pytest.fixture
def lock(connect, tmp_path):
    """Another program that has the file, until `release`."""
    command = [sys.executable, "-c", LOCKER, str(tmp_path / "file.sqlite3")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:  # noqa: S603  (our own command)
        assert process.stdout.readline() == "locked\n"

        def release():
            process.communicate()

        yield release
        process.stdin.close()


def refused(connect) -> float:
    """The seconds after which it was said that the file cannot be read."""
    began = time.monotonic()
    with pytest.raises(OperationalError):
        connect()
    return time.monotonic() - began


def test_request_waits_for_its_deadline_and_the_next_ones_not_at_all(connect, lock):
    with waiting_at_most(0.4):
        first = refused(connect)
        others = [refused(connect) for _request in range(20)]

    assert 0.3 < first < 3
    assert sum(others) < 0.4


def test_file_is_read_again_when_it_is_free(connect, lock):
    with waiting_at_most(0.1):
        refused(connect)
        lock()
        time.sleep(0.6)

        assert connect() < 0.4


def test_deadline_never_makes_the_wait_longer_than_the_options(connect, lock, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "timeout", 0.1)

    with waiting_at_most(30):
        assert refused(connect) < 10


def test_command_waits_as_the_options_say_and_tells_nobody(connect, lock, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "timeout", 0.1)

    refused(connect)
    lock()

    with waiting_at_most(1):
        assert connect() < 1
