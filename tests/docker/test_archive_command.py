"""The command that PostgreSQL runs for each piece of its log (docker/BACKUP.md, compose.wal.yaml), as it stands there."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

DOCKER = Path(__file__).parents[2] / "docker"
(COMMAND,) = re.findall(r"^archive_command = '(.*)'$", (DOCKER / "BACKUP.md").read_text(), re.MULTILINE)
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
    command = COMMAND.replace("/srv/archive", str(archive)).replace("%p", str(log)).replace("%f", NAME)
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False).returncode == 0  # noqa: S603


def files(archive: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in archive.iterdir()}


def test_compose_runs_the_command_of_the_page():
    assert f"archive_command={COMMAND}" in WAL["command"]
    assert [place.rpartition(":")[2] for place in WAL["volumes"]] == ["/srv/archive", "/srv/base"]


def test_piece_is_in_the_archive_under_its_name_alone(archive):
    assert put(archive, b"log")
    assert files(archive) == {NAME: b"log"}


def test_server_that_died_before_it_noted_it_goes_on(archive):
    put(archive, b"log")

    assert put(archive, b"log")
    assert files(archive) == {NAME: b"log"}


def test_half_a_copy_that_a_fault_left_is_written_anew(archive):
    (archive / f".{NAME}").write_bytes(b"lo")

    assert put(archive, b"log")
    assert files(archive) == {NAME: b"log"}


def test_another_piece_of_that_name_is_kept_and_the_new_one_refused(archive):
    put(archive, b"log of another server")

    assert not put(archive, b"log")
    assert files(archive) == {NAME: b"log of another server"}
