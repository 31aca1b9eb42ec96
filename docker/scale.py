"""How often subscribers ask, and what is left of that for the servers: `python docker/scale.py` prints the tables of SCALE.md.

Plain arithmetic on the assumptions below; change them to your own, and run it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

HOUR, DAY = 3_600, 86_400
MINUTE = 60
# What a CDN may keep a feed for (Cache-Control of every feed), in seconds.
MAX_AGE = 300
# Of one version of a calendar or feed, compressed: what a subscriber gets after a change.
BODY_BYTES = 20_000
LANGUAGES, FILES = 6, 9


@dataclass(frozen=True)
class Client:
    """A kind of program: which part of all subscribers uses it, and the shortest time between two polls that is known (seconds)."""

    name: str
    share: float
    interval: int
    known: str


CLIENTS = (
    Client("Google Calendar", 0.40, 8 * HOUR, "8 to 24 hours, once for all who subscribe"),
    Client("Outlook, Microsoft 365", 0.20, 3 * HOUR, "about 3 hours"),
    Client("Apple, iPhone", 0.15, DAY, "about a day; settable from 15 minutes to a week"),
    Client("Apple, Mac", 0.10, HOUR, "an hour; settable"),
    Client("feed readers", 0.10, HOUR // 2, "15 to 60 minutes, a service once for all its readers"),
    Client("Thunderbird", 0.05, HOUR // 2, "30 minutes"),
)


@dataclass(frozen=True)
class Site:
    """How many subscribe, what they may choose from (scopes), and from how many places of a CDN they come."""

    name: str
    subscribers: int
    scopes: int
    edges: int

    @property
    def feeds(self) -> int:
        """Every address that may be subscribed to."""
        return self.scopes * LANGUAGES * FILES


SITES = (
    Site("one committee", subscribers=2_000, scopes=9, edges=10),
    Site("118 committees", subscribers=236_000, scopes=237, edges=30),
    Site("a million subscribers", subscribers=1_000_000, scopes=237, edges=60),
)


def polls_per_second(subscribers: int) -> float:
    """On average, with each client as eager as is known."""
    return subscribers * sum(client.share / client.interval for client in CLIENTS)


def polls_at_the_full_hour(subscribers: int) -> float:
    """In the worst minute, each second: all who ask once an hour or more often do so within it; the others as ever."""
    eager = [client for client in CLIENTS if client.interval <= HOUR]
    rest = [client for client in CLIENTS if client.interval > HOUR]
    at_once = subscribers * sum(client.share for client in eager) / MINUTE
    return at_once + subscribers * sum(client.share / client.interval for client in rest)


def polls_behind_a_cdn(site: Site) -> float:
    """At most, each second: one for each feed and place of the CDN in MAX_AGE, and never more than are asked."""
    return min(polls_at_the_full_hour(site.subscribers), site.feeds * site.edges / MAX_AGE)


def tables() -> Iterator[str]:
    """Two tables in Markdown, line by line, with an empty line between them."""
    yield "| program | part of all (assumed) | polls | a million of all subscribers: polls per second |"
    yield "|---|---|---|---|"
    for client in CLIENTS:
        each = 1_000_000 * client.share / client.interval
        yield f"| {client.name} | {client.share:.0%} | {client.known} | {each:,.1f} |"
    yield ""
    yield (
        "| | subscribers | feeds | polls per second, average | in the minute of the full hour "
        "| behind a CDN, at most | sent after a change |"
    )
    yield "|---|---|---|---|---|---|---|"
    for site in SITES:
        yield (
            f"| {site.name} | {site.subscribers:,} | {site.feeds:,} | {polls_per_second(site.subscribers):,.1f} "
            f"| {polls_at_the_full_hour(site.subscribers):,.0f} | {polls_behind_a_cdn(site):,.0f} "
            f"| {site.subscribers * BODY_BYTES / 1e9:,.2f} GB |"
        )


if __name__ == "__main__":
    print("\n".join(tables()))  # noqa: T201  (its purpose)
