"""docker/README.md: what it names is there, and its commands do what they say as far as they need no container engine."""

import datetime
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from cms.backup.folders import stamp_of
from cms.settings.environment import VARIABLES
from tests.docker.pages import commands

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
README = (DOCKER / "README.md").read_text()
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
COMMANDS = [line.strip() for line in re.findall(r"(?m)^ {4,}(\S.*)$", README)]


def commands_with(word: str) -> list[str]:
    """Those of the indented lines, and of the text."""
    return [line for line in (*COMMANDS, *re.findall(r"`([^`\n]+)`", README)) if line.startswith(word)]


def test_every_service_that_a_command_names_is_there():
    named = set()
    for line in commands_with("docker compose "):
        words = re.sub(r"#.*|--profile manage|(?:-f \S+)", "", line).split()
        if words[2] in {"run", "exec", "up", "logs"}:
            named |= {next((word for word in words[3:] if not word.startswith("-")), "")}

    assert named - {""} <= set(COMPOSE["services"])
    assert {"migrate", "manage", "web-1", "web-2", "nginx"} <= named


def test_table_of_services_and_volumes_is_whole():
    rows = set(
        re.findall(r"`([a-z0-9_-]+)`", " ".join(re.findall(r"(?m)^\| ((?:`[a-z0-9_-]+` ?)+)\|", README)))
    )

    assert set(COMPOSE["services"]) | set(COMPOSE["volumes"]) <= rows


def test_every_setting_that_it_names_is_one():
    offered = (DOCKER / ".env.example").read_text() + (DOCKER / "nginx" / "README.md").read_text()
    known = {
        *VARIABLES,
        *re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", offered),
        "CERTIFICATES",
        # Compose's own.
        "COMPOSE_FILE",
        "DJANGO_SETTINGS_MODULE",
        # certbot's, for its hooks.
        "RENEWED_LINEAGE",
    }
    named = {
        name if name in known else name.removesuffix("_FILE")
        for name in re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", README)
    }

    assert named - known <= {"NAME"}


def test_every_file_that_it_names_is_there():
    linked = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", README)}

    assert {target for target in linked if not (DOCKER / target).exists()} == set()


def test_upgrade_migrates_before_new_code_answers_and_the_proxy_comes_last():
    lines = commands(
        "README.md", beginning="docker compose --profile manage build                   #"
    ).splitlines()
    steps = [line.partition("#")[0].split()[2:] for line in lines]

    assert steps == [
        ["--profile", "manage", "build"],
        ["run", "--rm", "migrate"],
        ["up", "--detach", "--wait", "--no-deps", "web-1"],
        ["up", "--detach", "--wait", "--no-deps", "web-2"],
        ["up", "--detach", "--wait"],
        ["up", "--detach", "--wait", "--force-recreate", "--no-deps", "nginx"],
    ]


def test_way_back_begins_no_migration():
    lines = commands(
        "README.md", beginning="docker compose up --detach --wait --no-deps web-1\n"
    ).splitlines()

    assert [line.split()[-1] for line in lines] == ["web-1", "web-2", "tick"]
    assert all("--no-deps" in line for line in lines)


def test_line_for_cron_takes_the_nightly_backup_and_mails_only_faults(tmp_path):
    variable, line = commands("README.md", beginning="MAILTO=").splitlines()
    *moment, user, command = line.split(maxsplit=6)
    place, program = tmp_path / "docker", tmp_path / "bin" / "docker"
    for folder in (place, program.parent):
        folder.mkdir()
    program.write_text('#!/bin/sh\necho "$PWD $*" >> "$0.asked"\necho a line\n')
    program.chmod(0o755)

    environment = {"PATH": f"{program.parent}:/usr/bin:/bin"}
    script = command.replace("/srv/parvis/docker", str(place))
    said = subprocess.check_output(["sh", "-ec", script], stderr=subprocess.STDOUT, env=environment)  # noqa: S603, S607  (the page's own)

    assert (variable, moment, user) == ("MAILTO=it@museum.example", ["0", "3", "*", "*", "*"], "root")
    # cron ends a line at it.
    assert "%" not in command
    assert said == b""
    (asked,) = program.with_suffix(".asked").read_text().splitlines()
    assert asked == f"{place} compose --progress quiet run --rm -T manage backup /srv/backups --keep 14"
    assert "    python manage.py backup /srv/backups --keep 14\n" in (DOCKER / "BACKUP.md").read_text()


def test_what_a_restore_put_aside_is_removed_by_the_names_that_it_has():
    database, folder = commands("README.md", beginning="docker compose exec postgres dropdb").splitlines()
    stamp = stamp_of(datetime.datetime(2026, 11, 27, 10, tzinfo=datetime.UTC))

    assert database.split()[-1] == f"parvis_before_{stamp.lower()}"
    assert folder.split()[-1] == f"/var/lib/parvis/before-restore-{stamp}"


@pytest.mark.parametrize(
    "option", ["--respawn-failed-workers", "--workers-kill-timeout", "--log-config", "--no-ws"]
)
def test_options_of_the_server_are_ones_that_it_has(option):
    program = ROOT / ".venv" / "bin" / "granian"
    said = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout  # noqa: S603

    assert option in said
    assert option in README
