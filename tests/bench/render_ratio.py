"""What a calendar and a news feed cost when nothing is stored of them: ours, put together from items, and those of others. See README.md."""

import hashlib
import re
import sys
import time
from collections.abc import Callable
from statistics import median

import django

django.setup()

from django.db import connection  # noqa: E402  (models are importable only now)
from django.test.utils import CaptureQueriesContext  # noqa: E402

import feedparser  # noqa: E402
import icalendar  # noqa: E402

from events.models import CyclePage  # noqa: E402
from events.now import now  # noqa: E402
from feeds import sources, store  # noqa: E402
from feeds.addresses import Address  # noqa: E402
from feeds.assembly import make_feed, put_together  # noqa: E402
from feeds.build import build_pieces  # noqa: E402
from feeds.channels import Head, build_channel  # noqa: E402
from feeds.marks import mark_everything  # noqa: E402
from feeds.models import Item, Kind, Shelf  # noqa: E402
from feeds.renderers import ICS, RSS  # noqa: E402
from feeds.scopes import all_scopes  # noqa: E402
from feeds.serving import serve_feed  # noqa: E402
from tests.bench import peers  # noqa: E402
from tests.bench.figures import point, ratio  # noqa: E402

LANGUAGE = "fr"
# Sessions of a cycle, and how often each peer is measured; ours three times as often.
SIZES = {10: 40, 100: 20, 1_000: 5, 10_000: 3}
LARGEST, BEFORE = 10_000, 1_000
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Cost = tuple[float, float]


def shelf_of(size: int, kind: Kind = Kind.SESSIONS) -> Shelf:
    """The shelf of a cycle, none of whose years stand apart: a calendar of it holds every session."""
    shelf = Shelf.objects.get(scope=f"cycle-bench-{size}", language=LANGUAGE, kind=kind)
    shelf.apart = []
    return shelf


def address_of(size: int, extension: str) -> Address:
    return Address(LANGUAGE, f"cycle-bench-{size}", Kind.SESSIONS, extension, None)


def our_calendar(size: int) -> bytes:
    """What a reader pays where nothing is stored: the shelf, the items, one body, its ETag."""
    body = put_together(shelf_of(size), address_of(size, "ics"))
    hashlib.blake2b(body, digest_size=16).hexdigest()
    return body


def our_rss(size: int) -> bytes:
    """The same for RSS, with every entry: ours hold fifty, and those of others as many as they are given."""
    shelf, address = shelf_of(size), address_of(size, "rss")
    items = Item.objects.filter(placements__scope=shelf.scope, language=LANGUAGE, kind=Kind.SESSIONS)
    rows = list(items.order_by("-published", "key").values_list("rss", "last_modified"))
    channel = build_channel(
        Head.from_json(shelf.head), scope=shelf.scope, language=LANGUAGE, file=address.file,
        moments=[moment for _rss, moment in rows],
    )  # fmt: skip
    body = RSS.assemble(channel, [bytes(row[0]) for row in rows])
    hashlib.blake2b(body, digest_size=16).hexdigest()
    return body


def events_of(size: int) -> list:
    """Our documents, from rows."""
    keys = Item.objects.filter(placements__scope=f"cycle-bench-{size}", language=LANGUAGE, kind=Kind.SESSIONS)
    public = sources.load_public(frozenset(keys.values_list("parent", flat=True)))
    stage = sources.stage_of(public, language=LANGUAGE)
    names = {scope.key: scope.name for scope in all_scopes()}
    pieces = build_pieces(stage=stage, scope_names=names)
    return [piece.document for piece in pieces if piece.kind == Kind.SESSIONS]


def composed(size: int) -> bytes:
    """Our calendar from rows: documents, fragments, one body."""
    return b"".join(ICS.compose(event) for event in events_of(size))


def composed_by_icalendar(size: int) -> bytes:
    """The same documents from the same rows, composed by icalendar."""
    return peers.icalendar_of(events_of(size))


def measure(work: Callable[[], object], *, rounds: int) -> list[Cost]:
    """Milliseconds of CPU and of the clock of each round."""
    costs = []
    for _round in range(rounds):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        costs.append(((time.process_time() - cpu) * 1_000, (time.perf_counter() - wall) * 1_000))
    return costs


