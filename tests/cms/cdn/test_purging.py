"""What is written down with a change, and what becomes of it."""

import datetime
import logging

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from wagtail.contrib.frontend_cache.backends.base import BaseBackend

import pytest

from cms.cdn import purging
from cms.cdn.addresses import touched_paths
from cms.cdn.backends import PurgeBackend
from cms.settings.cdn import frontend_caches
from events.now import now
from feeds import outlets
from feeds.deliveries import DeliveryError, deliver_due
from feeds.marks import mark_everything
from feeds.outbox import Delivery
from feeds.outlets import Touched
from feeds.refresh import refresh
from tests import factories
from tests.feeds.servers import always, http_server

CACHE = "http://127.0.0.1:9"
BASE = "https://parvis.example"


class Recording(BaseBackend):
    """Fails as Wagtail's backends do: in the log."""

    asked: list[list[str]] = []
    says = ""

    def purge_batch(self, urls):
        self.asked.append(sorted(urls))
        if self.says:
            logging.getLogger("wagtail.frontendcache").error(self.says)


@pytest.fixture
def cache(settings, monkeypatch):
    """A cache that records what it is asked to forget; changes are told to it, and no thread sends."""
    settings.WAGTAILFRONTENDCACHE = {CACHE: {"BACKEND": f"{__name__}.Recording"}}
    monkeypatch.setattr(outlets, "_listeners", [purging.note])
    monkeypatch.setattr(purging, "send_soon", lambda: None)
    monkeypatch.setattr(Recording, "asked", [])
    monkeypatch.setattr(Recording, "says", "")
    return Recording


def topics() -> set[str]:
    return {
        topic.removeprefix(BASE)
        for topic in Delivery.objects.filter(kind="cdn").values_list("topic", flat=True)
    }


@pytest.mark.django_db
class TestNoting:
    def test_publication_writes_down_what_shows_it_in_every_language(self, cache, session):
        refresh(now=timezone.now())
        Delivery.objects.all().delete()

        factories.publish(session, title="Autrement")
        refresh(now=timezone.now())

        written = topics()
        expected = {
            "/feeds/fr/all/sessions.ics",
            "/feeds/he/cycle-solidarites/sessions.json",
            "/feeds/el/session/solidarites-7.ics",
            "/feeds/en/feeds.opml",
            "/embed/fi/all/",
            "/embed/es/cycle-solidarites/fragment.html",
            "/fr/solidarites/seance-7/",
            "/fr/solidarites/",
            "/fr/",
            "/he/",
            "/el/join/solidarites-7/",
            "/fi/archive/",
            "/sitemap.xml",
            "/api/v1/sessions/solidarites-7?lang=he",
            "/api/v1/sessions?lang=fr",
            "/api/v1/changes",
        }
        assert expected - written == set()
        assert {path for path in written if "/news." in path or path.startswith("/admin")} == set()

    def test_change_of_everything_leaves_single_sessions_to_their_minute(self, cache, session):
        paths = touched_paths(Touched(paths=frozenset({"/feeds/fr/all/sessions.ics"}), keys=None))

        assert {"/fr/", "/fr/solidarites/", "/feeds/fr/all/sessions.ics"} <= paths
        assert "/fr/solidarites/seance-7/" not in paths

    def test_nothing_is_written_without_a_cache(self, session, settings, monkeypatch):
        monkeypatch.setattr(outlets, "_listeners", [])

        mark_everything()
        refresh(now=timezone.now())

        assert topics() == set()

    def test_touched_addresses_cost_as_many_queries_for_each_change(
        self, cache, session, django_assert_num_queries
    ):
        touched = Touched(paths=frozenset(), keys=frozenset({session.translation_key}))
        touched_paths(touched)

        with django_assert_num_queries(3):
            touched_paths(touched)


