"""Two hundred readers at once after a change: how often the feed is put together, and how long the last of them waits. See README.md."""

import os
import selectors
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import django

django.setup()

from django.db import connection  # noqa: E402  (models are importable only now)

from events.models import SessionPage  # noqa: E402
from feeds.generation import bump  # noqa: E402
from feeds.models import Shelf  # noqa: E402
from tests.bench.crowd import request_for  # noqa: E402
from tests.bench.figures import ratio  # noqa: E402
from tests.granian_server import Server, granian  # noqa: E402

SCOPE = "cycle-bench-1000"
PATH = f"/feeds/fr/{SCOPE}/sessions.ics"
READERS, WORKERS, THREADS, ROUNDS = 200, 2, 8, 9
MILLISECONDS = 1_000


def rush(port: int, request: bytes) -> list[float]:
    """Everybody is connected, asks at the same moment and reads to the end. Milliseconds until each has everything, sorted."""
    with selectors.DefaultSelector() as waiting:
        for _reader in range(READERS):
            link = socket.create_connection(("127.0.0.1", port), timeout=60)
            waiting.register(link, selectors.EVENT_READ)
        began = time.perf_counter()
        for key in list(waiting.get_map().values()):
            key.fileobj.sendall(request)
        took = []
        while waiting.get_map():
            for key, _events in waiting.select(timeout=60):
                if not key.fileobj.recv(1 << 20):  # the server closes after its answer: Connection: close
                    took.append((time.perf_counter() - began) * MILLISECONDS)
                    waiting.unregister(key.fileobj)
                    key.fileobj.close()
    assert len(took) == READERS
    return sorted(took)


def publish() -> None:
    """A session gets another title: the file is written anew before publish() ends."""
    page = SessionPage.objects.get(code="bench-1000-500", is_origin=True)
    draft = page.get_latest_revision_as_object()
    draft.title = f"Titre {time.time_ns()}"
    draft.save_revision().publish()
    connection.close()


def forget() -> None:
    """The feed is of another version, and nothing that is stored or remembered of it counts any more: the worst case."""
    Shelf.objects.filter(scope=SCOPE, language="fr").update(version=f"{time.time_ns():032d}")
    connection.close()
    bump()


def measure(
    server: Server, notes: Path, change: Callable[[], None]
) -> tuple[list[float], list[float], list[int]]:
    """p99 of each round, warm and after a change, and how often the feed was put together after it."""
    request = request_for(PATH, {"Connection": "close", "Accept-Encoding": "gzip"})
    warm, changed, made = [], [], []
    rush(server.port, request)
    for _round in range(ROUNDS):
        warm.append(rush(server.port, request)[int(READERS * 0.99) - 1])
        change()
        before = _times_made(notes)
        changed.append(rush(server.port, request)[int(READERS * 0.99) - 1])
        made.append(_times_made(notes) - before)
    return warm, changed, made


def main() -> None:
    """G15, in the environment of a seeded database."""
    notes = Path(os.environ["VAR_DIR"], "notes")
    environment = {"NOTES": str(notes)}
    application = "tests.journeys.counted:application"
    with granian(application, environment, workers=WORKERS, threads=THREADS) as server:
        server.wait_for(PATH)
        for name, change, goal in (("", publish, {"at_most": 1.5}), ("_and_nothing_stored", forget, {})):
            warm, changed, made = measure(server, notes, change)
            costs = f"{READERS} readers, {WORKERS} workers, {ROUNDS} changes: {made}"
            ratio(f"G15 times_put_together{name}", max(made), costs=costs, at_most=1)
            costs = f"after a change {median(changed):.0f} ms, warm {median(warm):.0f} ms"
            ratio(
                f"{'G15' if goal else '  '} p99_vs_warm{name}",
                median(changed) / median(warm),
                costs=costs,
                **goal,
            )


def _times_made(notes: Path) -> int:
    return sum(line.startswith(PATH) for line in notes.read_text().splitlines()) if notes.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