def uids_in_calendar(body: bytes) -> set[str]:
    """Keys of the events; icalendar reads them, but for VTIMEZONEs and other lines, which are not what is compared."""
    return {KEY.search(str(event["UID"]))[0] for event in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def uids_in_feed(body: bytes) -> set[str]:
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    return {KEY.search(entry.id)[0] for entry in found.entries}


def expected_uids(size: int) -> set[str]:
    rows = Item.objects.filter(placements__scope=f"cycle-bench-{size}", language=LANGUAGE, kind=Kind.SESSIONS)
    return {str(key) for key in rows.values_list("key", flat=True)}


def contenders(size: int) -> dict[str, tuple[Callable[[], bytes], Callable[[bytes], set[str]]]]:
    """What is measured at a size, by name: how it is made, and how it is read back."""

    def of(build: Callable) -> Callable[[], bytes]:
        return lambda: build(peers.rows(size, language=LANGUAGE))

    calendars = {name: (of(build), uids_in_calendar) for name, build in peers.CALENDARS.items()}
    news = {name: (of(build), uids_in_feed) for name, build in peers.NEWS.items()}
    return {
        "Parvis calendar": (lambda: our_calendar(size), uids_in_calendar),
        "Parvis RSS": (lambda: our_rss(size), uids_in_feed),
        **calendars,
        **news,
    }


def measure_size(size: int, *, rounds: int) -> dict[str, Cost]:
    """Medians by contender; each is read back first, and must hold exactly the sessions of the cycle."""
    expected, found = expected_uids(size), {}
    assert len(expected) == size
    for name, (build, read) in contenders(size).items():
        uids = read(build())
        assert uids == expected, f"{name} holds {len(uids)} of {size} sessions"
    for name, (build, _read) in contenders(size).items():
        costs = measure(build, rounds=rounds if "Parvis" not in name else 3 * rounds)
        found[name] = median(cpu for cpu, _wall in costs), median(wall for _cpu, wall in costs)
        point(
            "calendar" if name in peers.CALENDARS or "calendar" in name else "news",
            name,
            size,
            cpu_ms=found[name][0],
            wall_ms=found[name][1],
        )
    return found


def plain_join(size: int) -> Cost:
    """The items of a calendar, in memory already, joined."""
    fragments = [
        bytes(each)
        for each in Item.objects.filter(placements__scope=f"cycle-bench-{size}").values_list("ics", flat=True)
    ]
    costs = measure(lambda: [b"".join(fragments) for _each in range(10)], rounds=15)
    return median(cpu for cpu, _wall in costs) / 10, median(wall for _cpu, wall in costs) / 10


def queries_of(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def report_misses(cost: dict[int, dict[str, Cost]]) -> None:
    """G6, G7, G9, and what belongs to them."""
    ours, theirs = cost[LARGEST]["Parvis calendar"], cost[LARGEST]["django-ical"]
    ratio(
        "G6 miss_vs_django_ical_cpu",
        theirs[0] / ours[0],
        costs=_both("django-ical", theirs[0], ours[0]),
        at_least=100,
    )
    ratio(
        "G6 miss_vs_django_ical_wall",
        theirs[1] / ours[1],
        costs=_both("django-ical", theirs[1], ours[1]),
        at_least=60,
    )
    for name in ("icalendar", "syndication RSS", "syndication Atom", "feedgen RSS"):
        our_name = "Parvis calendar" if name == "icalendar" else "Parvis RSS"
        one, other = cost[LARGEST][name][0], cost[LARGEST][our_name][0]
        ratio(f"   miss_vs_{name.replace(' ', '_').lower()}", one / other, costs=_both(name, one, other))
    joined = plain_join(LARGEST)
    ratio("G7 miss_vs_plain_join", ours[0] / joined[0], costs=_both("join", joined[0], ours[0]), at_most=25)
    before = cost[BEFORE]["Parvis calendar"]
    ratio(
        "G9 miss_10000_vs_1000",
        ours[0] / before[0],
        costs=f"{ours[0]:.1f} ms, {before[0]:.2f} ms",
        at_most=11,
    )


def report_first_reader() -> None:
    """What the first reader of a version waits for in all: every calendar of the largest cycle, each compressed twice."""
    shelf = Shelf.objects.get(scope=f"cycle-bench-{LARGEST}", language=LANGUAGE, kind=Kind.SESSIONS)
    addresses = [Address(LANGUAGE, shelf.scope, Kind.SESSIONS, "ics", year) for year in (None, *shelf.apart)]
    (cpu, _wall), *_others = sorted(measure(lambda: [make_feed(shelf, each) for each in addresses], rounds=3))
    plain = median(
        cost for cost, _wall in measure(lambda: [put_together(shelf, each) for each in addresses], rounds=3)
    )
    costs = f"{len(addresses)} calendars: {cpu:.0f} ms with gzip and brotli, {plain:.0f} ms without"
    ratio("   compressed_vs_plain", cpu / plain, costs=costs)


def report_queries() -> None:
    """G10: literal numbers, on a miss and where the bytes are stored, for every size."""

    def served(size: int) -> Callable[[], object]:
        return lambda: serve_feed(address_of(size, "ics"), now=now())

    found = {}
    for size in SIZES:
        store.discard(address_of(size, "ics").path)
        found[size] = queries_of(served(size)), queries_of(served(size))
    same = found[LARGEST] if len(set(found.values())) == 1 else (99, 99)
    costs = "; ".join(f"{size}: {miss} and {hit}" for size, (miss, hit) in found.items())
    ratio("G10 queries_of_a_miss", same[0], costs=f"miss and stored, {costs}", at_most=2)


def report_composition() -> None:
    """G8: everything from rows, beside icalendar given the same documents; and what a whole rebuilding costs."""
    size = BEFORE
    pairs = [
        (
            measure(lambda: composed(size), rounds=1)[0][0],
            measure(lambda: composed_by_icalendar(size), rounds=1)[0][0],
        )
        for _ in range(5)
    ]
    ours, theirs = [one for one, _other in pairs], [other for _one, other in pairs]
    value = median(one / other for one, other in pairs)
    ratio(
        "G8 composition_vs_icalendar",
        value,
        costs=_both("icalendar", median(theirs), median(ours)),
        at_most=1.3,
    )
    Item.objects.update(fingerprint="")
    # Who marks outside a transaction refreshes too.
    ((cpu, wall),) = measure(mark_everything, rounds=1)
    count = Item.objects.count()
    ratio(
        "   rebuild_feeds_per_item",
        cpu / count,
        costs=f"ms CPU, all formats, stored: {count} items in {cpu / 1_000:.1f} s CPU, {wall / 1_000:.1f} s",
    )


def main() -> None:
    """Every size, then the ratios."""
    sizes = {int(each): SIZES[int(each)] for each in sys.argv[1:]} or SIZES
    cost = {size: measure_size(size, rounds=rounds) for size, rounds in sizes.items()}
    if LARGEST in cost:
        report_misses(cost)
        report_first_reader()
        report_queries()
        report_composition()


def _both(name: str, theirs: float, ours: float) -> str:
    return f"{name} {theirs:.1f} ms, Parvis {ours:.2f} ms"


if __name__ == "__main__":
    CyclePage.objects.exists()  # the connection is there before the first measurement
    main()
