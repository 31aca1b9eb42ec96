"""Files that are replaced as a whole: whoever reads one finds all of the old bytes or all of the new ones."""

import tempfile
from pathlib import Path


def replace_file(place: Path, data: bytes) -> None:
    """Put bytes at a place, whose folder is there, in a file for its owner alone.

    Raises OSError, and leaves what was there, where the disk is full or cannot be written.
    """
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as draft:
        try:
            draft.write(data)
            draft.flush()
            Path(draft.name).replace(place)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
