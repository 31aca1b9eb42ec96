"""Where media and finished feeds lie, and how those of a backup take their place: what was there is moved, never deleted."""

import datetime
import filecmp
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@contextmanager
def brought_in(source: Path, target: Path, *, aside: Path) -> Iterator[None]:
    """Every file of one folder is in another too, each as a whole; another one of that name goes aside.

    Whatever fails here, or in the block, takes all of it back.
    """
    begun: list[Path] = []
    try:
        for path in _files(source):
            place = target / path
            if place.is_file() and filecmp.cmp(place, source / path, shallow=False):
                continue
            if place.exists():
                _move(place, aside / path)
            begun.append(path)
            _copy(source / path, place)
        yield
    except BaseException:
        for path in begun:
            (target / path).unlink(missing_ok=True)
            if (aside / path).exists():
                _move(aside / path, target / path)
        raise


def bring_in(source: Path, target: Path, *, aside: Path) -> None:
    """The same, for good. Raises OSError, and has changed nothing then."""
    with brought_in(source, target, aside=aside):
        pass


def take_out(target: Path, *, keep: Path | None, aside: Path) -> None:
    """Move every file aside that another folder does not have; without one, all."""
    kept = set(_files(keep)) if keep else set()
    for path in list(_files(target)):
        if path not in kept:
            _move(target / path, aside / path)


def remove_empty(folder: Path) -> None:
    """A folder, and those below it, where there is no file in them."""
    for path in sorted((each for each in folder.rglob("*") if each.is_dir()), reverse=True):
        with suppress(OSError):
            path.rmdir()
    with suppress(OSError):
        folder.rmdir()


def _move(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.replace(place)
    except OSError:  # on another disk
        _copy(path, place)
        path.unlink()


def _copy(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=DRAFT, delete=False) as draft:
        try:
            shutil.copy2(path, draft.name)
            Path(draft.name).replace(place)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


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
