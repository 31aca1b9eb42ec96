"""What operators change, as Compose itself understands it: `.env`, and the overrides that the pages show, beside compose.yaml."""

import itertools
import json
import os
import re
import shutil
import subprocess

import pytest
import yaml

from tests.docker.pages import DOCKER, overrides

pytestmark = [pytest.mark.compose, pytest.mark.slow]

OURS = ("migrate", "manage", "web-1", "web-2", "tick")
FILLED_IN = "SITE_URL=https://museum.example\nSITE_HOST=museum.example\nUID_DOMAIN=museum.example\n"
PAGES = ("README.md", "SCALE.md", "WATCHING.md", "CDN.md")
SECRET, IPV6 = overrides("README.md")
FIRST_HOST, SECOND_HOST = overrides("SCALE.md")
(PROMETHEUS,) = overrides("WATCHING.md")
SUBCOMMANDS = {"build", "down", "exec", "logs", "pull", "run", "stop", "up"}
COMMANDS = sorted(
    {
        line
        for page in DOCKER.glob("*.md")
        for line in re.findall(
            r"(?m)^ {4}.*?(docker compose .*)$|`(docker compose [^`\n]+)`", page.read_text()
        )
        for line in line
        if line not in {"", "docker compose ..."}
    }
)


@pytest.fixture
def composed(tmp_path):
    """Makes the whole model of a folder as an operator has it."""

    def compose(override: str = "", *, env: str = FILLED_IN, settings: str = "") -> dict:
        place = tmp_path / "docker"
        shutil.copytree(DOCKER, place)
        for name, text in ((".env", env), ("compose.override.yaml", override), ("parvis.env", settings)):
            if text:
                (place / name).write_text(text)
        command = ["docker-compose", "config", "--format", "json"]
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        about = {"cwd": place, "env": environment, "capture_output": True, "text": True}
        done = subprocess.run(command, check=False, **about)  # noqa: S603
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)

    return compose


@pytest.mark.parametrize("override", [each for page in PAGES for each in overrides(page)])
def test_override_that_a_page_shows_is_taken(composed, override):
    assert {"migrate", "web-1", "web-2"} <= set(composed(override)["services"])


def test_secret_of_one_s_own_reaches_every_process_beside_the_others(composed):
    services = composed(SECRET)["services"]

    # `manage` is in a profile.
    for name in set(OURS) & set(services):
        assert services[name]["environment"]["SENTRY_DSN_FILE"] == "/run/secrets/sentry_dsn"
        assert [secret["source"] for secret in services[name]["secrets"]] == [
            "secret_key",
            "database_url",
            "email_url",
            "sentry_dsn",
        ]
    assert set(yaml.safe_load(SECRET)["services"]) == set(OURS)


def test_every_line_of_the_example_can_be_used(composed):
    env = re.sub(r"(?m)^#(?=[A-Z_]+=)", "", (DOCKER / ".env.example").read_text())
    env = env.replace("SITE_URL=\nSITE_HOST=\nUID_DOMAIN=\n", FILLED_IN)

    services = composed(env=env)["services"]

    wanted = dict(re.findall(r"(?m)^([A-Z_]+)='?(.*?)'?$", env))
    assert {name: services["web-1"]["environment"][name] for name in ("CACHE_URL", "TRUSTED_PROXIES")} == {
        name: wanted[name] for name in ("CACHE_URL", "TRUSTED_PROXIES")
    }
    assert {name: services["nginx"]["environment"][name] for name in ("PROXY_WEB", "PROXY_PORT")} == {
        name: wanted[name] for name in ("PROXY_WEB", "PROXY_PORT")
    }


def test_proxy_is_trusted_in_whatever_network_it_is_given(composed):
    services = composed(env=f"{FILLED_IN}INNER_NETWORK=10.9.0.0/24\n")["services"]

    assert services["web-1"]["environment"]["TRUSTED_PROXIES"] == "10.9.0.0/24"


def test_settings_that_compose_gives_itself_are_those_that_the_page_names(composed):
    page = (DOCKER / "README.md").read_text()
    (named,) = re.findall(r"have no effect there: (.*?)\. One more secret", page, re.DOTALL)
    told = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", named)) - {"SITE_HOST"}
    own = set(yaml.safe_load((DOCKER / "compose.yaml").read_text())["x-parvis"]["environment"])
    settings = "".join(f"{name}=from-the-file\n" for name in (*own, "CDN", "SECURITY_CONTACT"))

    given = composed(settings=settings)["services"]["web-1"]["environment"]

    assert told == {name.removesuffix("_FILE") for name in own}
    from_the_file = {name for name, value in given.items() if value == "from-the-file"}
    assert from_the_file == {"CDN", "SECURITY_CONTACT"}


def test_first_of_two_hosts_runs_all_but_the_database_and_the_cache(composed):
    services = composed(FIRST_HOST)["services"]

    assert set(services) == {"migrate", "web-1", "web-2", "tick", "nginx"}
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_second_host_runs_web_alone_on_one_address_of_the_inner_network(composed):
    services = composed(SECOND_HOST)["services"]
    example = (DOCKER / ".env.example").read_text()

    assert set(services) == {"migrate", "web-1", "web-2"}
    published = [
        f"{port['host_ip']}:{port['published']}"
        for name in ("web-1", "web-2")
        for port in services[name]["ports"]
    ]
    assert published == ["10.0.0.2:8001", "10.0.0.2:8002"]
    assert published == re.findall(r"server (10\.\S+) max_fails=0;", example)


def test_prometheus_reaches_web_and_is_reached_from_this_host_alone(composed):
    model = composed(PROMETHEUS)
    service = model["services"]["prometheus"]

    assert "inner" in set(service["networks"]) & set(model["services"]["web-1"]["networks"])
    assert [port["host_ip"] for port in service["ports"]] == ["127.0.0.1"]
    # A network without a way out publishes no port.
    assert not all(model["networks"][name].get("internal") for name in service["networks"])


def test_proxy_is_not_begun_anew_for_another_template(tmp_path):
    """So the page's last line of an upgrade does it."""
    place = tmp_path / "docker"
    shutil.copytree(DOCKER, place)
    (place / ".env").write_text(FILLED_IN)
    asking = ["docker-compose", "config", "--hash", "nginx"]
    about = {"cwd": place, "env": {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}}
    before = subprocess.check_output(asking, **about)  # noqa: S603
    (place / "nginx" / "templates" / "nginx.conf.template").write_text("another")

    assert subprocess.check_output(asking, **about) == before  # noqa: S603


@pytest.mark.parametrize("line", COMMANDS)
def test_options_of_a_command_are_ones_that_compose_has(line):
    words = line.partition("#")[0].split()[2:]
    place = next(n for n, word in enumerate(words) if word in SUBCOMMANDS)
    options = list(itertools.takewhile(lambda word: word.startswith("-"), words[place + 1 :]))

    # It reads from left to right, and stops at what it does not know.
    asking = ["docker-compose", *words[: place + 1], *options, "--help"]
    done = subprocess.run(asking, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
