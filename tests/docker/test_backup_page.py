"""docker/BACKUP.md: its commands are run as they stand there, in other folders, against servers that are really killed."""

import datetime
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cms.backup.site import SiteOfItsOwn
from tests.journeys.own_postgresql import own_postgresql
from tests.journeys.simulated import events_in

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docker" / "BACKUP.md").read_text()
BLOCKS = re.findall(r"^```(?:sh|ini)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.removeprefix("    python manage.py ")
    for line in PAGE.splitlines()
    if line.startswith("    python manage.py ")
]
CALENDAR = "/feeds/fr/all/sessions.ics"
EDIT = """
page = SessionPage.objects.get(code="solidarites-7", locale__language_code="fr")
factories.publish(page, date=datetime.date(2021, 5, {day}), change_reason="Grève")
look()
read("/feeds/fr/all/sessions.ics")
"""


def block(beginning: str, **places: str) -> str:
    """The one that begins so, with other places."""
    (found,) = (each for each in BLOCKS if beginning in each)
    for old, new in places.items():
        found = found.replace(f"/srv/{old}", new)
    return found


def session_7(body: str):
    return next(
        told
        for told in events_in(body.encode()).values()
        if "Construire" in told.title and " 7" in told.title
    )


def test_every_command_of_ours_on_the_page_works(tmp_path):
    """In the order of the page, on one machine after another. Those of recovery are tried below."""
    site, other = SiteOfItsOwn(tmp_path / "site"), SiteOfItsOwn(tmp_path / "other")
    site.make_world()
    backups = tmp_path / "backups"
    backups.mkdir()
    done = []
    for line in dict.fromkeys(COMMANDS):
        (made,) = [*backups.iterdir()] or [None]
        words = [
            str(made) if ".parvis-backup" in word else word.replace("/srv/backups", str(backups))
            for word in shlex.split(line)
        ]
        (site if words[0] == "backup" else other).manage(*words)
        done.append(words[0])

    assert done == ["backup", "restore", "check_facts", "check", "after_restore"]


@pytest.mark.debian("postgresql")
def test_postgresql_that_is_killed_is_back_from_its_log_with_the_last_minute(tmp_path):
    with own_postgresql() as server:
        shell = Shell(server)
        (shell.folder / "archive").mkdir()
        shutil.chown(shell.folder / "archive", "postgres" if os.geteuid() == 0 else None)
        shell.configure(
            block("archive_mode", archive=f"{shell.folder}/archive").replace(
                "archive_timeout = 60", "archive_timeout = 2"
            )
        )
        site = SiteOfItsOwn(tmp_path / "site", server.url)
        site.make_world()
        for _week in range(3):
            shell.run(block("pg_basebackup", base=f"{shell.folder}/base"))
            time.sleep(3)
        shell.run(block("pg_archivecleanup", base=f"{shell.folder}/base", archive=f"{shell.folder}/archive"))
        older, newest = sorted((shell.folder / "base").iterdir())
        assert first_piece_of(older) == min(pieces_in(shell.folder / "archive"))
        seen = site.run(EDIT.format(day=20))
        moment = datetime.datetime.now(datetime.UTC)
        time.sleep(5)
        later = site.run(EDIT.format(day=25))
        time.sleep(5)
        server.run("CREATE TABLE last_minute ()")
        server.kill()
        shutil.move(server.folder / "data", shell.folder / "lost")
        shell.run(block("pg_wal", lost=f"{shell.folder}/lost", archive=f"{shell.folder}/archive"))
        left = {path.name for path in (shell.folder / "lost" / "pg_wal").iterdir() if path.is_file()}
        assert left
        assert left <= {path.name.removesuffix(".gz") for path in (shell.folder / "archive").iterdir()}

        recovery = block(
            "recovery.signal",
            archive=f"{shell.folder}/archive",
            **{"base/20261122T030000Z": str(newest), "postgresql": f"{server.folder}/data"},
        )
        shell.run(recovery.replace("2026-11-27 10:00:00+00", moment.isoformat(sep=" ")))
        server.start()
        shell.run(block("pg_is_in_recovery"), seconds=60)
        said = site.manage("after_restore", moment.isoformat())

    assert "solidarites-7" in said
    assert "Date, time, status or title changed after that" in said
    assert (session_7(seen).start.day, session_7(later).start.day) == (20, 25)


@pytest.mark.litestream
def test_sqlite_that_is_lost_is_back_from_its_copy_with_the_last_edit(tmp_path):
    site = SiteOfItsOwn(tmp_path / "site")
    site.make_world()
    places = {
        "parvis/parvis.sqlite3": str(site.folder / "parvis.sqlite3"),
        "replica": str(tmp_path / "replica"),
    }
    with replicating(block("litestream replicate", **places)):
        time.sleep(3)
        seen = site.run(EDIT.format(day=20))
        time.sleep(5)
    for file in site.folder.glob("parvis.sqlite3*"):
        file.unlink()
    for folder in site.folder.glob(".parvis.sqlite3-litestream"):
        shutil.rmtree(folder)

    subprocess.run(["/bin/sh", "-ec", block("litestream restore", **places)], check=True, cwd=ROOT)  # noqa: S603  (the page's own)
    moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
    site.manage("after_restore", moment.isoformat())

    back = session_7(site.run(f"read('{CALENDAR}')"))
    assert (back.start, back.sequence > session_7(seen).sequence) == (session_7(seen).start, True)


def first_piece_of(base: Path) -> str:
    """The piece of the log at which a base backup begins."""
    (name,) = re.findall(
        r"^START WAL LOCATION: .*\(file ([0-9A-F]{24})\)$", (base / "backup_label").read_text(), re.MULTILINE
    )
    return name


def pieces_in(archive: Path) -> list[str]:
    return [path.name[:24] for path in archive.iterdir() if re.fullmatch(r"[0-9A-F]{24}\.gz", path.name)]


@contextmanager
def replicating(command: str):
    """Runs beside the block, and is killed behind it."""
    process = subprocess.Popen(["/bin/sh", "-ec", command], cwd=ROOT, start_new_session=True)  # noqa: S603  (the page's own)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Shell:
    """The operator of a server of PostgreSQL, who is its user."""

    def __init__(self, server) -> None:
        self._server = server
        self.folder = server.folder

    def configure(self, lines: str) -> None:
        """And start it again."""
        with (self.folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(lines)
        self._server.kill()
        self._server.start()

    def run(self, commands: str, *, seconds: int = 600) -> None:
        programs = Path(self._server._program("pg_basebackup")).parent
        variables = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self._server.port),
            "PGUSER": "parvis",
        }
        subprocess.run(  # noqa: S603  (the page's own)
            ["/bin/sh", "-ec", commands],
            check=True,
            cwd="/",
            env=variables,
            user=self._server._user,
            timeout=seconds,
        )
