"""A number that all processes of a host share, and that goes up whenever some feed may differ: reading it costs nothing.

Eight bytes of a file in STORE_DIR, mapped into the memory of each process. What was remembered under another number is forgotten.
"""

import fcntl
import logging
import mmap
import os
import struct
from functools import cache
from pathlib import Path
from threading import Lock

from events.conf import parvis_setting

logger = logging.getLogger(__name__)

NAME = ".generation"
NUMBER = struct.Struct("=Q")


class Generation:
    """The number in one folder, which is made where it does not exist. Raises OSError where that cannot be."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size < NUMBER.size:
            os.ftruncate(self._file, NUMBER.size)
        self._memory = mmap.mmap(self._file, NUMBER.size)
        # The lock on the file is one of processes; threads of one share it.
        self._lock = Lock()

    def current(self) -> int:
        """The number now. No system call."""
        return NUMBER.unpack_from(self._memory)[0]

    def bump(self) -> None:
        """Raise the number, once for each call, however many processes call."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                NUMBER.pack_into(self._memory, 0, self.current() + 1)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def shared_generation() -> Generation | None:
    """That of STORE_DIR; None without such a folder, and where it cannot be written to."""
    return _in_folder(str(parvis_setting("STORE_DIR")))


def bump() -> None:
    """Some feed may differ: nobody on this host answers from memory what was remembered before."""
    if generation := shared_generation():
        generation.bump()


@cache
def _in_folder(folder: str) -> Generation | None:
    if not folder:
        return None
    try:
        return Generation(Path(folder))
    except OSError as error:
        logger.warning("Feeds are not answered from memory: %s", error)
        return None
