"""Subscribers who poll by the clock, whatever the answers take: each comes over a connection of its own, says what it has, and goes.

How long a poll took counts from the moment at which it was due, so that a server that stands still is not asked less.
"""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ssl import SSLContext, create_default_context

from tests.docker.proxy import Proxy

PATIENCE_SECONDS = 30
SCOPES = ("all", "cycle-solidarites")
FILES = ("sessions.ics", "sessions.rss", "sessions.atom", "sessions.json", "news.rss", "changes.atom")
LANGUAGES = ("fr", "en", "es", "el", "he", "fi")
FEEDS = [f"/feeds/{language}/{scope}/{file}" for language in LANGUAGES for scope in SCOPES for file in FILES]


@dataclass(frozen=True)
class Poll:
    """What one subscriber asks, and what the answer has to be: its status, and for feeds its tag and its length."""

    path: str
    sent: dict[str, str]
    status: int
    etag: str = ""
    length: int = 0

    def request(self, host: str) -> bytes:
        """As it goes over the line."""
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {host}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.sent.items()]
        return "\r\n".join([*lines, "", ""]).encode()

    def is_answered_by(self, *, status: int, etag: str, length: int) -> bool:
        """Whether it is the answer that it has to be."""
        return status == self.status and (not self.etag or (etag, length) == (self.etag, self.length))


@dataclass
class Played:
    """What came of many polls: status and seconds of each answer. `wrong`: each that was not answered as it has to be."""

    took: list[tuple[int, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def statuses(self) -> Counter[int]:
        """How many answers had which status."""
        return Counter(status for status, _seconds in self.took)

    def percentile(self, percent: float, *, of: tuple[int, ...] = (200, 304)) -> float:
        """Milliseconds within which so many of a hundred had their answer, of those with such a status."""
        ranked = sorted(seconds for status, seconds in self.took if status in of)
        return 1000 * ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]

    def __str__(self) -> str:
        counts = ", ".join(f"{count:,} x {status}" for status, count in sorted(self.statuses.items()))
        times = ", ".join(f"p{percent:g} {self.percentile(percent):.1f} ms" for percent in (50, 99, 100))
        return f"{counts or 'none'}; {times}; {len(self.wrong)} wrong {self.wrong[:3]}"


def polls_of(proxy: Proxy, paths: Sequence[str] = FEEDS) -> list[Poll]:
    """For each feed: one who has it, gzipped as most ask; one who has it plain; and, of every fourth feed, one who has nothing."""
    polls = []
    for number, path in enumerate(paths):
        for coding in ("gzip", ""):
            accepts = {"Accept-Encoding": coding} if coding else {}
            status, headers, body = proxy.ask(path, **accepts)
            assert status == 200, f"{path}: {status}"
            known = {"If-None-Match": headers["Etag"]}
            polls.append(Poll(path, accepts | known, 304, headers["Etag"], 0))
            if coding and number % 4 == 0:
                polls.append(Poll(path, accepts, 200, headers["Etag"], len(body)))
    return polls


def reads_of(paths: Sequence[str]) -> list[Poll]:
    """For each page or list, whose words change with the time, one who asks for the whole of it."""
    return [Poll(path, {"Accept-Encoding": "gzip"}, 200) for path in paths]


@contextmanager
def polling(
    proxy: Proxy, polls: Sequence[Poll], *, each_second: float, at_most: int = 100_000
) -> Iterator[Played]:
    """Polls, in turns, at a steady rate for as long as the block lasts; all are answered when it ends."""
    over, played = threading.Event(), Played()
    due = (number / each_second for number in range(at_most))
    thread = threading.Thread(target=lambda: asyncio.run(_play(proxy, polls, due, played, over)))
    thread.start()
    try:
        yield played
    finally:
        over.set()
        thread.join()


def play(proxy: Proxy, polls: Sequence[Poll], *, due: Sequence[float]) -> Played:
    """One poll at each moment (seconds from now, rising), in turns of those that are given."""
    played = Played()
    asyncio.run(_play(proxy, polls, iter(due), played, threading.Event()))
    return played


async def _play(
    proxy: Proxy, polls: Sequence[Poll], due: Iterator[float], played: Played, over: threading.Event
) -> None:
    context = create_default_context(cafile=proxy.certificate)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, moment in enumerate(due):
            await asyncio.sleep(max(0.0, began + moment - time.perf_counter()))
            if over.is_set():
                return
            poll = polls[number % len(polls)]
            group.create_task(_ask(proxy, context, poll, due=began + moment, played=played))


async def _ask(proxy: Proxy, context: SSLContext, poll: Poll, *, due: float, played: Played) -> None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await _answer(proxy, context, poll)
    except (OSError, asyncio.IncompleteReadError) as error:
        played.wrong.append(f"{poll.path}: {error!r}")
        return
    seconds = time.perf_counter() - due
    head, _end, body = answer.partition(b"\r\n\r\n")
    status = int(head[9:12])
    played.took.append((status, seconds))
    found = {"status": status, "etag": _etag_in(head), "length": len(body)}
    if not poll.is_answered_by(**found):
        played.wrong.append(f"{poll.path}: {found}, not {poll.status} {poll.etag} {poll.length}")


async def _answer(proxy: Proxy, context: SSLContext, poll: Poll) -> bytes:
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", proxy.port, ssl=context, server_hostname=proxy.name
    )
    try:
        writer.write(poll.request(f"{proxy.name}:{proxy.port}"))
        return await reader.read(-1)
    finally:
        writer.close()


def _etag_in(head: bytes) -> str:
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"etag":
            return value.strip().decode()
    return ""
