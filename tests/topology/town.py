"""The site as it runs on several hosts: PostgreSQL, Redis, two web processes, tick, and nginx in front, all on this machine's loopback.

Debian's programs, production's settings, the proxy of docker/nginx. Each web process is a host: it has a store of its own.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.docker.proxy import NAME, Proxy
from tests.granian_server import Server, free_port, granian
from tests.journeys.own_postgresql import OwnPostgresql, own_postgresql
from tests.topology.people import Visitor
from tests.topology.redis_server import RedisServer

# What a test of the town is marked with; all of them run in the one worker that has it.
NEEDS_TOWN = [
    pytest.mark.postgres,
    pytest.mark.debian("nginx", "postgresql", "redis-server"),
    pytest.mark.xdist_group("town"),
]
ROOT = Path(__file__).parent.parent.parent
HOSTS = ("web-1", "web-2")
# As in docker/compose.yaml: no process is left out for a while after it failed, since the other one may be gone then.
OF_UPSTREAM = re.search(
    r"server web-1:8000 resolve ([^;]+);", (ROOT / "docker" / "compose.yaml").read_text()
)[1]
OF_GRANIAN = ("--respawn-failed-workers", "--workers-kill-timeout", "10")


@dataclass
class Town:
    """Everything runs; each part may be stopped, and started again."""

    folder: Path
    postgresql: OwnPostgresql
    redis: RedisServer
    webs: list[Server]
    tick: Server
    proxy: Proxy

    def visitor(self, address: str = "127.0.0.1") -> Visitor:
        """Somebody who has not been here before."""
        return Visitor(self.proxy, address)

    def is_agreed(self, path: str) -> bool:
        """Whether the web processes give a feed with the same bytes under the same tag."""
        answers = [web.ask(path, Host=self.proxy.name) for web in self.webs]
        return len({(status, headers.get("Etag"), body) for status, headers, body in answers}) == 1

    def begin_again(self, web: Server, *, until: str = "/readyz") -> None:
        """Start a web process that has ended, on the same port, and wait until it says that it is there."""
        web.__enter__()
        web.wait_for(until, Host=self.proxy.name)


@contextmanager
def town(fill: Callable[[OwnPostgresql], None], *, name: str = NAME, tick_seconds: int = 1) -> Iterator[Town]:
    """Up, under a host name, with a tick so often, on a database with homes (what `fill` leaves out, `manage.py prepare` makes) and what filling.py adds.

    Everything ends and goes with the block.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parvis-town-")))
        ports = [free_port() for _host in HOSTS]
        proxy = Proxy(
            folder / "proxy",
            web_ports=ports,
            media=folder / "files" / "media",
            name=name,
            options=OF_UPSTREAM,
        )
        postgresql = stack.enter_context(own_postgresql())
        redis = stack.enter_context(RedisServer(folder))
        desk, *hosts = (
            environment_of(folder, host, site=proxy.url, database=postgresql.url, cache=redis.url)
            for host in ("desk", *HOSTS)
        )
        fill(postgresql)
        manage("prepare", "--verbosity", "0", environment=desk)
        manage("collectstatic", "--noinput", "--verbosity", "0", environment=desk | COLLECTING)
        run([sys.executable, "-W", "ignore", "-m", "tests.topology.filling"], environment=desk)
        webs = [
            stack.enter_context(web(environment, port=port))
            for environment, port in zip(hosts, ports, strict=True)
        ]
        tick = stack.enter_context(tick_of(hosts[0], every=tick_seconds))
        stack.enter_context(proxy)
        for each in webs:
            each.wait_for("/readyz", Host=name)
        yield Town(folder, postgresql, redis, webs, tick, proxy)


# Of the static files only the compressed copies are left out, which take a minute to make.
COLLECTING = {"DJANGO_SETTINGS_MODULE": "tests.topology.collecting"}


def environment_of(folder: Path, host: str, *, site: str, database: str, cache: str) -> dict[str, str]:
    """Production's, on a host with a name: uploaded and static files are those of all hosts, the rest is its own."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production", "SECRET_KEY": "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "SITE_URL": site, "ALLOWED_HOSTS": urlsplit(site).hostname, "UID_DOMAIN": "parvis.example", "MEETING_HOSTS": "zoom.example",
        "TRUSTED_PROXIES": "127.0.0.1", "DATABASE_URL": database, "CACHE_URL": cache, "VAR_DIR": str(folder / "files"),
        "STORE_DIR": str(folder / host / "feeds"), "STANDBY_DIR": str(folder / host / "standby"),
    }  # fmt: skip


def web(environment: dict[str, str], *, port: int) -> Server:
    """A web process of one host."""
    return granian("cms.wsgi:application", environment, workers=1, threads=4, options=OF_GRANIAN, port=port)


def tick_of(environment: dict[str, str], *, every: int) -> Server:
    """What happens by time, every so many seconds."""
    command = [sys.executable, "-W", "ignore", "manage.py", "tick", "--every", str(every)]
    return Server(command, port=0, environment=environment)


def manage(*command: str, environment: dict[str, str]) -> None:
    """Run a command of manage.py to its end."""
    run([sys.executable, "-W", "ignore", "manage.py", *command], environment=environment)


def run(command: list[str], *, environment: dict[str, str]) -> None:
    """Run a program to its end. Raises CalledProcessError where it fails."""
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)  # noqa: S603  (our own commands)
