"""The commands that PostgreSQL runs for each piece of its log (docker/BACKUP.md, compose.wal.yaml), as they stand there."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest
import yaml

DOCKER = Path(__file__).parents[2] / "docker"
PAGE = (DOCKER / "BACKUP.md").read_text()
(COMMAND,) = re.findall(r"^archive_command = '(.*)'$", PAGE, re.MULTILINE)
(RESTORE,) = re.findall(r"^restore_command = '(.*)'$", PAGE, re.MULTILINE)
WAL = yaml.safe_load((DOCKER / "compose.wal.yaml").read_text())["services"]["postgres"]
NAME = "000000010000000000000007"


@pytest.fixture
def archive(tmp_path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


def put(archive: Path, piece: bytes) -> bool:
    """Whether PostgreSQL would take the piece for archived, and forget it."""
    log = archive.parent / "pg_wal"
    log.write_bytes(piece)
    return run(COMMAND, archive, log)


def run(command: str, archive: Path, log: Path) -> bool:
    """As the server does: it fills in name and place."""
    filled = command.replace("/srv/archive", str(archive)).replace("%p", str(log)).replace("%f", NAME)
    return subprocess.run(["/bin/sh", "-c", filled], capture_output=True, check=False).returncode == 0  # noqa: S603


def files(archive: Path) -> dict[str, bytes]:
    return {path.name: gzip.decompress(path.read_bytes()) for path in archive.iterdir()}


def test_compose_runs_the_command_of_the_page():
    assert f"archive_command={COMMAND}" in WAL["command"]
    assert [place.rpartition(":")[2] for place in WAL["volumes"]] == ["/srv/archive", "/srv/base"]


def test_piece_is_in_the_archive_under_its_name_alone(archive):
    assert put(archive, b"log")
    assert files(archive) == {f"{NAME}.gz": b"log"}


def test_server_that_died_before_it_noted_it_goes_on(archive):
    put(archive, b"log")

    assert put(archive, b"log")
    assert files(archive) == {f"{NAME}.gz": b"log"}


def test_half_a_copy_that_a_fault_left_is_written_anew(archive):
    (archive / f".{NAME}.gz").write_bytes(gzip.compress(b"log")[:9])

    assert put(archive, b"log")
    assert files(archive) == {f"{NAME}.gz": b"log"}


def test_another_piece_of_that_name_is_kept_and_the_new_one_refused(archive):
    put(archive, b"log of another server")

    assert not put(archive, b"log")
    assert files(archive) == {f"{NAME}.gz": b"log of another server"}


def test_piece_that_is_torn_in_the_archive_counts_neither_as_done_nor_as_free(archive):
    put(archive, b"log")
    torn = (archive / f"{NAME}.gz").read_bytes()[:-9]
    (archive / f"{NAME}.gz").write_bytes(torn)

    assert not put(archive, b"log")
    assert (archive / f"{NAME}.gz").read_bytes() == torn


def test_piece_that_finds_no_room_is_tried_again(archive):
    """A file may not grow past 4 blocks of 512 bytes here, as on a disk that is full."""
    piece = bytes(range(256)) * 4096
    (archive.parent / "pg_wal").write_bytes(piece)

    assert not run(f"trap '' XFSZ; ulimit -f 4; {COMMAND}", archive, archive.parent / "pg_wal")
    assert put(archive, piece)
    assert files(archive) == {f"{NAME}.gz": piece}


def test_piece_comes_back_as_it_was(archive, tmp_path):
    put(archive, b"log")

    assert run(RESTORE, archive, tmp_path / "RECOVERYXLOG")
    assert (tmp_path / "RECOVERYXLOG").read_bytes() == b"log"


def test_end_of_the_archive_is_told_and_leaves_no_file(archive, tmp_path):
    assert not run(RESTORE, archive, tmp_path / "RECOVERYXLOG")
    assert not (tmp_path / "RECOVERYXLOG").exists()
