"""A backup as one file: a tar of the manifest, then the parts. Written under another name, and renamed when it is whole."""

import hashlib
import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile, TemporaryDirectory

from cms.backup.manifest import LONGEST, PARTS, BackupError, Manifest, Part
from events.whole_files import DRAFT

MANIFEST = "manifest.json"
SUFFIX = ".parvis-backup"
PIECE = 1 << 20
# Whoever began an unfinished one so long ago was killed.
LIFE_SECONDS = 86_400


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder for unfinished parts, for its owner alone, on the same disk as `folder`; gone behind the block.

    Those that were left by whoever was killed, more than a day ago, go first: they hold plain copies of the database.
    """
    _remove_left(folder)
    with TemporaryDirectory(dir=folder, prefix=DRAFT) as place:
        yield Path(place)


def describe(path: Path) -> Part:
    """A part as it is now."""
    digest, length = hashlib.blake2b(digest_size=32), 0
    with path.open("rb") as part:
        while piece := part.read(PIECE):
            digest.update(piece)
            length += len(piece)
    return Part(length, digest.hexdigest())


def pack(place: Path, *, parts: Path, manifest: Manifest) -> None:
    """Write a backup of the parts that lie in a folder, each by its name. Raises OSError, and leaves nothing, where the disk is full."""
    with NamedTemporaryFile(dir=place.parent, prefix=DRAFT, delete=False) as draft:
        try:
            with tarfile.open(fileobj=draft, mode="w") as tar:
                _add(tar, MANIFEST, manifest.to_bytes())
                for name in PARTS:
                    tar.add(parts / name, arcname=name)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(place)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def read_manifest(place: Path) -> Manifest:
    """What a file says that it is. Raises BackupError for one that cannot be read, or is no backup."""
    try:
        with tarfile.open(place, mode="r:") as tar:
            return _manifest(tar)
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{place} cannot be read as a backup: {error}.") from error


def unpack(place: Path, folder: Path) -> Manifest:
    """Put the parts of a backup into a folder. Raises BackupError unless every one is as it was written."""
    try:
        with tarfile.open(place, mode="r:") as tar:
            manifest = _manifest(tar)
            for name in PARTS:
                member = tar.next()
                if member is None or member.name != name or not member.isfile():
                    raise BackupError(f"{place} is torn: its part {name} is missing. Take another backup.")
                with tar.extractfile(member) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target, PIECE)
                if describe(folder / name) != manifest.parts[name]:
                    raise BackupError(
                        f"{place} is damaged: its part {name} is not as it was written. Take another backup."
                    )
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{place} is torn, or the disk is full: {error}. Take another backup.") from error
    return manifest


def pack_folder(folder: Path | None, place: Path) -> None:
    """Put the files below a folder into a tar; hidden ones, links and whatever goes meanwhile stay out."""
    with tarfile.open(place, mode="w") as tar:
        for path in _files_below(folder) if folder else ():
            # Opened first: a file that is renewed meanwhile would not be as long as was said.
            with suppress(FileNotFoundError), path.open("rb") as file:
                name = path.relative_to(folder).as_posix()
                tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), file)


def unpack_folder(place: Path, folder: Path) -> None:
    """The reverse. Raises BackupError for a member that `pack_folder` would not have packed; nothing is written outside of the folder.

    tarfile's own filters came with Python 3.11.4; Debian 12, and so the image, has 3.11.2.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(place, mode="r:") as tar:
            for member in tar:
                _unpack_member(tar, member, folder / _safe_path(member))
    except (OSError, ValueError, tarfile.TarError) as error:
        raise BackupError(f"{place.name} cannot be unpacked: {error}.") from error


def _safe_path(member: tarfile.TarInfo) -> PurePosixPath:
    """Raises ValueError for anything but a file below the folder; what leads out of it begins with a dot, as hidden files do."""
    path = PurePosixPath(member.name)
    if (
        not member.isfile()
        or not path.parts
        or path.is_absolute()
        or any(part.startswith(".") for part in path.parts)
    ):
        raise ValueError(f"{member.name!r} is no file of a backup")
    return path


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tar.extractfile(member) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target, PIECE)
    # The proxy reads pictures as another user. Nobody gets a right to write or to run them.
    place.chmod(member.mode & 0o644 | 0o600)
    os.utime(place, (member.mtime, member.mtime))


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and not path.is_symlink()
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        ):
            yield path


def _remove_left(folder: Path) -> None:
    for path in folder.glob(f"{DRAFT}*"):
        with suppress(OSError):
            if path.stat().st_mtime > time.time() - LIFE_SECONDS:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST or not member.isfile() or member.size > LONGEST:
        raise BackupError("This is no backup of Parvis: it does not begin with a manifest.")
    with tar.extractfile(member) as stored:
        return Manifest.from_bytes(stored.read())


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    tar.addfile(member, BytesIO(data))
