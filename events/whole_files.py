"""Files that are replaced as a whole: whoever reads one finds all of the old bytes or all of the new ones."""

import tempfile
import time
from contextlib import suppress
from pathlib import Path

# What is not whole yet is named so. Nobody writes as long as that: whoever began an older one was killed.
DRAFT, LIFE_SECONDS = ".draft-", 3600


def replace_file(place: Path, data: bytes) -> None:
    """Put bytes at a place, whose folder is there, in a file for its owner alone.

    Raises OSError, and leaves what was there, where the disk is full or cannot be written.
    """
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=DRAFT, delete=False) as draft:
        try:
            draft.write(data)
            draft.flush()
            Path(draft.name).replace(place)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def remove_drafts(folder: Path) -> None:
    """Remove what was begun in a folder, or below it, by processes that are no more."""
    # Others move and remove files meanwhile: the next time there is less to do.
    with suppress(OSError):
        for draft in folder.rglob(f"{DRAFT}*"):
            if draft.stat().st_mtime < time.time() - LIFE_SECONDS:
                draft.unlink()
