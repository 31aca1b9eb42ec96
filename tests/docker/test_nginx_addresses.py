"""Where the proxy listens, as docker/README.md, "IPv6", and docker/nginx/README.md advise it."""

import re
import ssl
from contextlib import closing

import pytest
import yaml

from tests.docker.conftest import wait_for_port
from tests.docker.pages import DOCKER, overrides
from tests.docker.proxy import Proxy, plain_connection
from tests.docker.webs import PUBLIC, Web, listening

pytestmark = [pytest.mark.debian("nginx"), pytest.mark.xdist_group("nginx"), pytest.mark.ipv6]

COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
IPV6 = next(
    each for each in map(yaml.safe_load, overrides("README.md")) if "edge" in each.get("networks", {})
)
LISTENS = {name for name in COMPOSE["services"]["nginx"]["environment"] if name.endswith(("_HTTP", "_HTTPS"))}


def as_compose_has_it(override: dict) -> dict[str, str]:
    given = COMPOSE["services"]["nginx"]["environment"] | override["services"]["nginx"]["environment"]
    return {name: given[name] for name in LISTENS}


def advised() -> list[dict[str, str]]:
    """Of the table of docker/nginx, one value after another."""
    row = r"^\| `{0}_HTTP` `{0}_HTTPS` \| (.*?) \|"
    page = (DOCKER / "nginx" / "README.md").read_text()
    alone, more = (
        re.findall(r"`([^`]+)`", re.search(row.format(name), page, re.MULTILINE)[1])
        for name in ("PROXY", "PROXY_MORE")
    )
    http, https = more
    https_too = [value.replace("8080", "8443") for value in alone]
    return [
        *({"PROXY_HTTP": value, "PROXY_HTTPS": other} for value, other in zip(alone, https_too, strict=True)),
        {"PROXY_MORE_HTTP": http, "PROXY_MORE_HTTPS": https},
    ]


@pytest.mark.parametrize(
    "listens",
    [*advised(), as_compose_has_it({"services": {"nginx": {"environment": {}}}}), as_compose_has_it(IPV6)],
)
def test_nginx_accepts_whatever_the_pages_advise(tmp_path, listens):
    assert Proxy(tmp_path / "proxy", web_ports=[8001], media=tmp_path, listens=listens).check() == ""


def test_override_gives_the_proxy_and_the_way_out_ipv6_and_nothing_else():
    assert set(IPV6["services"]["nginx"]["environment"]) == {"PROXY_MORE_HTTP", "PROXY_MORE_HTTPS"}
    assert set(IPV6["networks"]) == set(COMPOSE["networks"]) - {"inner"}


def test_readers_over_ipv6_are_told_apart_and_strangers_get_nothing(tmp_path):
    web = Web(lambda _asked: (200, PUBLIC, b"a page"))
    more = {
        name: line.replace("[::]", "[::1]") for name, line in IPV6["services"]["nginx"]["environment"].items()
    }
    with (
        listening(web) as port,
        Proxy(tmp_path / "proxy", web_ports=[port], media=tmp_path, listens=more) as proxy,
    ):
        wait_for_port(proxy.port)
        for host in ("127.0.0.1", "::1"):
            proxy.host = host
            assert proxy.ask("/fr/")[0] == 200
            with (
                closing(proxy.connect(name="evil.example")) as link,
                pytest.raises(ssl.SSLError, match="unrecognized"),
            ):
                link.request("GET", "/")
            with closing(plain_connection(proxy)) as link:
                link.request("GET", "/", headers={"Host": "evil.example"})
                with pytest.raises(ConnectionError):
                    link.getresponse()
            with closing(plain_connection(proxy)) as link:
                link.request("GET", "/fr/", headers={"Host": proxy.name})
                assert link.getresponse().status == 301

    assert [asked.headers["X-Forwarded-For"] for asked in web.asked] == ["127.0.0.1", "::1"]
