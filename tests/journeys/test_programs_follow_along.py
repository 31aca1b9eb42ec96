"""Programs that others wrote follow a session: vdirsyncer and khal as a calendar would, newsboat as a reader of news."""

import datetime
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from events.models import SessionPage
from tests import factories

pytestmark = [pytest.mark.readers, pytest.mark.django_db(transaction=True)]

DAY = datetime.date.today() + datetime.timedelta(days=40)  # noqa: DTZ011  (khal lists from today on)
NEXT_DAY = DAY + datetime.timedelta(days=1)
VDIRSYNCER = """
[general]
status_path = "{home}/status"
[pair session]
a = "site"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage site]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[session]]
path = {home}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {home}/khal.db
"""


class Programs:
    """A home folder in which the programs keep what they know of one site."""

    def __init__(self, home: Path, site: str) -> None:
        self.home, self.site = home, site
        (home / "calendar").mkdir()
        self.environment = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "LC_ALL": "C.UTF-8"}
        url = f"{site}/feeds/fr/all/sessions.ics"
        (home / "vdirsyncer.conf").write_text(VDIRSYNCER.format(home=home, url=url))
        self.run("vdirsyncer", "-c", str(home / "vdirsyncer.conf"), "discover", "session", answers="y\n" * 5)
        (home / "urls").write_text(f"{site}/feeds/fr/all/sessions.rss\n{site}/feeds/fr/all/changes.atom\n")

    def run(self, *command: str, answers: str = "") -> str:
        done = subprocess.run(  # noqa: S603  (the commands stand in this file)
            command, input=answers, env=self.environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def agenda(self, *, zone: str) -> list[str]:
        """What khal shows of the next ten weeks to somebody in a zone: day, time and title of each event."""
        self.run("vdirsyncer", "-c", str(self.home / "vdirsyncer.conf"), "sync", "--force-delete")
        (self.home / "khal.conf").write_text(KHAL.format(home=self.home, zone=zone))
        form = "{start-date} {start-time} {title}"
        shown = self.run(
            "khal", "-c", str(self.home / "khal.conf"), "list", "-df", "", "-f", form, "today", "70d"
        )
        return [line for line in shown.splitlines() if line]

    def unread(self) -> dict[str, str]:
        """The identity and the title of everything that newsboat has fetched."""
        cache = self.home / "newsboat.db"
        self.run("newsboat", "-u", str(self.home / "urls"), "-c", str(cache), "-x", "reload")
        with sqlite3.connect(cache) as database:
            return dict(database.execute("SELECT guid, title FROM rss_item"))


@pytest.fixture
def programs(live_server, settings, tmp_path):
    settings.PARVIS = settings.PARVIS | {"SITE_URL": live_server.url}
    return Programs(tmp_path, live_server.url)


def test_programs_show_the_session_moved_called_off_and_gone(programs, site):
    cycle = factories.make_cycle(site)
    session = factories.make_session(cycle, date=DAY)
    guid = f"urn:uuid:{session.translation_key}"
    title = "Séance 7\N{NO-BREAK SPACE}: Construire des solidarités"

    assert programs.agenda(zone="Europe/Athens") == [f"{DAY} 14:00 {title}"]
    first = programs.unread()
    assert (list(first), first[guid].endswith(title)) == ([guid], True)

    session = factories.publish(session, date=NEXT_DAY)
    assert programs.agenda(zone="Europe/Paris") == [f"{NEXT_DAY} 13:00 {title}"]
    moved = programs.unread()
    assert sorted(moved.values(), reverse=True)[0].startswith("Nouvelle date")

    session = factories.publish(session, status="cancelled")
    assert programs.agenda(zone="Europe/Paris") == [f"{NEXT_DAY} 13:00 Annulée\N{NO-BREAK SPACE}: {title}"]
    assert "Annulée" in programs.unread()[guid]

    SessionPage.objects.get(pk=session.pk).unpublish()
    (gone,) = programs.agenda(zone="Europe/Paris")
    assert gone.startswith(f"{NEXT_DAY} 13:00 Retirée")
    assert len(list((programs.home / "calendar").iterdir())) == 1
