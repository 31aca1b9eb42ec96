"""From a publication to the new bytes at a client of another process: beside what Wagtail's own publication takes. See README.md."""

import subprocess
import sys
import time
from statistics import median

import django

django.setup()

from django.db import connection  # noqa: E402  (models are importable only now)

from events.models import SessionPage  # noqa: E402
from feeds.marks import held_back  # noqa: E402
from tests.bench.figures import ratio  # noqa: E402
from tests.bench.seeded import program  # noqa: E402
from tests.granian_server import Server, granian  # noqa: E402

SIZES, ROUNDS = (100, 1_000), 9
PAUSE_SECONDS = 0.3
MILLISECONDS = 1_000
FILES = ("sessions.ics", "sessions.rss", "sessions.atom", "sessions.json")


def publish(code: str, *, title: str) -> float:
    """Seconds that save_revision().publish() takes."""
    page = SessionPage.objects.get(code=code, is_origin=True)
    draft = page.get_latest_revision_as_object()
    draft.title = title
    began = time.monotonic()
    draft.save_revision().publish()
    return time.monotonic() - began


def wagtails_own(code: str, turn: int) -> float:
    """The same while feeds only note that they have changed."""
    with held_back():
        return publish(code, title=f"Un autre titre, {turn}")


def until_fresh(server: Server, path: str, code: str, turn: int) -> tuple[float, float]:
    """Seconds that a publication takes, and from its end until a client that asks all the time has other bytes (0 for before)."""
    etag = server.ask(path)[1]["Etag"]
    command = program("tests.bench.poller", str(server.port), path, etag)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as poller:  # noqa: S603  (our own command)
        assert poller.stdout.readline() == "ready\n"
        took = publish(code, title=f"Encore un titre; {turn}")
        ended = time.monotonic()
        seen = float(poller.stdout.readline())
    return took, max(0.0, seen - ended)


def measure(server: Server, size: int) -> tuple[float, float, float]:
    """Medians in milliseconds: Wagtail's own publication; one with ours; from its end until fresh."""
    code, path = f"bench-{size}-{size // 2}", f"/feeds/fr/cycle-bench-{size}/sessions.ics"
    for file in FILES:
        assert server.ask(path.replace("sessions.ics", file))[0] == 200
    own, whole, fresh = [], [], []
    for turn in range(-1, ROUNDS):
        alone = wagtails_own(code, turn)
        took, waited = until_fresh(server, path, code, turn)
        if turn >= 0:  # the first turn warms up
            own.append(alone * MILLISECONDS)
            whole.append(took * MILLISECONDS)
            fresh.append(waited * MILLISECONDS)
        connection.close()
        time.sleep(PAUSE_SECONDS)
    return median(own), median(whole), median(fresh)


def main() -> None:
    """G13, in the environment of a seeded database."""
    with granian("cms.wsgi:application", {}, workers=2, threads=4) as server:
        server.wait_for("/feeds/fr/all/sessions.ics")
        for size in SIZES:
            own, whole, fresh = measure(server, size)
            costs = f"from the end of publish() {fresh:.1f} ms, Wagtail's own publication {own:.0f} ms"
            ratio(f"G13 publish_to_fresh_{size}", fresh / own, costs=costs, at_most=0.25)
            costs = f"publish() with all that feeds do {whole:.0f} ms, Wagtail's own {own:.0f} ms"
            ratio(f"   whole_publication_{size}", whole / own, costs=costs)


if __name__ == "__main__":
    sys.exit(main())
