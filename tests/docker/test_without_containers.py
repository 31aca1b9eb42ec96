"""docker/README.md, "Without containers": its lines, run as they stand in a clean checkout, give a site behind docker/nginx. Needs Python's package index."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.docker.conftest import wait_for_port
from tests.docker.pages import commands
from tests.docker.proxy import NAME, Proxy
from tests.granian_server import Server, free_port, until

pytestmark = [pytest.mark.slow, pytest.mark.debian("nginx")]

ROOT = Path(__file__).parents[2]
BEFORE, EXPORT, COMMANDS, WEB, TICK = re.fullmatch(
    r"(.*?)(export .*?[^\\]\n)(.*?)(\.venv/bin/granian .*?[^\\]\n)(.*)",
    commands("README.md", beginning="make compiled"),
    re.DOTALL,
).groups()


def checkout(place: Path) -> None:
    """What is in version control, as it is in this working copy."""
    files = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)  # noqa: S607
    for name in filter(None, files.split("\0")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place / name)


def exported(folder: Path, url: str) -> str:
    """The page's line with values, its secrets in files."""
    folder.mkdir()
    secrets = {
        "SECRET_KEY": "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "EMAIL_URL": "consolemail://",
    }
    values = {"SITE_URL": url, "UID_DOMAIN": "museum.example", "ALLOWED_HOSTS": NAME}
    for name, value in secrets.items():
        (folder / name).write_text(f"{value}\n")
        values[f"{name}_FILE"] = str(folder / name)
    line = EXPORT.replace("/srv/parvis", str(folder / "var"))
    for name, value in values.items():
        line = re.sub(rf"\b{name}=(https://)?\.\.\.", f"{name}={value}", line)
    assert "..." not in line
    return line


def test_lines_of_the_page_give_a_site_behind_the_proxy(tmp_path):
    place, port = tmp_path / "checkout", free_port()
    checkout(place)
    proxy = Proxy(tmp_path / "proxy", web_ports=[port], media=tmp_path / "site" / "var" / "media")
    export = exported(tmp_path / "site", proxy.url)
    # As on another machine: nothing of the settings of this run.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    person = {
        "DJANGO_SUPERUSER_USERNAME": "first",
        "DJANGO_SUPERUSER_EMAIL": "first@museum.example",
        "DJANGO_SUPERUSER_PASSWORD": "a long and unused one",
    }
    script = f"{BEFORE}{export}{COMMANDS}".replace("createsuperuser", "createsuperuser --noinput")

    done = subprocess.run(  # noqa: S603  (the page's own)
        ["sh", "-euc", script], cwd=place, env=environment | person, capture_output=True, text=True, check=False  # noqa: S607
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]

    def service(command: str) -> Server:
        line = f"cd {place}\n{export}exec {command}".replace("--port 8000", f"--port {port}")
        return Server(["sh", "-euc", line], port=port, environment=environment)

    with service(WEB) as web, service(TICK) as tick, proxy:
        web.wait_for("/readyz")
        wait_for_port(proxy.port)
        statuses = {
            path: proxy.ask(path)[0] for path in ("/fr/", "/feeds/fr/all/sessions.ics", "/admin/login/")
        }
        style = re.search(r'"(/static/[^"]+\.css)"', proxy.ask("/admin/login/")[2].decode())[1]
        until(lambda: runs(tmp_path / "site" / "site.sqlite3") > 0, seconds=60)

        assert statuses == dict.fromkeys(statuses, 200)
        assert proxy.ask(style)[0] == 200
        assert proxy.ask("/readyz")[0] == 404

    assert [server._process.returncode for server in (web, tick)] == [0, 0]


def runs(database: Path) -> int:
    """Jobs that tick has ended."""
    with closing(sqlite3.connect(database)) as link:
        return link.execute("SELECT count(finished_at) FROM parvis_events_jobrun").fetchone()[0]
