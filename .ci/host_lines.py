"""Each line of the README's two blocks left out, one at a time: `manage.py check` of the project names what is missing.

Usage: host_lines.py WHEEL, as prove_wheel.py; a minute of CPU, so it is the audit's.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from host_project import NAME, Host, block, make_host
from prove_wheel import shared_environment

# What stands in a list, or sets one name.
LINE = re.compile(r"""\s+("|path\(|\*language)|[A-Z0-9_]+ = .*[^\[]$""")
# What our checks say; what Django says of models whose app is missing; what our apps say before there are models.
TOLD = re.compile(
    r"\(parvis_(events|feeds)\.[EW]\d+\)|isn't in an application in INSTALLED_APPS|to INSTALLED_APPS"
)


def untold(host: Host, file: Path, lines: str) -> Iterator[str]:
    """The lines of a block at the end of a file that can be left out without a word."""
    whole = file.read_text()
    for line in filter(LINE.match, lines.splitlines()):
        file.write_text(whole.replace(lines, lines.replace(f"{line}\n", "", 1)))
        done = host.manage("check", "--fail-level", "WARNING", check=False)
        if done.returncode == 0 or not TOLD.search(done.stderr):
            yield f"{line.strip()}: {done.stderr.strip()[-300:] or 'nothing is said'}"
    file.write_text(whole)


def main(wheel: Path) -> int:
    """Both blocks; 1 where a line is missed by nobody."""
    with tempfile.TemporaryDirectory(prefix="parvis-lines-") as name:
        folder = Path(name).resolve()
        host = make_host(folder=folder, python=shared_environment(folder / "environment", wheel))
        found = [*untold(host, host.settings, block("INSTALLED_APPS"))]
        found += untold(host, host.folder / NAME / "urls.py", block("from django.conf.urls.i18n"))
    print("\n".join(found) or "every line of the README that is left out is named")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
