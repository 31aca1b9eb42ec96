"""/metrics: every figure under its name, for neighbours."""

import datetime
import time

from django.db import InterfaceError
from django.utils import timezone

import pytest
from prometheus_client.parser import text_string_to_metric_families

from cms.observing import standing
from cms.observing.peers import PEER
from cms.observing.release import release
from events.ticking import JobRun, run_jobs
from feeds import figures
from feeds.models import Mark
from feeds.outbox import Delivery
from tests.feeds.test_database_away import database_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sums")]


@pytest.fixture
def read(client):
    """Gives every sample by name and labels, such as 'x{format=ics}'."""

    def _read() -> dict[str, float]:
        text = client.get("/metrics").content.decode()
        samples = [each for family in text_string_to_metric_families(text) for each in family.samples]
        return {_named(sample): sample.value for sample in samples}

    return _read


def _named(sample) -> str:
    labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
    return f"{sample.name}{{{labels}}}" if labels else sample.name


class TestWhoMayAsk:
    @pytest.mark.parametrize(
        ("peer", "status"),
        [
            ("127.0.0.1", 200),
            ("172.18.0.5", 200),
            ("fd00::5", 200),
            ("203.0.113.5", 404),
            ("2001:db8::1", 404),
        ],
    )
    def test_neighbours_by_the_address_of_the_connection(self, client, peer, status):
        assert client.get("/metrics", REMOTE_ADDR=peer).status_code == status

    @pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
    def test_nobody_through_a_proxy(self, client, name):
        assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404

    def test_what_a_proxy_says_of_the_client_does_not_count(self, client):
        assert client.get("/metrics", REMOTE_ADDR="127.0.0.1", **{PEER: "203.0.113.5"}).status_code == 404

    def test_prometheus_by_the_name_of_a_container(self, client):
        answer = client.get("/metrics", headers={"Host": "web:8000"})

        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "text/plain")
        assert "no-store" in answer["Cache-Control"]

    def test_nobody_where_it_is_switched_off(self, client, settings):
        settings.METRICS_NETWORKS = []

        assert client.get("/metrics").status_code == 404

    def test_post_is_refused(self, client):
        assert client.post("/metrics").status_code == 405


def test_sums_stand_under_their_names(read, client, admin_user):
    figures.count("feed_answers", "ics", 304, by=3)
    figures.count("feed_answers", "ics", 200)
    figures.count("feed_answers", "ics", "miss")
    figures.count("feed_renders", "rss")
    figures.count("deliveries", "websub", "failed")
    figures.observe_freshness(0.2)
    figures.note_absence(time.time() - 2, time.time())
    client.get("/fr/none/")
    client.get("/api/v1/none")
    client.post("/admin/login/", {"username": "admin", "password": "wrong"})

    said = read()

    assert {name: value for name, value in said.items() if name.startswith("parvis_feed_answers")} == {
        "parvis_feed_answers_total{format=ics,outcome=hit}": 1,
        "parvis_feed_answers_total{format=ics,outcome=not_modified}": 3,
        "parvis_feed_answers_total{format=ics,outcome=miss}": 1,
    }
    assert said["parvis_feed_renders_total{format=rss}"] == 1
    assert said["parvis_feed_last_known_total"] == 0
    assert said["parvis_deliveries_total{kind=websub,outcome=failed}"] == 1
    assert said["parvis_logins_failed_total"] == 1
    assert said["parvis_database_away_seconds_total"] == pytest.approx(2, abs=0.1)
    assert {name: value for name, value in said.items() if name.startswith("parvis_requests")} == {
        "parvis_requests_total{area=pages,status=4xx}": 1,
        "parvis_requests_total{area=api,status=4xx}": 1,
        "parvis_requests_total{area=admin,status=2xx}": 1,
    }
    buckets = [
        said[f"parvis_publish_to_fresh_seconds_bucket{{le={bound}}}"] for bound in ("0.1", "0.25", "+Inf")
    ]
    assert buckets == [0, 1, 1]
    assert said["parvis_publish_to_fresh_seconds_sum"] == 0.2
    assert said[next(name for name in said if name.startswith("parvis_info"))] == 1
    assert f"version={release()}" in next(name for name in said if name.startswith("parvis_info"))


def test_how_things_stand_is_read_from_the_database(read):
    now = timezone.now()
    Mark.objects.all().delete()
    Mark.objects.create(key=None, marked_at=now - datetime.timedelta(seconds=90))
    common = {
        "kind": "websub",
        "target": "https://hub.example/",
        "changed_at": now - datetime.timedelta(hours=1),
    }
    Delivery.objects.create(topic="https://parvis.example/a", due_at=now, **common)
    Delivery.objects.create(topic="https://parvis.example/b", due_at=None, **common)
    JobRun.objects.create(
        name="feeds", started_at=now, finished_at=now + datetime.timedelta(seconds=2), error="x"
    )

    said = read()

    assert said["parvis_database_up"] == 1
    assert said["parvis_oldest_stale_feed_seconds"] == pytest.approx(90, abs=10)
    assert said["parvis_deliveries_waiting{kind=websub}"] == 1
    assert said["parvis_deliveries_given_up{kind=websub}"] == 1
    assert said["parvis_delivery_oldest_seconds"] == pytest.approx(3_600, abs=10)
    assert said["parvis_tick_last_run_timestamp_seconds"] == pytest.approx(now.timestamp(), abs=1)
    assert said["parvis_job_duration_seconds{job=feeds}"] == 2
    assert said["parvis_job_failed{job=feeds}"] == 1


def test_nothing_waits_and_nothing_ever_ran(read):
    Mark.objects.all().delete()

    said = read()

    assert said["parvis_oldest_stale_feed_seconds"] == said["parvis_delivery_oldest_seconds"] == 0
    assert said["parvis_tick_last_run_timestamp_seconds"] == 0


def test_standing_costs_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        assert standing.read_standing(timezone.now())


def test_figures_are_told_while_the_database_is_away(read):
    figures.count("feed_last_known")

    with database_away():
        said = read()

    assert said["parvis_database_up"] == 0
    assert said["parvis_feed_last_known_total"] == 1
    assert "parvis_oldest_stale_feed_seconds" not in said


def test_standing_is_none_where_the_connection_broke(monkeypatch):
    def broken(*_arguments):
        raise InterfaceError("the connection is closed")

    monkeypatch.setattr(standing, "_read", broken)

    assert standing.read_standing(timezone.now()) is None


def test_tick_carries_what_it_counted(read, monkeypatch):
    monkeypatch.setattr(
        "events.ticking._jobs", {name: job for name, job in _jobs().items() if name == "figures"}
    )
    figures.count("deliveries", "websub", "sent")

    assert run_jobs() == []
    figures.counts.clear()

    assert read()["parvis_deliveries_total{kind=websub,outcome=sent}"] == 1


def _jobs():
    from events import ticking  # noqa: PLC0415

    return ticking._jobs
