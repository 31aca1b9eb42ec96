"""What feeds say on a session's checklist: honest about what is known, and cheap."""

import datetime

from django.utils import timezone
from django.utils.translation import override

import pytest

from events.board.readiness import Level
from events.board.registry import Finding
from events.ticking import JobRun
from feeds.doctor.examination import all_files, examine
from feeds.models import Item, Mark, Shelf
from feeds.readiness import check_feeds
from tests import factories
from tests.feeds.stored import rebuild

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/feeds/"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def looked_after(settings, tmp_path):
    """The feeds' job ran just now."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "store")}
    now = timezone.now()
    return JobRun.objects.create(name="feeds", started_at=now, finished_at=now)


@pytest.fixture
def composed(session, looked_after):
    """The session, in the feeds of every language; nothing waits."""
    rebuild()
    Mark.objects.all().delete()
    return session


def finding(session, **later) -> Finding | None:
    now = timezone.now() + datetime.timedelta(**later)
    return check_feeds([session.translation_key], now).get(session.translation_key)


def test_session_that_every_language_has_is_in_order(composed):
    assert finding(composed) == Finding(Level.OK, "In the feeds of every language.")


def test_language_that_lacks_the_session_is_named(composed):
    Item.objects.filter(language__in=["el", "he"]).delete()

    assert finding(composed) == Finding(
        Level.WARNING, "Left out of the feeds in: Greek, Hebrew.", f"{REPORT}left-out/"
    )


def test_language_is_named_in_the_readers_words(composed):
    Item.objects.filter(language="el").delete()

    with override("he"):
        assert "יוונית" in finding(composed).sentence


def test_tombstone_is_not_the_session(composed):
    Item.objects.filter(language="fi").update(is_withdrawn=True)

    assert finding(composed).sentence == "Left out of the feeds in: Finnish."


@pytest.mark.parametrize("key", [True, False])
def test_change_that_waits_says_so(composed, key):
    Mark.objects.create(key=composed.translation_key if key else None)

    assert finding(composed) == Finding(Level.OK, "The feeds are being renewed.")


def test_change_of_another_page_is_no_news(composed):
    Mark.objects.create(key=composed.get_parent().translation_key)

    assert finding(composed).sentence == "In the feeds of every language."


def test_feeds_that_nobody_looks_after_are_a_warning(composed):
    late = Finding(Level.WARNING, "Nothing looks after the feeds at the moment.", REPORT)

    assert finding(composed, minutes=4).level is Level.OK
    assert finding(composed, minutes=6) == late
    JobRun.objects.all().delete()
    assert finding(composed) == late


def examine_as(monkeypatch, body: bytes) -> None:
    """The doctor is given these bytes for every calendar of sessions."""
    monkeypatch.setattr("feeds.doctor.examination.put_together", lambda file, items: (body, 1))
    examine([file for file in all_files() if file.address.file == "sessions.ics"])


def test_errors_that_the_doctor_knows_of_are_a_warning(composed, monkeypatch):
    examine_as(monkeypatch, b"no calendar")

    assert finding(composed) == Finding(
        Level.WARNING, "Feeds that this session stands in have errors.", f"{REPORT}?only=findings"
    )


def test_errors_of_a_version_that_has_passed_count_for_nothing(composed, monkeypatch):
    examine_as(monkeypatch, b"no calendar")

    Shelf.objects.update(version="another")

    assert finding(composed).level is Level.OK


@pytest.mark.parametrize("count", [1, 30])
def test_check_costs_the_same_whatever_the_number_of_sessions(
    cycle, looked_after, count, django_assert_num_queries
):
    sessions = [
        factories.make_session(cycle, number=number, code=f"s-{number}") for number in range(1, count + 1)
    ]
    rebuild()
    Mark.objects.all().delete()

    with django_assert_num_queries(3):
        found = check_feeds([session.translation_key for session in sessions], timezone.now())

    assert {each.level for each in found.values()} == {Level.OK}
    assert len(found) == count
