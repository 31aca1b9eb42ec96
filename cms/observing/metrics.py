"""`/metrics`: the figures as Prometheus reads them (text format 0.0.4, by prometheus_client). docker/WATCHING.md says what each means.

Sums come from the file of the host (carrying.py), the rest from the database. Only neighbours may ask: METRICS_NETWORKS, by the address at
the other end of the connection; and nobody through a proxy, which has neighbours everywhere.
"""

import platform
from collections.abc import Iterator

import django
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import wagtail

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from cms.observing.carrying import AWAY, BETWEEN, Totals, carry_now
from cms.observing.peers import came_through_a_proxy, is_within, peer_of
from cms.observing.release import release
from cms.observing.standing import Standing, read_standing
from events.now import now
from feeds import figures

# (name in feeds/figures.py, name here, what it is, labels)
SUMS = (
    (figures.FEED_ANSWERS, "parvis_feed_answers", "Answers to who reads a feed, by how they came about.", ["format", "outcome"]),
    (figures.FEED_RENDERS, "parvis_feed_renders", "Feeds put together from their items.", ["format"]),
    (figures.FEED_LAST_KNOWN, "parvis_feed_last_known", "Feeds given as they were last known, while the database was away.", []),
    (figures.DELIVERIES, "parvis_deliveries", "What was told to others (hub, CDN), by how it went.", ["kind", "outcome"]),
    ("requests", "parvis_requests", "Answers of Django, by what they were about and the first figure of their status.", ["area", "status"]),
    ("logins_failed", "parvis_logins_failed", "Logins with a wrong password or code.", []),
    (AWAY, "parvis_database_away_seconds", "How long the database did not answer; seen once a second by who watches it.", []),
)  # fmt: skip
# Statuses of answers from memory.
OUTCOMES = {"200": "hit", "304": "not_modified", "412": "refused"}


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything, for neighbours; for others there is nothing here."""
    meta = request.META
    if came_through_a_proxy(meta) or not is_within(peer_of(meta), settings.METRICS_NETWORKS):
        raise Http404("Figures are for neighbours (METRICS_NETWORKS).")
    registry = CollectorRegistry()
    registry.register(Figures(carry_now(), read_standing(now())))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    """Sums and standing at one moment, as families of metrics."""

    def __init__(self, totals: Totals, standing: Standing | None) -> None:
        self._totals, self._standing = totals, standing

    def collect(self) -> Iterator[Metric]:
        """Every family; those that only the database knows are missing while it does not answer."""
        yield _information()
        for name, *about in SUMS:
            yield _sum(self._totals, name, *about)
        yield _freshness(self._totals)
        yield _gauge("parvis_database_up", "Whether the database answers.", float(self._standing is not None))
        if self._standing is not None:
            yield from _of_standing(self._standing)


def _information() -> Metric:
    labels = {
        "version": release(),
        "python": platform.python_version(),
        "django": django.__version__,
        "wagtail": wagtail.__version__,
    }
    family = GaugeMetricFamily("parvis_info", "What runs here.", labels=list(labels))
    family.add_metric(list(labels.values()), 1)
    return family


def _sum(totals: Totals, name: str, title: str, about: str, labels: list[str]) -> Metric:
    """One family. Without labels it is always there, from 0 on."""
    family = CounterMetricFamily(title, about, labels=labels)
    found = {} if labels else {(): 0.0}
    for key, amount in totals.items():
        first, *values = key.split(BETWEEN)
        if first == name and len(values) == len(labels):
            found[tuple(OUTCOMES.get(value, value) for value in values)] = amount
    for values, amount in sorted(found.items()):
        family.add_metric(values, amount)
    return family


def _freshness(totals: Totals) -> Metric:
    reached, buckets = 0.0, []
    for bound in figures.FRESH_BOUNDS:
        reached += totals.get(f"{figures.FRESH}{BETWEEN}{bound}", 0)
        buckets.append(("+Inf" if bound == figures.FRESH_BOUNDS[-1] else str(bound), reached))
    family = HistogramMetricFamily(
        "parvis_publish_to_fresh_seconds", "From a change to the feeds that show it."
    )
    family.add_metric([], buckets, totals.get(f"{figures.FRESH}{BETWEEN}{figures.SUM}", 0.0))
    return family


def _of_standing(standing: Standing) -> Iterator[Metric]:
    yield _gauge(
        "parvis_oldest_stale_feed_seconds",
        "Age of the oldest change that feeds do not show yet; 0 where there is none.",
        standing.stale_seconds,
    )
    yield _by_label("parvis_deliveries_waiting", "To be told to others.", "kind", standing.waiting)
    yield _by_label("parvis_deliveries_given_up", "Given up, until there is news.", "kind", standing.given_up)
    yield _gauge(
        "parvis_delivery_oldest_seconds",
        "Age of the oldest change that others have not been told; 0 where there is none.",
        standing.backlog_seconds,
    )
    yield _gauge(
        "parvis_tick_last_run_timestamp_seconds",
        "When a job of tick last began (seconds since 1970); 0 for never.",
        standing.last_run,
    )
    yield _by_label(
        "parvis_job_duration_seconds",
        "How long each job took, when it last ended.",
        "job",
        standing.durations,
    )
    yield _by_label(
        "parvis_job_failed", "Whether each job failed, when it last ended.", "job", standing.failed
    )


def _gauge(name: str, about: str, amount: float) -> Metric:
    return GaugeMetricFamily(name, about, value=amount)


def _by_label(name: str, about: str, label: str, amounts: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=[label])
    for value, amount in sorted(amounts.items()):
        family.add_metric([value], amount)
    return family
