"""The demo's processes: they live together, end together, and say when one ended by itself."""

import os
import signal
import subprocess
import sys
import time

import pytest

from cms.demo import serve

SLEEPER = "import time; open({path!r}, 'w').close(); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); open({path!r}, 'w').close(); time.sleep(60)"
)


def supervised(*children: str, grace: int = 5) -> subprocess.Popen:
    """A process that supervises children given as Python programs; its own process group, as a terminal would make it."""
    commands = [[sys.executable, "-c", child] for child in children]
    program = f"import sys; from cms.demo import serve; serve.GRACE_SECONDS = {grace}; sys.exit(serve.supervise({commands!r}))"
    return subprocess.Popen(  # noqa: S603  (its own interpreter)
        [sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for(*paths) -> None:
    deadline = time.monotonic() + 20
    while not all(path.exists() for path in paths):
        assert time.monotonic() < deadline, "the children did not start"
        time.sleep(0.02)


def group_lives(process: subprocess.Popen) -> bool:
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("tell", [os.kill, os.killpg], ids=["alone", "group"])
def test_asked_to_end_it_ends_every_child_and_returns_0(tmp_path, number, tell):
    marks = [tmp_path / "first", tmp_path / "second"]
    process = supervised(*(SLEEPER.format(path=str(mark)) for mark in marks))
    wait_for(*marks)

    tell(process.pid, number)
    _output, errors = process.communicate(timeout=20)

    assert (process.returncode, errors, group_lives(process)) == (0, "", False)


def test_child_that_ends_by_itself_ends_the_others_and_is_named(tmp_path):
    mark = tmp_path / "sleeper"
    process = supervised(SLEEPER.format(path=str(mark)), "raise SystemExit(0)  # the clock")

    _output, errors = process.communicate(timeout=20)

    assert (process.returncode, group_lives(process)) == (1, False)
    assert "ended by itself" in errors
    assert "the clock" in errors


def test_child_that_does_not_end_is_killed_after_the_grace(tmp_path):
    mark = tmp_path / "stubborn"
    process = supervised(STUBBORN.format(path=str(mark)), grace=0)
    wait_for(mark)

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)

    assert (process.returncode, group_lives(process)) == (0, False)


def test_children_are_the_server_on_its_port_and_the_clock():
    server, clock = serve.commands(port=8123)

    assert server[server.index("--port") + 1] == "8123"
    assert (server[0], server[-1]) == (sys.executable, "cms.wsgi:application")
    assert clock == [sys.executable, "manage.py", "tick", "--every", "60"]


def test_greeting_names_address_users_and_password():
    lines = serve.greeting(port=8123).split("\n")

    assert lines == [
        "",
        "Parvis: http://127.0.0.1:8123/",
        "Admin:  http://127.0.0.1:8123/admin/",
        "Users:  admin, publisher, editor, translator, contributor; password parvis-demo",
        "Ctrl-C ends it.",
        "",
        "",
    ]
