"""The number that all processes of a host share."""

import subprocess
import sys
import threading

import pytest

from feeds.generation import NAME, Generation, shared_generation

BUMP = """
import sys
from pathlib import Path
from feeds.generation import Generation
generation = Generation(Path(sys.argv[1]))
for _ in range(200):
    generation.bump()
"""


def test_number_of_a_folder_is_one_for_all_and_outlives_them(tmp_path):
    one, other = Generation(tmp_path), Generation(tmp_path)
    one.bump()
    other.bump()

    assert (one.current(), other.current(), Generation(tmp_path).current()) == (2, 2, 2)


def test_no_bump_is_lost_among_processes_and_threads(tmp_path):
    generation = Generation(tmp_path)
    processes = [subprocess.Popen([sys.executable, "-c", BUMP, str(tmp_path)]) for _ in range(3)]  # noqa: S603
    threads = [threading.Thread(target=lambda: [generation.bump() for _ in range(200)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for each in (*threads,):
        each.join()

    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert generation.current() == 5 * 200


def test_file_is_its_owner_s(tmp_path):
    Generation(tmp_path / "feeds")

    assert (tmp_path / "feeds" / NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("folder", ["", "a file"])
def test_without_a_folder_there_is_none(settings, tmp_path, folder):
    (tmp_path / "a file").write_text("")
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": folder and str(tmp_path / folder)}

    assert shared_generation() is None
