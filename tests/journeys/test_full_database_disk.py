"""The disk of SQLite's file is full: readers go on, an editor is told, nothing is half published, and all is well behind it (F4)."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from feeds.generation import Generation
from tests.database import state_path
from tests.feeds.disks import small_disk
from tests.form_values import form_values
from tests.granian_server import Server, until
from tests.journeys.web import environment_of, web
from tests.topology.people import PASSWORD, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.small_disk]

ICS = "/feeds/fr/all/sessions.ics"
BY_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
STATIC = {"DJANGO_SETTINGS_MODULE": "tests.journeys.plain_static"}
TITLE = "Un disque plein"


@dataclass
class Door:
    """The site as a visitor comes to it, without a proxy."""

    site: Server

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.site.port}"

    def connect(self):
        return self.site.connect()


def make_editor(folder: Path, *, database: str) -> None:
    folder.mkdir()
    named = {"DJANGO_SUPERUSER_USERNAME": "admin", "DJANGO_SUPERUSER_PASSWORD": PASSWORD, "DJANGO_SUPERUSER_EMAIL": "a@parvis.example"}  # fmt: skip
    command = [sys.executable, "manage.py", "createsuperuser", "--noinput"]
    environment = os.environ | environment_of(folder, database=database) | STATIC | named
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603  (our own command)


def titles(place: Path) -> tuple[str, set[str]]:
    """What SQLite says of the file, and the titles of its session: of the page, and of what is live in it."""
    with closing(sqlite3.connect(place)) as file:
        (whole,) = file.execute("PRAGMA integrity_check").fetchone()
        rows = file.execute(
            "SELECT title, draft_title FROM wagtailcore_page WHERE slug = 'seance-7'"
        ).fetchall()
    return whole, {title for row in rows for title in row}


def test_full_disk_of_the_database_costs_the_publication_only(session, tmp_path):
    """Feeds go on; pages that no process remembers may say 503, since SQLite begins to read by making a file beside its own."""
    (tmp_path / "disk").mkdir()
    with small_disk(tmp_path / "disk", size="16m") as disk:
        place = Path(shutil.copy(state_path("session"), tmp_path / "disk" / "site.sqlite3"))
        before = titles(place)
        database = f"sqlite:///{place}"
        make_editor(tmp_path / "web", database=database)
        with web(tmp_path / "web", database=database, **STATIC) as site:
            desk = Visitor(Door(site))
            assert desk.log_in("admin")[0] == 302
            first, page = site.ask(ICS), site.ask("/fr/")
            path, form = open_form(desk)
            disk.fill()
            refused = desk.ask(path, method="POST", body=form, **BY_FORM)
            Generation(tmp_path / "web" / "feeds").bump()
            away = [site.ask(ICS)[::2] for _reader in range(20)]
            pages = {
                site.ask(address)[0] for address in ("/fr/", "/fr/archive/", "/api/v1/sessions", "/readyz")
            }
            kept = titles(place)
            disk.free()
            until(lambda: site.ask("/readyz")[0] == 200, seconds=10)
            published = desk.publish_session_7(TITLE)
            until(lambda: TITLE in site.ask(ICS)[2].decode(), seconds=10)

    assert (page[0], refused[0], refused[1]["Retry-After"]) == (200, 503, "120")
    assert away == [(200, first[2])] * 20
    assert pages <= {200, 503}
    assert (kept, published[0]) == (before, 302)


def open_form(desk: Visitor) -> tuple[str, str]:
    """The address of session 7's form, and what its editor is about to send with "Publish" pressed."""
    path = f"/admin/pages/{desk.session_7()}/edit/"
    form = dict(form_values(desk.ask(path)[2], "page-edit-form").lists())
    pressed = {"title": TITLE, "action-publish": "1", "csrfmiddlewaretoken": desk.cookies["csrftoken"]}
    return path, urlencode(form | pressed, doseq=True)
