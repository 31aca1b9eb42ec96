"""docker/README.md: what it names is there, and its commands do what they say as far as they need no container engine."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from cms.settings.environment import VARIABLES

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


@pytest.mark.parametrize(
    "option", ["--respawn-failed-workers", "--workers-kill-timeout", "--log-config", "--no-ws"]
)
def test_options_of_the_server_are_ones_that_it_has(option):
    program = ROOT / ".venv" / "bin" / "granian"
    said = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout  # noqa: S603

    assert option in said
    assert option in README
