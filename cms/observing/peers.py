"""Who is at the other end of the connection, and whose word counts. Written down before a proxy's headers are believed (cms/wsgi.py)."""

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

# Under this name of the WSGI environment, which no client can write.
PEER = "parvis.peer"
# Headers that proxies add.
OF_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)


def noting_peer(application: Callable) -> Callable:
    """A WSGI application that notes the address at the other end for those within."""

    def noting(environ: dict, start_response: Callable) -> Iterable[bytes]:
        environ[PEER] = environ.get("REMOTE_ADDR", "")
        return application(environ, start_response)

    return noting


def peer_of(meta: Mapping[str, Any]) -> str:
    """The address at the other end of the connection, a proxy's where there is one; `meta` as of a request."""
    return meta.get(PEER, meta.get("REMOTE_ADDR", ""))


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address is one of these, or lies in one; False for what is no address."""
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    peer = getattr(peer, "ipv4_mapped", None) or peer
    return any(peer.version == each.version and peer in each for each in _networks(tuple(networks)))


def came_through_a_proxy(meta: Mapping[str, Any]) -> bool:
    """Whether a request says that somebody passed it on."""
    return any(name in meta for name in OF_PROXIES)


@cache
def _networks(names: tuple[str, ...]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(name, strict=False) for name in names]
