"""The file of a backup, while others write what goes into it."""

import os
import tarfile
import time

import pytest

from cms.backup.archive import LIFE_SECONDS, pack_folder, unpack_folder, workshop


def test_file_that_is_renewed_while_it_is_packed_is_in_it_whole(tmp_path, monkeypatch):
    """tick replaces finished feeds at any moment."""
    folder, place = tmp_path / "feeds", tmp_path / "feeds.tar"
    folder.mkdir()
    (folder / "all.ics").write_bytes(b"x" * 100_000)
    look_at = tarfile.TarFile.gettarinfo

    def look_and_renew(*arguments, **options):
        found = look_at(*arguments, **options)
        (folder / "renewed").write_bytes(b"shorter")
        (folder / "renewed").replace(folder / "all.ics")
        return found

    monkeypatch.setattr(tarfile.TarFile, "gettarinfo", look_and_renew)

    pack_folder(folder, place)
    unpack_folder(place, tmp_path / "unpacked")

    assert (tmp_path / "unpacked" / "all.ics").read_bytes() == b"x" * 100_000


def test_file_that_goes_while_others_are_packed_is_left_out(tmp_path, monkeypatch):
    folder, place = tmp_path / "feeds", tmp_path / "feeds.tar"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text(name)
    monkeypatch.setattr(
        "cms.backup.archive._files_below", lambda found: iter([found / "a", found / "gone", found / "b"])
    )

    pack_folder(folder, place)

    with tarfile.open(place) as tar:
        assert tar.getnames() == ["a", "b"]


@pytest.mark.parametrize(("age", "is_left"), [(LIFE_SECONDS + 60, False), (LIFE_SECONDS - 60, True)])
def test_what_a_killed_backup_left_is_cleared_a_day_later(tmp_path, age, is_left):
    dead, half, foreign = tmp_path / ".draft-dead", tmp_path / ".draft-half", tmp_path / "parvis-notes.txt"
    dead.mkdir()
    for file in (dead / "database", half, foreign):
        file.write_text("password hashes")
    then = time.time() - age
    for path in (dead, half, foreign):
        os.utime(path, (then, then))

    with workshop(tmp_path):
        assert (dead.exists(), half.exists(), foreign.exists()) == (is_left, is_left, True)
