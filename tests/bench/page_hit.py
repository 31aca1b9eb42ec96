"""G18: a page, and a list of the API, from memory beside their rendering, and the queries of each. See README.md."""

from statistics import median
from time import process_time

import django

from tests.bench.seeded import collect_static

# What pages name is known by the time that somebody asks.
collect_static({})
django.setup()

from django.conf import settings  # noqa: E402  (settings are read only now)
from django.core.cache import cache  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from events.models import SessionPage  # noqa: E402
from tests.bench.figures import paired, ratio  # noqa: E402

ROUNDS, HITS = 15, 50
LIST = "/api/v1/sessions?lang=fr&cycle=bench-1000&limit=20"
# A hit may cost one twentieth of a rendering; what a rendering may ask of the database.
GOAL, QUERIES = 1 / 20, {"page": 8, "api": 5}


class Site:
    """Django as cms/wsgi.py runs it, with the pages' memory or without."""

    def __init__(self, *, remembers: bool) -> None:
        settings.MIDDLEWARE = [
            name for name in settings.MIDDLEWARE if remembers or name != "cms.page_cache.PageCache"
        ]
        self._handler = WSGIHandler()

    def ask(self, path: str) -> bytes:
        """The body."""
        said: list[str] = []
        environ = RequestFactory(SERVER_NAME="127.0.0.1").get(path).environ
        body = b"".join(self._handler(environ, lambda status, _headers: said.append(status)))
        assert said == ["200 OK"], f"{path} answers {said}"
        return body


def cpu(site: Site, path: str, *, times: int) -> float:
    """Milliseconds for one answer."""
    began = process_time()
    for _each in range(times):
        site.ask(path)
    return (process_time() - began) * 1_000 / times


def queries(site: Site, path: str) -> int:
    """How many a rendering takes that finds no cache."""
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        site.ask(path)
    return len(found)


def main() -> None:
    """Both sides in turns."""
    page = SessionPage.objects.filter(code__startswith="bench-1000-", live=True, locale__language_code="fr")
    paths = {"page": page.first().url, "api": LIST}
    fast, slow = Site(remembers=True), Site(remembers=False)
    for name, path in paths.items():
        assert fast.ask(path) == slow.ask(path)
        hits, renderings = [], []
        for _round in range(ROUNDS):
            fast.ask(path)
            hits.append(cpu(fast, path, times=HITS))
            renderings.append(cpu(slow, path, times=3))
        costs = f"hit {median(hits):.2f} ms, rendering {median(renderings):.1f} ms"
        ratio(f"G18 {name}_hit_vs_rendering", paired(hits, renderings), costs=costs, at_most=GOAL)
        number = queries(slow, path)
        ratio(f"G18 {name}_queries", number, costs="nothing remembered", at_most=QUERIES[name])


if __name__ == "__main__":
    main()
