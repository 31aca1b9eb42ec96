"""Where media and finished feeds lie, and how those of a backup take their place: what was there is moved, never deleted."""

import datetime
import filecmp
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage

from events.conf import parvis_setting
from events.whole_files import DRAFT


def media_folder() -> Path | None:
    """Where uploads lie; None where another service keeps them, which keeps its own copies."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def store_folder() -> Path | None:
    """Where finished feeds lie (STORE_DIR)."""
    folder = str(parvis_setting("STORE_DIR"))
    return Path(folder) if folder else None


def stamp_of(moment: datetime.datetime) -> str:
    """A moment for names of files and databases."""
    return f"{moment:%Y%m%dT%H%M%SZ}"


def bring_in(source: Path, target: Path, *, aside: Path) -> None:
    """Have every file of one folder in another too, each as a whole; another one of that name goes aside."""
    for path in _files(source):
        place = target / path
        if place.is_file() and filecmp.cmp(place, source / path, shallow=False):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=DRAFT, delete=False) as draft:
            pass
        shutil.copy2(source / path, draft.name)
        if place.exists():
            _put_aside(place, aside / path)
        Path(draft.name).replace(place)


def take_out(target: Path, *, keep: Path | None, aside: Path) -> None:
    """Move every file aside that another folder does not have; without one, all."""
    kept = set(_files(keep)) if keep else set()
    for path in list(_files(target)):
        if path not in kept:
            _put_aside(target / path, aside / path)


def _put_aside(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, place)


def _files(folder: Path) -> Iterator[Path]:
    """Relative paths of the files below a folder, but for hidden ones."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if (
            path.is_file()
            and not path.is_symlink()
            and not any(part.startswith(".") for part in relative.parts)
        ):
            yield relative
