"""A number that all processes of a host share, and that is another one whenever some feed may differ: reading it costs next to nothing.

Eight random bytes of a file in STORE_DIR. What was remembered under another number is forgotten. Read and written by system calls,
never through a mapping: where the file is cut off or its disk is full, a mapping would kill the process.
"""

import logging
import os
from functools import cache
from pathlib import Path

from events.conf import parvis_setting

logger = logging.getLogger(__name__)

# Another number of the same kind says that files have been removed from the store (feeds/store.py).
NAME, REMOVALS = ".generation", ".removals"
SIZE = 8


class Generation:
    """The number in one folder, which is made where it does not exist. Raises OSError where that cannot be."""

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self._folder, self._name = folder, name
        self._file = self._open()
        # Goes before the number of the file, for this process alone, where that cannot be written any more.
        self._own = b""

    def current(self) -> bytes:
        """The number now. One that nobody has seen where the file holds none: nothing is known under it."""
        try:
            number = os.pread(self._file, SIZE, 0)
        except OSError:
            number = b""
        return self._own + number if len(number) == SIZE else os.urandom(SIZE)

    def bump(self) -> None:
        """Let the number be another one, for all processes; where that cannot be, for this one."""
        number = os.urandom(SIZE)
        try:
            os.pwrite(self._file, number, 0)
        except OSError as error:
            logger.error(
                "Other processes are not told that feeds have changed, and see it within a second: %s", error
            )
            self._own = number

    def follow(self) -> None:
        """Begin another file where somebody has removed this one: processes that start later share that."""
        if os.fstat(self._file).st_nlink:
            return
        try:
            file = self._open()
        except OSError as error:
            logger.warning("The removed number of %s cannot be replaced: %s", self._folder, error)
            return
        os.dup2(file, self._file, inheritable=False)
        os.close(file)

    def _open(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = os.open(self._folder / self._name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(file).st_size < SIZE:
                os.pwrite(file, os.urandom(SIZE), 0)
        except OSError:
            os.close(file)
            raise
        return file


def shared_generation(name: str = NAME) -> Generation | None:
    """That of STORE_DIR; None without such a folder, and where it cannot be written to."""
    folder = str(parvis_setting("STORE_DIR"))
    if not folder:
        return None
    try:
        generation = _in_folder(folder, name)
    except OSError as error:
        logger.warning("What processes share of feeds cannot be kept: %s", error)
        return None
    generation.follow()
    return generation


def bump(name: str = NAME) -> None:
    """Some feed may differ: nobody on this host answers from memory what was remembered before."""
    if generation := shared_generation(name):
        generation.bump()


def current(name: str = NAME) -> bytes:
    """The number of this host now; always the same where there is none."""
    generation = shared_generation(name)
    return generation.current() if generation else b""


@cache
def _in_folder(folder: str, name: str) -> Generation:
    return Generation(Path(folder), name)