@pytest.mark.django_db(transaction=True)
class TestPurging:
    @pytest.fixture(autouse=True)
    def _written(self, cache):
        factories.read_site()
        Delivery.objects.all().delete()
        self.moment = timezone.now()
        purging.note(Touched(paths=frozenset({"/feeds/fr/all/sessions.ics"}), keys=frozenset()), self.moment)
        self.number = Delivery.objects.count()

    def deliver(self, moment=None):
        deliver_due(moment or self.moment, kinds=["cdn"], jitter=lambda: 0.0)

    def test_one_change_is_one_batch(self, cache):
        self.deliver()

        assert [len(batch) for batch in cache.asked] == [self.number]
        assert f"{BASE}/feeds/fr/all/sessions.ics" in cache.asked[0]
        assert topics() == set()

    def test_what_was_purged_is_purged_once_more_when_no_memory_before_the_cache_has_the_old_bytes(
        self, cache
    ):
        self.deliver()
        between = now() + purging.AGAIN_AFTER - datetime.timedelta(seconds=1)
        deliver_due(between)
        asked = len(cache.asked)
        deliver_due(now() + purging.AGAIN_AFTER)
        deliver_due(now() + datetime.timedelta(minutes=5))

        first, second = cache.asked
        assert (asked, first == second, Delivery.objects.count()) == (1, True, 0)

    def test_change_between_both_purges_is_followed_by_two_of_its_own(self, cache):
        self.deliver()
        purging.note(Touched(paths=frozenset({"/feeds/fr/all/sessions.ics"}), keys=frozenset()), now())
        self.deliver(now())
        deliver_due(now() + purging.AGAIN_AFTER)

        assert (len(cache.asked), Delivery.objects.count()) == (3, 0)

    def test_thread_sends_both(self, cache, monkeypatch):
        monkeypatch.setattr(purging, "AGAIN_AFTER", datetime.timedelta(milliseconds=10))

        purging._send()

        assert (len(cache.asked), Delivery.objects.count()) == (2, 0)

    def test_first_purge_that_failed_is_not_followed_by_a_second(self, cache):
        cache.says = "Couldn't purge"

        self.deliver()

        assert set(Delivery.objects.values_list("kind", flat=True)) == {"cdn"}

    def test_what_a_backend_logs_as_an_error_is_tried_again(self, cache):
        cache.says = "Couldn't purge"
        self.deliver()

        assert set(Delivery.objects.values_list("error", "attempts")) == {("Couldn't purge", 1)}
        cache.says = ""
        self.deliver(self.moment + datetime.timedelta(minutes=1))
        assert topics() == set()

    def test_second_change_before_the_first_is_told_is_told_once(self, cache):
        purging.note(Touched(paths=frozenset({"/feeds/fr/all/sessions.ics"}), keys=frozenset()), self.moment)

        self.deliver()

        assert len(cache.asked) == 1

    def test_cache_that_is_not_ours_any_more_is_told_nothing(self, cache, settings):
        settings.WAGTAILFRONTENDCACHE = {}

        self.deliver()

        assert (cache.asked, Delivery.objects.count()) == ([], 0)

    def test_other_kinds_are_left_to_tick(self, cache):
        Delivery.objects.update(kind="websub")

        self.deliver()

        assert (cache.asked, Delivery.objects.count()) == ([], self.number)


class TestPurgeBackend:
    @pytest.mark.parametrize("status", [200, 204, 404])
    def test_addresses_are_asked_for_under_the_sites_host(self, status):
        with http_server(always(status), methods=("PURGE",)) as server:
            PurgeBackend({"LOCATION": server.url}).purge_batch([f"{BASE}/a?lang=fr", f"{BASE}/b"])

        asked = [(each.method, each.resource, each.headers["Host"]) for each in server.asked]
        assert asked == [("PURGE", "/a?lang=fr", "parvis.example"), ("PURGE", "/b", "parvis.example")]

    @pytest.mark.parametrize("status", [301, 403, 405, 500, 503])
    def test_refusal_is_an_error(self, status):
        with (
            http_server(always(status), methods=("PURGE",)) as server,
            pytest.raises(DeliveryError, match=f"answered {status}"),
        ):
            PurgeBackend({"LOCATION": server.url}).purge(f"{BASE}/a")

    def test_nobody_there_is_an_error(self):
        with pytest.raises(DeliveryError, match="gave no answer"):
            PurgeBackend({"LOCATION": CACHE}).purge(f"{BASE}/a")


class TestVariable:
    def test_each_kind_of_cache_has_its_backend(self):
        caches = frontend_caches(["http://v:6081", "cloudflare://zone", "cloudfront://E1"], token="t")

        assert [each["BACKEND"].rpartition(".")[2] for each in caches.values()] == [
            "PurgeBackend",
            "CloudflareBackend",
            "CloudfrontBackend",
        ]
        assert caches["cloudflare://zone"]["BEARER_TOKEN"] == "t"

    @pytest.mark.parametrize(
        "address",
        ["varnish", "varnish:6081", "ftp://x", "cloudflare://zone", "http://user:password@v", "http://v/path", "cloudfront://"],
    )  # fmt: skip
    def test_what_is_no_cache_is_refused(self, address):
        with pytest.raises(ImproperlyConfigured, match="CDN must be"):
            frontend_caches([address], token="")
