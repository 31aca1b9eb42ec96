"""The number that all processes of a host share."""

import os
import subprocess
import sys
import threading

import pytest

from feeds.generation import NAME, SIZE, Generation, bump, current, shared_generation
from tests.feeds.disks import read_only, small_disk

BUMP = """
import sys
from pathlib import Path
from feeds.generation import Generation
generation = Generation(Path(sys.argv[1]))
for _ in range(200):
    before = generation.current()
    generation.bump()
    assert generation.current() != before
"""


def test_number_of_a_folder_is_one_for_all_and_outlives_them(tmp_path):
    one, other = Generation(tmp_path), Generation(tmp_path)
    first = one.current()
    other.bump()

    assert one.current() == other.current() == Generation(tmp_path).current() != first


def test_each_bump_is_seen_among_processes_and_threads(tmp_path):
    generation = Generation(tmp_path)
    processes = [subprocess.Popen([sys.executable, "-c", BUMP, str(tmp_path)]) for _ in range(3)]  # noqa: S603
    seen: list[bytes] = []
    threads = [threading.Thread(target=lambda: bump_and_look(generation, seen)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert {len(number) for number in seen} == {SIZE}


def bump_and_look(generation: Generation, seen: list[bytes]) -> None:
    for _ in range(200):
        before = generation.current()
        generation.bump()
        seen.append(generation.current())
        assert seen[-1] != before


def test_file_is_its_owner_s(tmp_path):
    Generation(tmp_path / "feeds")

    assert (tmp_path / "feeds" / NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("folder", ["", "a file"])
def test_without_a_folder_there_is_none(settings, tmp_path, folder):
    (tmp_path / "a file").write_text("")
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": folder and str(tmp_path / folder)}

    assert shared_generation() is None
    assert current() == current()


def test_what_could_not_be_begun_is_tried_again(settings, tmp_path):
    place = tmp_path / "store"
    place.write_text("")
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(place)}
    assert shared_generation() is None
    place.unlink()

    assert shared_generation() is not None


@pytest.mark.parametrize("content", [b"", b"1234567"], ids=["empty", "cut off"])
def test_nothing_is_known_under_a_number_that_was_cut_off(tmp_path, content):
    """Read through a mapping, it would kill the process."""
    generation = Generation(tmp_path)
    with (tmp_path / NAME).open("r+b") as file:
        file.truncate(0)
        file.write(content)

    assert generation.current() != generation.current()
    generation.bump()
    assert generation.current() == generation.current() == Generation(tmp_path).current()


def test_number_of_somebody_else_is_another_number(tmp_path):
    generation = Generation(tmp_path)
    before = generation.current()
    (tmp_path / NAME).write_bytes(os.urandom(1_000))

    assert before != generation.current() == generation.current()


def test_folder_that_was_emptied_is_followed(tmp_path):
    """A process that starts later makes a file of its own: the others take that one."""
    old = Generation(tmp_path)
    (tmp_path / NAME).unlink()
    new = Generation(tmp_path)

    old.follow()

    new.bump()
    assert old.current() == new.current()
    old.bump()
    assert old.current() == new.current()


def test_folder_that_was_emptied_is_followed_by_whoever_changes_something(settings, tmp_path):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    old = shared_generation()
    (tmp_path / NAME).unlink()
    new = Generation(tmp_path)
    before = new.current()

    bump()

    assert before != new.current() == old.current()


def test_folder_that_is_there_is_not_left(tmp_path):
    generation = Generation(tmp_path)
    before = generation.current()

    generation.follow()

    assert generation.current() == before


def test_folder_that_cannot_be_made_again_leaves_the_number_in_use(tmp_path):
    generation = Generation(tmp_path / "store")
    (tmp_path / "store" / NAME).unlink()
    (tmp_path / "store").rmdir()
    (tmp_path / "store").write_text("a file where the folder should be")

    generation.follow()

    before = generation.current()
    generation.bump()
    assert generation.current() != before


def test_full_disk_has_no_number_and_kills_nobody(tmp_path):
    """A file that is only promised its length would kill the process where it is written to."""
    with small_disk(tmp_path) as disk:
        disk.fill()
        with pytest.raises(OSError, match=r"No space left|too large"):
            Generation(tmp_path)


def test_disk_that_fills_up_keeps_its_number_going(tmp_path):
    with small_disk(tmp_path) as disk:
        generation = Generation(tmp_path)
        seen = {generation.current()}
        disk.fill()
        for _ in range(3):
            generation.bump()
            seen.add(generation.current())

    assert len(seen) == 4


def test_file_that_cannot_be_written_any_more_still_tells_this_process(tmp_path):
    """As after an error of the disk, when the kernel makes it read-only under the feet of those who write."""
    generation = Generation(tmp_path)
    descriptor = os.open(tmp_path / NAME, os.O_RDONLY)
    os.dup2(descriptor, generation._file)
    os.close(descriptor)
    seen = {generation.current()}

    for _ in range(3):
        generation.bump()
        seen.add(generation.current())

    assert (len(seen), generation.current() == generation.current()) == (4, True)


@pytest.mark.mount
def test_read_only_folder_has_no_number(tmp_path):
    with read_only(tmp_path), pytest.raises(OSError, match=r"Read-only|denied"):
        Generation(tmp_path)
