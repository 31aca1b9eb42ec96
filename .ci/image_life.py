"""The image started on files that it cannot write to: what it refuses, how soon it is ready, how it ends, and that a backup comes back."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
import tomllib
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from image_running import ROOT, timed

READY_SECONDS, READY_WALL_SECONDS, END_SECONDS = 10, 60, 30
SETTINGS = {
    "SITE_URL": "https://museum.example",
    "ALLOWED_HOSTS": "museum.example",
    "UID_DOMAIN": "museum.example",
    "SECRET_KEY_FILE": "/var/lib/parvis/key",
}
CREATE = [
    "python",
    "manage.py",
    "createsuperuser",
    "--noinput",
    "--username",
    "restored",
    "--email",
    "restored@museum.example",
]
# Nobody looks into it.
PICTURE = b"\x89PNG and more"


class Container:
    """Commands in the image's files, which cannot be written to, as its user; /tmp is empty memory, `data` its volume."""

    def __init__(self, root: Path, data: Path, *, environment: Mapping[str, str]) -> None:
        self.root, self.data, self.environment = root, data, environment
        # The key has a file of its own, as compose gives it.
        (data / "key").write_text("k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2)

    def start(self, *command: str, **variables: str) -> subprocess.Popen:
        """In a mount namespace of its own, which goes with it."""
        script = (
            'mount --bind "$0" "$0" && mount --bind "$1" "$0/var/lib/parvis" && mount -t tmpfs -o mode=1777 tmpfs "$0/tmp" '
            '&& mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -o remount,bind,ro "$0" '
            '&& root=$0 && shift && exec chroot --userspec=10001:10001 "$root" /usr/bin/env -i -C /opt/parvis "$@"'
        )
        given = [f"{name}={value}" for name, value in (self.environment | variables).items()]
        arguments = ["unshare", "--mount", "sh", "-c", script, self.root, self.data, *given, *command]
        return subprocess.Popen(arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *command: str, expected: int = 0, **variables: str) -> str:
        """What it said, with this exit status."""
        process = self.start(*command, **variables)
        said, _none = process.communicate(timeout=300)
        assert process.returncode == expected, (
            f"{' '.join(command)} ended with {process.returncode}: {said[-4000:]}"
        )
        return said


def check_refusals(container: Container) -> None:
    """Without settings nothing starts, and what is missing is named."""
    said = container.run("python", "manage.py", "check", expected=1)
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "UID_DOMAIN"):
        assert f"- {name} is " in said, f"{name} is not named: {said[-2000:]}"
    said = container.run("sh", "-c", "touch /opt/parvis/x || touch /usr/x || touch /x", expected=1)
    assert said.count("Read-only file system") == 3, said


def check_release(container: Container, settings: Mapping[str, str]) -> None:
    """The image says its version, as the checkout has it."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    program = "import django; django.setup(); from cms.observing.release import release; print(release())"
    said = container.run("python", "-c", program, **settings).split()
    assert said[-1:] == [version], f"the image says that it is {said[-1:]}, and not {version}"


def answer(port: int, path: str) -> int:
    """The status of one answer; 0 for none."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", path, headers={"Host": "museum.example"})
        return link.getresponse().status
    except OSError:
        return 0
    finally:
        link.close()


def figures_command() -> str:
    """That of docker/WATCHING.md, within the container."""
    page = (ROOT / "docker" / "WATCHING.md").read_text()
    (found,) = re.findall(r"^    docker compose exec -T web-1 (python -c .*)$", page, re.MULTILINE)
    return found


def cpu_of(process: int) -> float:
    """Seconds on a CPU so far, of a process and of those that it started."""
    total, processes = 0, [process]
    while processes:
        for task in Path(f"/proc/{processes.pop()}/task").iterdir():
            with suppress(OSError):  # a thread that has just ended
                total += int((task / "schedstat").read_text().split()[0])
                processes += map(int, (task / "children").read_text().split())
    return total / 1e9


