"""Sums of all processes of a host: nothing is lost, and no end of a process lowers them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cms.observing.carrying import Carrier
from feeds import figures

# Counts so often, and carries: a process that another one runs beside.
PROCESS = """
import sys
import django
django.setup()
from pathlib import Path
from cms.observing.carrying import Carrier
from feeds import figures
carrier = Carrier(Path(sys.argv[1]))
for _each in range(int(sys.argv[2])):
    figures.count("feed_answers", "ics", 304)
    carrier.carry()
"""


pytestmark = pytest.mark.usefixtures("counts")


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "figures" / "sums.json"


def test_what_is_counted_is_carried_once(file):
    carrier = Carrier(file)
    figures.count("feed_answers", "ics", 304, by=2)

    first, second = carrier.carry(), carrier.carry()
    figures.count("feed_answers", "ics", 304)
    third = carrier.carry()

    assert [each["feed_answers|ics|304"] for each in (first, second, third)] == [2, 2, 3]


def test_worker_that_begins_anew_goes_on_where_others_stopped(file, counts):
    figures.count("feed_renders", "ics", by=5)
    Carrier(file).carry()
    counts.clear()
    figures.count("feed_renders", "ics")

    assert Carrier(file).carry() == {"feed_renders|ics": 6}


def test_processes_at_once_lose_nothing(file):
    command = [sys.executable, "-c", PROCESS, str(file), "200"]
    processes = [subprocess.Popen(command) for _each in range(3)]  # noqa: S603  (our own command)

    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert json.loads(file.read_bytes()) == {"feed_answers|ics|304": 600}


def test_absence_that_two_processes_saw_counts_once(file):
    one, other = Carrier(file), Carrier(file)

    for carrier, absence in ((one, (100, 102)), (other, (101, 103)), (one, (102, 103)), (other, (200, 201))):
        figures.note_absence(*absence)
        totals = carrier.carry()

    assert totals["database_away_seconds"] == 4


def test_disk_that_cannot_be_written_costs_nothing_but_time(file, caplog):
    file.parent.write_text("in the way")
    carrier = Carrier(file)
    figures.count("logins_failed")

    said = [carrier.carry() for _each in range(3)]
    file.parent.unlink()

    assert (said, len(caplog.records)) == ([{}, {}, {}], 1)
    assert carrier.carry() == {"logins_failed": 1}


@pytest.mark.parametrize("content", [b"", b"torn{", b"[]"])
def test_file_that_holds_no_sums_is_begun_anew(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    figures.count("logins_failed")

    assert Carrier(file).carry() == {"logins_failed": 1}
