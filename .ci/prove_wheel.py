"""Prove a wheel: it holds the two apps and nothing else, and the README's lines make them work in what `wagtail start` makes.

Usage: prove_wheel.py WHEEL, from the root of the checkout that built it, in an environment with the dependencies.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from host_http import check_public
from host_project import add_app, block, make_host

APPS = ("events", "feeds")
KINDS = (
    "events/locale/fr/LC_MESSAGES/django.mo",
    "events/migrations/0001_",
    "events/static/",
    "events/templates/",
    "events/py.typed",
    "feeds/py.typed",
    "feeds/renderers/ical.py",
)
NEWEST_PYTHON = "3.13"
NEWEST_DJANGO = ">=6.1,<6.2"
WAGTAIL = """#!{python}
from wagtail.bin.wagtail import main

main()
"""


def expected_files() -> set[str]:
    """The files of the two apps that git knows or would take, and a compiled catalogue for each translated one."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *APPS]
    tracked = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.splitlines()
    return set(tracked) | {name.removesuffix(".po") + ".mo" for name in tracked if name.endswith(".po")}


def held_files(wheel: Path) -> set[str]:
    """Every file of the wheel outside its metadata."""
    names = zipfile.ZipFile(wheel).namelist()
    return {name for name in names if not name.split("/")[0].endswith(".dist-info")}


def check_contents(wheel: Path) -> None:
    """Equality in both directions: nothing missing, nothing too much, and each kind of file is there."""
    expected, held = expected_files(), held_files(wheel)
    assert held == expected, f"missing: {sorted(expected - held)}; too much: {sorted(held - expected)}"
    for kind in KINDS:
        assert any(name.startswith(kind) for name in held), f"{kind} is missing"


def shared_environment(folder: Path, wheel: Path) -> Path:
    """An interpreter with the wheel and, from the environment of this program, all that it depends on."""
    venv.create(folder, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--target", packages, wheel], check=True)
    (folder / "bin" / "wagtail").write_text(WAGTAIL.format(python=folder / "bin" / "python"))
    (folder / "bin" / "wagtail").chmod(0o755)
    return folder / "bin" / "python"


def new_environment(folder: Path, wheel: Path, *, python: str, django: str) -> Path:
    """An interpreter with what pip takes for the wheel's dependencies, as another project's machine would; Django as `django` says."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, wheel, f"Django{django}"], check=True, stderr=subprocess.DEVNULL)
    return folder / "bin" / "python"


def find_python(version: str) -> str | None:
    """An interpreter of this version that runs: on the path, or one of pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for name in (f"python{version}", *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))):
        asked = [name, "-c", "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"]
        with suppress(OSError):
            if subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() == version:
                return name
    return None


def check_host(python: Path, folder: Path) -> str:
    """A project of `wagtail start` with the README's lines works, alone and with an app and templates of its own."""
    started = time.monotonic()
    host = make_host(folder=folder, python=python)
    version = host.run(
        "-c", "import django, platform; print(platform.python_version(), django.__version__)"
    ).stdout.split()
    host.manage("check", "--fail-level", "WARNING")
    add_app(host)
    host.manage("migrate", "--verbosity", "0")
    host.manage("makemigrations", "--check", "--dry-run")
    told = host.manage("check", "--database", "default").stderr
    assert "parvis_events.W009" in told, f"a site without a home page is told nothing: {told}"
    base = folder / "base.html"
    base.write_text(block('{% extends "base.html" %}'))
    host.run(str(Path(__file__).parent / "host_content.py"), str(base))
    host.manage("check", "--database", "default", "--fail-level", "WARNING")
    read = check_public(host)
    seconds = time.monotonic() - started
    return f"Python {version[0]}, Django {version[1]}: {read} addresses of another project are right ({seconds:.0f} s)"


def try_here(folder: Path, wheel: Path) -> str:
    """This interpreter with the locked dependencies."""
    return check_host(shared_environment(folder / "environment", wheel), folder)


def try_newest(folder: Path, wheel: Path) -> str:
    """The newest Python with the newest Django that Wagtail allows, where the machine has it."""
    python = find_python(NEWEST_PYTHON)
    if python is None:
        return f"Python {NEWEST_PYTHON} is not on this machine: the wheel was not tried with it, nor with Django {NEWEST_DJANGO}"
    environment = new_environment(folder / "environment", wheel, python=python, django=NEWEST_DJANGO)
    return check_host(environment, folder)


def main(wheel: Path) -> None:
    """Both at the same time: each waits for its own processes."""
    check_contents(wheel)
    print(f"{wheel.name}: {len(held_files(wheel))} files")
    with tempfile.TemporaryDirectory(prefix="parvis-wheel-") as name, ThreadPoolExecutor() as pool:
        tries = {}
        for each in (try_here, try_newest):
            folder = Path(name).resolve() / each.__name__
            folder.mkdir()
            tries[each] = pool.submit(each, folder, wheel)
        for result in tries.values():
            print(f"  {result.result()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
