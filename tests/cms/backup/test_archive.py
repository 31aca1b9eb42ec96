"""The file of a backup, while others write what goes into it."""

import os
import re
import tarfile
import time

import pytest

from cms.backup.archive import LIFE_SECONDS, pack_folder, unpack_folder, workshop
from cms.backup.manifest import BackupError


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


def test_unpacked_file_keeps_its_time_and_who_may_read_it_but_nobody_else_may_write_or_run_it(tmp_path):
    folder, place = tmp_path / "media", tmp_path / "media.tar"
    (folder / "documents").mkdir(parents=True)
    for name, mode in (("shown.png", 0o644), ("documents/own.pdf", 0o600), ("open.sh", 0o4777)):
        (folder / name).write_text(name)
        (folder / name).chmod(mode)
        os.utime(folder / name, (1_600_000_000, 1_600_000_000))

    pack_folder(folder, place)
    unpack_folder(place, tmp_path / "unpacked")

    found = {path.name: path.stat() for path in (tmp_path / "unpacked").rglob("*.*")}
    assert {name: oct(stat.st_mode) for name, stat in found.items()} == {
        "shown.png": "0o100644",
        "own.pdf": "0o100600",
        "open.sh": "0o100644",
    }
    assert {stat.st_mtime for stat in found.values()} == {1_600_000_000}


def member(name: str, kind: bytes = tarfile.REGTYPE, leads_to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, leads_to
    return made


@pytest.mark.parametrize(
    "unsafe",
    [
        member("../outside"),
        member("pictures/../../outside"),
        member("/{folder}/outside"),
        member("//{folder}/outside"),
        member(".hidden"),
        member("pictures/.hidden/a"),
        member("."),
        member(""),
        member("link", tarfile.SYMTYPE, "{folder}/outside"),
        member("link", tarfile.LNKTYPE, "../outside"),
        member("pipe", tarfile.FIFOTYPE),
        member("disk", tarfile.BLKTYPE),
        member("console", tarfile.CHRTYPE),
        member("pictures", tarfile.DIRTYPE),
    ],
    ids=lambda each: f"{each.name or 'nameless'} {each.type.decode()}",
)
def test_member_that_no_backup_has_is_refused_by_its_name_and_nothing_is_written_for_it(tmp_path, unsafe):
    place = tmp_path / "media.tar"
    unsafe.name, unsafe.linkname = (text.format(folder=tmp_path) for text in (unsafe.name, unsafe.linkname))
    with tarfile.open(place, "w") as tar:
        tar.addfile(member("first"))
        tar.addfile(unsafe)
        tar.addfile(member("link"))

    with pytest.raises(
        BackupError, match=re.escape(f"media.tar cannot be unpacked: {unsafe.name!r} is no file of a backup")
    ):
        unpack_folder(place, tmp_path / "unpacked")

    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "media.tar",
        "unpacked",
        "unpacked/first",
    ]


def test_name_that_no_file_can_have_is_refused_in_words(tmp_path):
    place = tmp_path / "media.tar"
    with tarfile.open(place, "w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(member("a\0b-é" + "x" * 300))

    with pytest.raises(BackupError, match=r"media\.tar cannot be unpacked: "):
        unpack_folder(place, tmp_path / "unpacked")