def wait_until_ready(port: int, web: subprocess.Popen) -> None:
    """Until pages can be served; a minute at most."""
    end = time.monotonic() + READY_WALL_SECONDS
    while answer(port, "/readyz") != 200:
        assert web.poll() is None, f"web ended: {web.communicate()[0][-4000:]}"
        assert time.monotonic() < end, "web is not ready after a minute"
        time.sleep(0.05)


def wait_for_run(database: Path, tick: subprocess.Popen) -> None:
    """Until a job has ended; a minute at most."""
    end = time.monotonic() + 60
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as link:
        while not link.execute("SELECT count(finished_at) FROM parvis_events_jobrun").fetchone()[0]:
            assert tick.poll() is None, f"tick ended: {tick.communicate()[0][-4000:]}"
            assert time.monotonic() < end, "tick has ended no job after a minute"
            time.sleep(0.2)


def end(process: subprocess.Popen, what: str) -> None:
    """By SIGTERM, as an engine does it, with status 0."""
    process.send_signal(signal.SIGTERM)
    try:
        said, _none = process.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"{what} goes on {END_SECONDS} s after SIGTERM") from None
    assert process.returncode == 0, f"{what} ended with {process.returncode}: {said[-4000:]}"


def check_life(container: Container, settings: Mapping[str, str]) -> None:
    """prepare, web, its probe, tick; each ends when it is asked to."""
    with timed("prepare on an empty SQLite database"):
        container.run("python", "manage.py", "prepare", **settings)
    container.run(
        "python",
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        "--database",
        "default",
        **settings,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = settings | {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port)}
    began = time.monotonic()
    web = container.start(*["granian", "cms.wsgi:application"], **own)
    try:
        wait_until_ready(port, web)
        seconds, busy = time.monotonic() - began, cpu_of(web.pid)
        # Other stages of CI run beside this one: the clock says how busy the machine is.
        print(f"from cold start to ready: {seconds:.1f} s, {busy:.1f} s of CPU (goal: {READY_SECONDS})")
        assert busy <= READY_SECONDS, f"ready after {busy:.1f} s of CPU"
        assert seconds <= READY_WALL_SECONDS, f"ready after {seconds:.1f} s"
        statuses = {
            path: answer(port, path)
            for path in ("/healthz", "/fr/", "/feeds/fr/all/sessions.ics", "/admin/login/")
        }
        assert set(statuses.values()) == {200}, statuses
        container.run("python", "docker/probe.py", "web", **own)
        said = container.run("sh", "-c", figures_command().replace(":8000", f":{port}"), **own)
        assert "\nparvis_database_up 1.0\n" in said, (
            f"the command of WATCHING.md shows no figures: {said[-2000:]}"
        )
    finally:
        end(web, "web")
    container.run("python", "docker/probe.py", "web", expected=1, **own)
    tick = container.start("python", "manage.py", "tick", "--every", "60", **settings)
    wait_for_run(container.data / "parvis.sqlite3", tick)
    end(tick, "tick")


def check_backup(container: Container, settings: Mapping[str, str]) -> None:
    """backup, then restore where database and pictures are gone: an administrator and a picture are there again."""
    media, backups = container.data / "media" / "original_images", container.data / "backups"
    for folder in (media, backups):
        folder.mkdir(parents=True)
    (media / "picture.png").write_bytes(PICTURE)
    for path in (media.parent, media, media / "picture.png", backups):
        os.chown(path, 10001, 10001)
    person = {"DJANGO_SUPERUSER_PASSWORD": "a long and unused one"} | settings
    container.run(*CREATE, **person)
    container.run("python", "manage.py", "backup", "/var/lib/parvis/backups", **settings)
    (made,) = backups.iterdir()
    (media / "picture.png").unlink()
    for path in container.data.glob("parvis.sqlite3*"):
        path.unlink()
    with timed("restore on an empty disk"):
        container.run("python", "manage.py", "restore", f"/var/lib/parvis/backups/{made.name}", **settings)
    with closing(sqlite3.connect(f"file:{container.data / 'parvis.sqlite3'}?mode=ro", uri=True)) as link:
        assert link.execute("SELECT username FROM auth_user").fetchall() == [("restored",)]
    assert (media / "picture.png").read_bytes() == PICTURE
