"""What the image brings along: how its server ends, its probe, and what is taken out of it."""

import os
import re
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.docker.webs import Web, listening
from tests.granian_server import answer_on, granian
from tests.journeys.own_postgresql import address_of

DOCKER = Path(__file__).parents[2] / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
sys.path.insert(0, str(DOCKER))

import slim  # noqa: E402  (a program of the image, in no package)


def server_environment() -> dict[str, str]:
    """GRANIAN_... of the image, but where it listens."""
    found = dict(re.findall(r"^\s+(GRANIAN_[A-Z_]+)=(\S+?)(?: \\)?$", DOCKERFILE, re.MULTILINE))
    return {
        name: value
        for name, value in found.items()
        if name not in {"GRANIAN_HOST", "GRANIAN_PORT", "GRANIAN_LOG_CONFIG"}
    }


def probe(what: str, **variables: str) -> tuple[int, str]:
    """Its status and what it complains of."""
    environment = {"PATH": os.environ["PATH"], **variables}
    command = [sys.executable, DOCKER / "probe.py", what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stderr


def test_server_that_is_asked_to_end_answers_what_it_is_at():
    with granian("tests.docker.slow:application", server_environment()) as server:
        server.wait_for("/")
        answers = []
        with closing(server.connect()) as link:
            reader = threading.Thread(target=lambda: answers.append(answer_on(link, "/")))
            link.connect()
            reader.start()
            threading.Event().wait(0.3)
            server._process.terminate()
            reader.join(timeout=10)

        assert [(status, body) for status, _headers, body in answers] == [(200, b"whole")]
        assert server._process.wait(timeout=10) == 0


def test_probe_of_web_asks_by_the_site_s_name():
    web = Web(lambda asked: (200 if asked.path == "/healthz" else 404, {}, b"alive"))
    with listening(web) as port:
        assert probe("web", GRANIAN_PORT=str(port), SITE_URL="https://museum.example") == (0, "")
        (asked,) = web.asked
        web.answer = lambda _asked: (503, {}, b"")
        assert probe("web", GRANIAN_PORT=str(port), SITE_URL="https://museum.example") == (
            1,
            "/healthz answers 503\n",
        )

    assert asked.headers["Host"] == "museum.example"
    status, said = probe("web", GRANIAN_PORT=str(port), SITE_URL="https://museum.example")
    assert (status, said.partition(":")[0]) == (1, "ConnectionRefusedError")


@pytest.mark.postgres
def test_probe_of_tick_asks_the_database_when_it_last_ran(tmp_path):
    server, name = os.environ["TEST_POSTGRES_URL"], f"parvis_{uuid4().hex[:12]}"
    (tmp_path / "url").write_text(f"{address_of(server, database=name)}\n")
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(address_of(server, database=name), autocommit=True) as mine:
            mine.execute("CREATE TABLE parvis_events_jobrun (finished_at timestamptz)")
            asked = [probe("tick", DATABASE_URL_FILE=str(tmp_path / "url"))]
            for minutes in (11, 9):
                mine.execute(
                    "INSERT INTO parvis_events_jobrun VALUES (now() - make_interval(mins => %s))", [minutes]
                )
                asked.append(probe("tick", DATABASE_URL_FILE=str(tmp_path / "url")))
        link.execute(f"DROP DATABASE {name}")

    late = (1, "tick has not ended a run for ten minutes\n")
    assert asked == [late, late, (0, "")]


def test_equal_files_are_there_once_under_both_names(tmp_path):
    for name, content in {
        "a.css": "red",
        "a.123.css": "red",
        "b.css": "blue",
        "empty": "",
        "other": "",
    }.items():
        (tmp_path / name).write_text(content)

    slim.share_equal_files(tmp_path)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.css": "red", "a.123.css": "red", "b.css": "blue", "empty": "", "other": "",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir() if path.is_symlink()] == ["a.css"]


def test_rule_that_finds_nothing_any_more_is_told(tmp_path):
    packages = tmp_path / "venv" / "lib" / "python3.11" / "site-packages"
    (packages / "botocore" / "data").mkdir(parents=True)
    (packages / "pip").mkdir()
    (packages / "kept").mkdir()
    (tmp_path / "static").mkdir()

    idle = slim.slim_application(tmp_path, languages=["fr"])

    assert set(slim.NOT_OPENED) - set(idle) == {"pip*"}
    assert {"services", "catalogues", "locales", "source maps", "static files"} <= set(idle)
    assert sorted(path.name for path in packages.iterdir()) == ["botocore", "kept"]


def test_whatever_is_copied_into_the_image_is_let_in_and_the_version_with_it():
    copied = " ".join(re.findall(r"(?m)^COPY (?!--)(.+) \S+$", DOCKERFILE)).split()
    let_in = re.findall(r"(?m)^!(.+)$", (DOCKER.parent / ".dockerignore").read_text())

    assert sorted(copied) == sorted(let_in)
    assert "pyproject.toml" in copied


def test_each_stage_that_runs_as_the_user_makes_the_folders_of_its_volumes():
    stages = [stage for stage in re.split(r"(?m)^FROM ", DOCKERFILE) if "useradd" in stage]

    made = [re.findall(r"install -d (-o parvis -g parvis .+?)(?: \\)?\n", stage) for stage in stages]
    folders = [
        "-o parvis -g parvis -m 750 /var/lib/parvis",
        "-o parvis -g parvis -m 755 /var/lib/parvis/media",
    ]
    assert made == [folders, folders]
