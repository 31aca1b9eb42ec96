"""Disks that are full or cannot be written: real ones where the machine lets us mount, else the kernel's limits for a process."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

SIZE = "256k"


class Disk:
    """A small one. `fill` leaves no room for anything, `free` gives it back."""

    def __init__(self, folder: Path, *, is_mounted: bool) -> None:
        self.folder = folder
        self.is_mounted = is_mounted
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        if not self.is_mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, self._limit[1]))
            return
        with suppress(OSError), self._ballast.open("ab", buffering=0) as ballast:
            while True:
                ballast.write(b"x" * 4096)

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, *, size: str = SIZE) -> Iterator[Disk]:
    """A disk of its own at a folder that is there; `size` as mount says it."""
    is_mounted = _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    disk = Disk(folder, is_mounted=is_mounted)
    try:
        yield disk
    finally:
        disk.free()
        if is_mounted:
            # Lazily: whoever has a file open keeps it, as the number that processes share.
            _run("umount", "--lazy", str(folder))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """What is in a folder can be read, and nothing be written."""
    is_mounted = _run("mount", "--bind", str(folder), str(folder))
    if is_mounted:
        _run("mount", "-o", "remount,ro,bind", str(folder))
    else:
        _forbid(folder)
    try:
        with pytest.raises(OSError, match=r"Read-only|denied"):
            (folder / "written").write_text("")
        yield
    finally:
        if is_mounted:
            _run("umount", "--lazy", str(folder))
        else:
            for place in (folder, *folder.rglob("*")):
                place.chmod(0o700)


def can_be_small() -> bool:
    """Whether `small_disk` can be a disk here, with room of its own; else it is a limit for this process."""
    with TemporaryDirectory() as folder, small_disk(Path(folder)) as disk:
        return disk.is_mounted


def can_be_read_only() -> bool:
    """Whether `read_only` can keep its word here: root writes wherever no mount forbids it."""
    if os.geteuid() != 0:
        return True
    with TemporaryDirectory() as folder:
        return _run("mount", "--bind", folder, folder) and _run("umount", folder)


def _forbid(folder: Path) -> None:
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o500 if place.is_dir() else 0o400)


def _run(*command: str) -> bool:
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
