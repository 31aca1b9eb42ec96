"""docker/compose.yaml: every service has what is promised of it, and README.md names what is there."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from cms.settings.environment import VARIABLES
from tests.docker.proxy import TEMPLATE, names_in
from tests.journeys.own_postgresql import own_postgresql

DOCKER = Path(__file__).parents[2] / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web-1", "web-2", "tick", "manage")
LONG_LIVED = [name for name in SERVICES if name not in {"migrate", "manage"}]


def variables_in(text: str) -> set[str]:
    """What compose takes from .env."""
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def test_services_are_these():
    assert sorted(SERVICES) == ["cache", "manage", "migrate", "nginx", "postgres", "tick", "web-1", "web-2"]


@pytest.mark.parametrize("name", SERVICES)
def test_service_may_do_nothing_but_its_work(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service["user"].startswith(("0", "root"))
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("name", LONG_LIVED)
def test_service_that_stays_is_watched_and_started_again(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", ["web-1", "web-2", "tick"])
def test_what_reads_the_database_waits_until_it_is_prepared(name):
    assert SERVICES[name]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "postgres": {"condition": "service_healthy"},
        "cache": {"condition": "service_started"},
    }
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "prepare"]


@pytest.mark.slow
@pytest.mark.debian("postgresql")
def test_database_whose_folder_is_being_filled_is_not_well_yet():
    """The image's server answers on its socket alone meanwhile."""
    _cmd, program, *options = SERVICES["postgres"]["healthcheck"]["test"]
    with own_postgresql() as server:
        place = {"PGHOST": str(server.folder), "PGPORT": str(server.port)}

        def status(*arguments: str) -> int:
            command = [server._program(program), *arguments]
            return subprocess.run(command, env=os.environ | place, check=False).returncode  # noqa: S603

        server.kill()
        server.start(addresses="")
        assert (status("--quiet"), status(*options)) == (0, 2)
        server.kill()
        server.start()
        assert status(*options) == 0


def test_web_processes_are_alike():
    assert SERVICES["web-1"] == SERVICES["web-2"]


@pytest.mark.parametrize("name", OURS)
def test_settings_are_ones_that_there_are(name):
    given = SERVICES[name]["environment"]

    assert {each.removesuffix("_FILE") for each in given} <= set(VARIABLES)
    assert SERVICES[name]["secrets"] == ["secret_key", "database_url", "email_url"]


def test_secrets_are_files_and_stand_in_no_environment():
    told = [value for service in SERVICES.values() for value in service.get("environment", {}).values()]

    assert not [value for value in told if re.search(r"(?i)password=|://[^/]*:[^/]*@", value)]
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())
    used = {name for service in SERVICES.values() for name in service.get("secrets", [])}
    assert used == set(COMPOSE["secrets"])


def test_proxy_gets_every_variable_of_its_template():
    given = {name for name in SERVICES["nginx"]["environment"] if name.startswith("PROXY_")}

    assert given == names_in(TEMPLATE.read_text())


def test_proxy_is_all_that_can_be_reached_and_reads_pictures_only():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    mounted = [each for each in SERVICES["nginx"]["volumes"] if not each.endswith(":ro")]
    assert mounted == ["proxy_cache:/var/cache/nginx"]
    assert not [each for each in SERVICES["nginx"]["volumes"] if each.startswith(("store:", "database:"))]


def test_database_and_cache_have_no_way_out():
    assert COMPOSE["networks"]["inner"]["internal"] is True
    assert [SERVICES[name]["networks"] for name in ("postgres", "cache")] == [["inner"]] * 2
    (subnet,) = [each["subnet"] for each in COMPOSE["networks"]["inner"]["ipam"]["config"]]
    assert SERVICES["web-1"]["environment"]["TRUSTED_PROXIES"] == f"${{TRUSTED_PROXIES:-{subnet}}}"


def test_what_must_outlive_a_container_lies_in_volumes():
    assert {"store:/var/lib/parvis", "media:/var/lib/parvis/media"} <= set(SERVICES["web-1"]["volumes"])
    assert "database:/var/lib/postgresql/data" in SERVICES["postgres"]["volumes"]


def test_example_of_env_names_what_compose_asks_for_and_holds_no_secret():
    example = (DOCKER / ".env.example").read_text()
    offered = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    asked = variables_in((DOCKER / "compose.yaml").read_text() + (DOCKER / "compose.wal.yaml").read_text())

    assert offered - {"COMPOSE_FILE"} == asked
    assert not re.search(r"(?i)password|secret_key", re.sub(r"(?m)^#(?![A-Z_]+=).*$", "", example))


def test_archive_of_the_log_is_switched_on_for_every_command_or_for_none():
    """A command that loads compose.yaml alone starts PostgreSQL anew, without its archive."""
    pages = {path.name: path.read_text() for path in [*DOCKER.glob("*.md"), DOCKER / "compose.wal.yaml"]}

    assert [name for name, text in pages.items() if re.search(r"compose (-f|--file) ", text)] == []
    line = "COMPOSE_FILE=compose.yaml:compose.wal.yaml"
    assert all(line in text for text in (pages["BACKUP.md"], (DOCKER / ".env.example").read_text()))


def test_each_image_has_a_version():
    images = {service["image"] for name, service in SERVICES.items() if name not in OURS}

    assert all(re.fullmatch(r"docker\.io/[a-z/-]+:[0-9][a-z0-9.-]*", image) for image in images), images
