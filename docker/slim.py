"""Takes out of an image under construction what Parvis never opens. Run by docker/Dockerfile; standard library only.

slim.py --languages "fr en" FOLDER   of the application and its environment
slim.py --system /                   of Debian

Each rule must find something: one that finds nothing any more ends the build, so that the list stays true.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Folders and files below site-packages, with the reason.
NOT_OPENED = {
    "pip*": "installs",
    "setuptools*": "builds",
    "_distutils_hack": "builds",
    "distutils-precedence.pth": "starts the one before",
    "**/tests": "tests of libraries",
    "**/*.po": "sources of catalogues",
    "lxml/objectify*": "nobody asks for it",
    "lxml/isoschematron": "nobody asks for it",
    "lxml/includes": "headers of C",
    # Pictures of ours are GIF, JPEG, PNG and WebP (WAGTAILIMAGES_EXTENSIONS); Pillow and Willow do without the others.
    "PIL/_avif*": "reads AVIF",
    "pillow.libs/libavif*": "reads AVIF",
    "pillow_heif*": "reads HEIC",
    "_pillow_heif*": "reads HEIC",
}
# Static files were collected, and are served from STATIC_ROOT; Wagtail's check of itself looks for one where it was.
LOOKED_FOR = "core.css"
# Of a description of every service that Amazon sells: what storage on S3 and a CDN need.
SERVICES = re.compile(r"s3|sts|cloudfront|[a-z_-]+\.json")
# What installs, builds, mounts or logs in. Dpkg removes it with its entry in the list of packages.
PACKAGES = (
    "apt", "adduser", "debconf", "debian-archive-keyring", "e2fsprogs", "gpgv", "libapt-pkg6.0", "libblkid1", "libdebconfclient0",
    "libext2fs2", "libfdisk1", "libgcrypt20", "libgnutls30", "libgpg-error0", "libgssapi-krb5-2", "libhogweed6", "libidn2-0",
    "libk5crypto3", "libkrb5-3", "libkrb5support0", "libmount1", "libnettle8", "libnsl2", "libp11-kit0", "libpam-modules",
    "libpam-modules-bin", "libpam-runtime", "libpam0g", "libperl5.36", "libseccomp2", "libsemanage2", "libsepol2", "libsmartcols1", "libstdc++6",
    "libss2", "libsystemd0", "libtirpc3", "libudev1", "libunistring2", "login", "logsave", "mount", "openssl", "passwd", "perl",
    "perl-base", "perl-modules-5.36", "sysvinit-utils", "tzdata", "util-linux", "util-linux-extra",
)  # fmt: skip
NOT_NEEDED_AT_LAST = (
    "usr/bin/dpkg*", "usr/sbin/dpkg*", "usr/share/dpkg", "usr/lib/dpkg", "var/lib/dpkg/info", "var/cache/*", "var/log/*",
    "usr/share/python-wheels", "usr/lib/python3.11/ensurepip", "usr/lib/python3.11/lib2to3", "usr/lib/python3.11/pydoc_data",
    "usr/lib/python3*/turtle.py", "usr/lib/x86_64-linux-gnu/gconv", "usr/lib/aarch64-linux-gnu/gconv", "usr/share/doc", "usr/share/man",
    "usr/share/locale", "usr/share/info", "usr/share/perl*", "usr/share/bash-completion", "usr/share/zoneinfo",
)  # fmt: skip


def remove(paths: Iterable[Path]) -> int:
    """Files and folders, with all below; how many there were."""
    found = [path for path in paths if path.exists() or path.is_symlink()]
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return len(found)


def slim_application(folder: Path, *, languages: list[str]) -> list[str]:
    """Take out what is not opened; the rules that found nothing."""
    packages = next((folder / "venv" / "lib").glob("python3*/site-packages"))
    idle = [rule for rule in NOT_OPENED if not remove(list(packages.glob(rule)))]
    remove(list((folder / "venv" / "bin").glob("pip*")))
    data = packages / "botocore" / "data"
    offered = re.compile(rf"(?:{'|'.join(languages)})(?:_.*)?")
    catalogues = [
        path for path in packages.glob("**/locale/*") if path.is_dir() and not offered.fullmatch(path.name)
    ]
    locales = [
        path
        for path in packages.glob("babel/locale-data/*.dat")
        if not offered.fullmatch(path.stem) and path.stem != "root"
    ]
    static = [path for path in packages.glob("**/static/**/*") if path.is_file() and path.name != LOOKED_FOR]
    unused = {
        "static files": static,
        "source maps": list((folder / "static").glob("**/*.map*")),
        "services": [path for path in data.iterdir() if not SERVICES.fullmatch(path.name)],
        "catalogues": catalogues,
        "locales": locales,
    }
    idle += [name for name, paths in unused.items() if not remove(paths)]
    share_equal_files(folder / "static")
    return idle


def share_equal_files(folder: Path) -> None:
    """Of two files of equal bytes, as static files are under their name and their name of this release, the second leads to the first."""
    seen: dict[bytes, Path] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.stat().st_size):
        first = seen.setdefault(path.read_bytes(), path)
        if first != path:
            path.unlink()
            path.symlink_to(first)


def slim_system(root: Path) -> None:
    """Take packages out by dpkg, and then dpkg."""
    status = (root / "var" / "lib" / "dpkg" / "status").read_text()
    installed = [
        name for name in PACKAGES if re.search(rf"^Package: {re.escape(name)}$", status, re.MULTILINE)
    ]
    command = ["dpkg", "--purge", "--force-all", *installed]
    # What it says of each is of no use to anybody; whether they are gone is looked at.
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    for pattern in NOT_NEEDED_AT_LAST:
        remove(list(root.glob(pattern)))


def main() -> int:
    """The exit status: 1 where a rule has become idle."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", default="")
    parser.add_argument("--system", action="store_true")
    asked = parser.parse_args()
    if asked.system:
        slim_system(asked.folder)
        return 0
    idle = slim_application(asked.folder, languages=asked.languages.split())
    if idle:
        sys.stderr.write(f"These rules of slim.py find nothing any more: {', '.join(idle)}\n")
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main())
