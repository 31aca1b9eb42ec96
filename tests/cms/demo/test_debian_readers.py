"""Programs that Debian packages read every feed of the demonstration, and agree on what it says."""

import functools
import json
import os
import re
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.cms.demo.reading import LANGUAGES, ROOT, expectation, read_feeds

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("language", LANGUAGES)]

READERS = ROOT / "tests" / "readers"
ZONES = ("Europe/Paris", "America/New_York", "Europe/Athens")
# The session of 18 May 2021, 13:00-14:30 in Paris.
SEVENTH = {
    "Europe/Paris": ("2021-05-18 13:00", "2021-05-18 14:30"),
    "America/New_York": ("2021-05-18 07:00", "2021-05-18 08:30"),
    "Europe/Athens": ("2021-05-18 14:00", "2021-05-18 15:30"),
}

# The demo stands still for the whole folder; composing the feeds of a language takes a second.
read_feeds_once = functools.cache(read_feeds)


@pytest.fixture
def feeds(demo, db, language, tmp_path) -> list[Path]:
    """Every feed of the language as a file."""
    files = {
        tmp_path / path.strip("/").replace("/", "_"): body for path, body in read_feeds_once(language).items()
    }
    for file, body in files.items():
        file.write_bytes(body)
    return list(files)


@pytest.fixture
def calendars(feeds) -> list[Path]:
    found = [file for file in feeds if file.suffix == ".ics"]
    assert found
    return found


def run(*command: str | Path, **environment: str) -> str:
    """What a program prints that is content: it ends with 0 and complains of nothing."""
    done = subprocess.run(  # noqa: S603  (the commands stand in this file)
        command, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def expected(calendars: list[Path]) -> dict[str, list]:
    return {str(file): expectation(file.name, file.read_bytes()) for file in calendars}


def told(library: str, answer: str) -> dict[str, list]:
    """The events that one library has printed, by file."""
    return {file: readers[library] for file, readers in json.loads(answer).items()}


@pytest.mark.debian("ruby", "ruby-icalendar")
def test_ruby_icalendar_agrees_with_icalendar(calendars):
    answer = run("ruby", READERS / "read.rb", *calendars)

    assert told("ruby-icalendar", answer) == expected(calendars)


@pytest.mark.debian("php-cli", "php-sabre-vobject")
def test_sabre_vobject_complains_of_nothing_and_agrees_but_for_escapes(calendars):
    answer = run("php", READERS / "read.php", *calendars)

    agreed = {file: list(map(with_escapes, events)) for file, events in expected(calendars).items()}
    assert told("sabre/vobject", answer) == agreed


def with_escapes(event: dict[str, str]) -> dict[str, str]:
    r"""An event as sabre/vobject 2 gives it, which Debian 12 has: it leaves "\," and "\;" in a text.

    It is wrong: RFC 5545, 3.3.11 has a writer put the backslash there, and it stands for the character behind it.
    """
    texts = {name: event[name].replace(",", r"\,").replace(";", r"\;") for name in ("summary", "description")}
    return event | texts


@pytest.mark.debian("gcc", "libc6-dev", "libical-dev")
def test_libical_counts_no_error_and_agrees_with_icalendar(calendars, tmp_path):
    program = tmp_path / "read"
    run("gcc", "-Wall", "-Wextra", "-Werror", "-o", program, READERS / "read.c", "-lical")

    answer = run(program, *calendars)

    assert told("libical", answer) == expected(calendars)


@pytest.mark.debian("calcurse")
@pytest.mark.parametrize("zone", ZONES)
def test_calcurse_imports_every_session_at_the_time_of_its_user(calendars, tmp_path, zone):
    for number, file in enumerate(calendars):
        sessions = listed(file, zone=zone)

        imported, counts = imported_by_calcurse(file, tmp_path / f"calcurse-{number}", zone=zone)

        assert imported == sessions, file.name
        assert counts == {"app": len(sessions), "event": 0, "todo": 0, "skipped": 0}, file.name


@pytest.mark.debian("calcurse")
@pytest.mark.parametrize("zone", ZONES)
def test_calcurse_shows_the_session_of_18_may_when_it_takes_place(calendars, tmp_path, zone):
    cycle = next(file for file in calendars if file.name.endswith("cycle-solidarites_sessions.ics"))

    imported, _counts = imported_by_calcurse(cycle, tmp_path / "calcurse", zone=zone)

    assert [(start, end) for start, end, _title in imported] == [SEVENTH[zone]]


def imported_by_calcurse(
    file: Path, folder: Path, *, zone: str
) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """What an empty calcurse makes of a calendar: start, end and title of each appointment; how many of what."""
    folder.mkdir()
    form = r"%(start:%Y-%m-%d %H:%M)\t%(end:%Y-%m-%d %H:%M)\t%m\n"
    command = ("calcurse", "-D", folder, "-i", file, "--dump-imported", "--format-apt", form)
    *lines, _read, report = run(*command, TZ=zone, HOME=str(folder), LC_ALL="C.UTF-8").splitlines()
    counts = {what.rstrip("s"): int(count) for count, what in re.findall(r"(\d+) (\w+)", report)}
    return [tuple(line.split("\t")) for line in lines], counts


def listed(file: Path, *, zone: str) -> list[tuple[str, ...]]:
    """The same from icalendar, at the time of a zone."""
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    instants = [(event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"])) for event in events]
    local = ZoneInfo(zone)
    return [
        (f"{start.astimezone(local):%Y-%m-%d %H:%M}", f"{end.astimezone(local):%Y-%m-%d %H:%M}", title)
        for start, end, title in instants
    ]


@pytest.mark.debian("libxml2-utils")
def test_xmllint_finds_rss_atom_and_opml_well_formed(feeds):
    documents = [file for file in feeds if file.suffix in {".rss", ".atom", ".opml"}]

    assert {file.suffix for file in documents} == {".rss", ".atom", ".opml"}
    assert run("xmllint", "--noout", *documents) == ""
