"""Prove docker/: the files by their own checkers, then the real Dockerfile, built and started without a container engine.

Usage: prove_image.py PROGRAMS, the folder with hadolint, docker-compose and compose-lint (requirements-image.txt). Standard library only.
As root, with Debian's buildah, crun and mmdebstrap. The official base is not to be had without a registry of images: mmdebstrap makes
one of the same packages and gives it that name, so that docker/Dockerfile is built as it stands.
Exits with 1 and words when something is not as it is promised.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from image_building import IMAGE, MANAGE, Builder, check_contents, check_owners
from image_files import check_files
from image_life import SETTINGS, Container, check_backup, check_life, check_refusals, check_release
from image_running import timed

# As of the stage `python` of docker/Dockerfile.
MANAGE_PATH = "/opt/parvis/venv/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def prove(programs: Path, folder: Path) -> None:
    """Everything, in the order of what is soonest wrong."""
    with timed("checkers"):
        check_files(programs)
    builder = Builder(folder)
    with timed("base"):
        builder.make_base()
    with timed("build"):
        builder.build()
    environment = builder.check_image()
    data = folder / "data"
    data.mkdir(mode=0o755)
    with builder.mounted(MANAGE) as root:
        check_owners(root)
        kept = folder / "manage"
        kept.mkdir(mode=0o755)
        said = Container(root, kept, environment=environment).run("pg_dump", "--version", PATH=MANAGE_PATH)
        assert said.startswith("pg_dump (PostgreSQL) "), said
    with builder.mounted(IMAGE) as root:
        check_contents(root)
        container = Container(root, data, environment=environment)
        for path in (data, *data.iterdir()):
            os.chown(path, 10001, 10001)
        check_refusals(container)
        check_release(container, SETTINGS)
        check_life(container, SETTINGS)
        check_backup(container, SETTINGS)


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where that can be had: each layer is tens of thousands of small files."""
    with tempfile.TemporaryDirectory(prefix="parvis-image-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        options = ["-t", "tmpfs", "-o", "mode=755,size=6g", "tmpfs", folder]
        is_mounted = not subprocess.run(["mount", *options], check=False, capture_output=True).returncode
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            if is_mounted:
                subprocess.run(["umount", "--lazy", folder], check=False)


def leave(*_asked: object) -> None:
    """Asked to end, it takes down what it has mounted and started, whoever asks again (make does, and the group)."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


def main(programs: str) -> int:
    """The exit status."""
    missing = [name for name in ("buildah", "crun", "mmdebstrap", "unshare") if not shutil.which(name)]
    if os.geteuid() or missing:
        print(
            f"needs root, and Debian's buildah, crun and mmdebstrap; missing: {', '.join(missing) or 'root'}"
        )
        return 1
    signal.signal(signal.SIGTERM, leave)
    with in_memory() as folder:
        try:
            prove(Path(programs).resolve(), folder)
        except AssertionError as error:
            print(f"FAILED: {error}")
            return 1
    print("the image is as it is promised")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
