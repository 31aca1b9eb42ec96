"""F11: the database goes back to an earlier state, and every calendar, reader and mirror ends with what the site says from then on.

The tests go back within their transaction, to a savepoint; tests/cms/backup does it with files and servers.
"""

import datetime
import shutil
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

import pytest
import time_machine

from events.models import CyclePage, LedgerChange, LedgerEntry, NewsPage, SessionPage
from feeds.models import Edition
from feeds.outbox import Delivery
from tests import factories
from tests.feeds.api.asking import get
from tests.feeds.api.mirror import Mirror, everything
from tests.feeds.happenings import look
from tests.feeds.standing import standing_world
from tests.feeds.world import reread
from tests.journeys.simulated import Importer, Reader, entries_in, events_in

pytestmark = pytest.mark.django_db

BEGIN = datetime.datetime(2021, 5, 3, 9, tzinfo=datetime.UTC)
CALENDARS = ("/feeds/fr/all/sessions.ics", "/feeds/he/cycle-solidarites/sessions.ics")
READERS = (
    *("/feeds/fr/all/sessions.atom", "/feeds/fr/all/news.atom", "/feeds/fr/all/changes.atom"),
    "/feeds/en/cycle-solidarites/sessions.atom",
)


@dataclass
class Audience:
    """Everybody who follows the site. `known`: all who ever read something, at any time."""

    clock: object
    importers: list[Importer] = field(default_factory=lambda: [*map(Importer, CALENDARS)])
    readers: list[Reader] = field(default_factory=lambda: [*map(Reader, READERS)])
    mirror: Mirror = field(default_factory=lambda: Mirror("fr"))

    def poll(self) -> None:
        """Seconds pass between what happens and who asks."""
        self.clock.shift(2)
        look()
        statuses = {each.path: each.poll() for each in (*self.importers, *self.readers)}
        assert set(statuses.values()) <= {200, 304}, statuses
        if get("changes", lang="fr", cursor=self.mirror.cursor or "0-0").status_code == 422:
            self.mirror = Mirror("fr")
        self.mirror.follow()
        self.clock.shift(2)

    def faults(self) -> list[str]:
        return [fault for each in (*self.importers, *self.readers) for fault in each.faults]

    def disagree(self, *, lost: set[str] = frozenset()) -> list[object]:
        """Who holds something else than the site says; an imported event that was `lost` is kept by whoever had it."""
        found: list[object] = []
        for each in self.importers:
            now = events_in(read(each.path))
            held = {uid: told for uid, told in each.events.items() if uid not in lost}
            found += [(each.path, uid) for uid in held.keys() | now.keys() if held.get(uid) != now.get(uid)]
        for each in self.readers:
            now = entries_in(read(each.path))
            found += [(each.path, key) for key in now if each.entries.get(key) != now[key]]
        return found + ([] if self.mirror.items == everything("fr") else ["the mirror"])


def read(path: str) -> bytes:
    return Client().get(path).content


def sequence_of_7() -> int:
    return LedgerEntry.objects.get(code="solidarites-7").sequence


@pytest.fixture
def clock():
    with time_machine.travel(BEGIN, tick=False) as moment:
        yield moment


@pytest.fixture
def store(settings, tmp_path) -> Path:
    folder = tmp_path / "store"
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(folder), "WEBSUB_HUB": "https://hub.example/"}
    return folder


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    with standing_world(django_db_blocker, at=BEGIN) as world:
        yield world


@pytest.fixture
def world(made_world, db, store, clock):
    clock.shift(60)
    return reread(made_world)


@dataclass
class Saved:
    """A state to go back to."""

    at: datetime.datetime
    savepoint: str
    codes: set[tuple[str, str]]


def save(clock) -> Saved:
    look()
    uids = set(LedgerEntry.objects.values_list("code", "uid"))
    saved = Saved(datetime.datetime.now(datetime.UTC), transaction.savepoint(), uids)
    clock.shift(60)
    return saved


def go_back(saved: Saved, *arguments: str) -> str:
    transaction.savepoint_rollback(saved.savepoint)
    out = StringIO()
    call_command("after_restore", saved.at.isoformat(), *arguments, stdout=out)
    return out.getvalue()


def edit(world, audience: Audience) -> str:
    """What editors do after the moment to which the database will go back; everybody hears of it. The UID of a session that is new."""
    session = SessionPage.objects.get(pk=world.session.pk)
    factories.publish(session, date=datetime.date(2021, 5, 20), change_reason="Grève")
    audience.poll()
    factories.publish(
        SessionPage.objects.get(pk=session.pk), date=datetime.date(2021, 5, 21), change_reason="Encore"
    )
    factories.publish(SessionPage.objects.get(pk=world.second.pk), introduction="<p>D'autres mots.</p>")
    factories.publish(NewsPage.objects.get(pk=world.news.pk), title="Une autre nouvelle")
    cycle = CyclePage.objects.get(pk=world.cycle.pk)
    new = factories.make_session(cycle, number=12, title="Toute neuve", date=datetime.date(2021, 9, 21))
    audience.poll()
    return LedgerEntry.objects.get(code=new.code).uid


class TestEverybodyFollows:
    @pytest.mark.parametrize("survives", [True, False])
    def test_audience_ends_with_what_the_site_says_and_no_sequence_fell(self, world, store, clock, survives):
        audience = Audience(clock)
        audience.poll()
        saved = save(clock)
        lost = edit(world, audience)
        if not survives:
            shutil.rmtree(store)

        go_back(saved)
        audience.poll()

        assert audience.disagree(lost={lost}) == []
        assert audience.faults() == []
        assert set(LedgerEntry.objects.values_list("code", "uid")) == saved.codes

    @pytest.mark.slow
    def test_changes_made_after_the_restore_are_told_like_others(self, world, clock):
        audience = Audience(clock)
        audience.poll()
        saved = save(clock)
        lost = edit(world, audience)
        go_back(saved)
        audience.poll()

        factories.publish(
            SessionPage.objects.get(pk=world.session.pk),
            date=datetime.date(2021, 5, 22),
            change_reason="Enfin",
        )
        SessionPage.objects.get(pk=world.second.pk).unpublish()
        audience.poll()

        assert (audience.disagree(lost={lost}), audience.faults()) == ([], [])
        start = next(
            told.start for told in audience.importers[0].events.values() if "Construire" in told.title
        )
        assert start.date() == datetime.date(2021, 5, 22)

    @pytest.mark.slow
    def test_same_state_restored_twice_without_any_store_lets_no_sequence_fall(self, world, store, clock):
        audience = Audience(clock)
        audience.poll()
        saved = save(clock)
        again = Saved(saved.at, transaction.savepoint(), saved.codes)
        lost = {edit(world, audience)}
        shutil.rmtree(store)
        go_back(again)
        audience.poll()
        lost.add(edit(world, audience))
        shutil.rmtree(store)

        go_back(saved)
        audience.poll()

        assert (audience.disagree(lost=lost), audience.faults()) == ([], [])

    def test_mirror_that_saw_what_was_lost_must_begin_again_and_one_that_did_not_goes_on(self, world, clock):
        early, late = Mirror("fr"), Mirror("fr")
        look()
        early.follow()
        saved = save(clock)
        edit(world, Audience(clock))
        late.follow()
        go_back(saved)

        refused = get("changes", lang="fr", cursor=late.cursor)
        early.follow()

        assert (refused.status_code, refused.json()["detail"]) == (
            422, "This site has not come that far. Begin again, without a cursor.",
        )  # fmt: skip
        assert early.items == everything("fr")
        assert get("changes", lang="fr", cursor=early.cursor).json()["items"] == []


class TestCommand:
    def test_operator_reads_what_was_lost_and_what_subscribers_will_see(self, world, clock):
        audience = Audience(clock)
        audience.poll()
        saved = save(clock)
        lost = edit(world, audience)

        said = go_back(saved)

        assert (
            f"2021-09-21 13:00 Europe/Paris  Séance 12\N{NO-BREAK SPACE}: Toute neuve  [fr he]  {lost}\n"
            in said
        )
        unknown, changed, reworded = (
            said.index(word) for word in ("not known here", "Date, time, status", "Only words")
        )
        assert (
            unknown
            < said.index("Toute neuve")
            < changed
            < said.index("solidarites-7")
            < reworded
            < said.index("solidarites-8")
        )

    def test_second_run_for_the_same_moment_changes_nothing(self, world, clock):
        audience = Audience(clock)
        audience.poll()
        saved = save(clock)
        edit(world, audience)
        go_back(saved)
        audience.poll()
        sequences = list(LedgerEntry.objects.order_by("pk").values_list("sequence", "last_modified"))
        bodies = {path: read(path) for path in (*CALENDARS, *READERS)}
        number = Edition.objects.get().number
        clock.shift(3600)
        out = StringIO()

        call_command("after_restore", saved.at.isoformat(), stdout=out)
        look()

        assert (
            out.getvalue()
            == "This was done at 2021-05-03 09:02:12 UTC; nothing more is to do. If the database went back once more since then: --again\n"
        )
        assert list(LedgerEntry.objects.order_by("pk").values_list("sequence", "last_modified")) == sequences
        assert {path: read(path) for path in bodies} == bodies
        assert Edition.objects.get().number == number

    def test_moment_before_an_earlier_restore_is_seen_to_again(self, world, clock):
        first = save(clock)
        sequence = LedgerEntry.objects.get(code="solidarites-7").sequence
        go_back(first)
        clock.shift(3600)
        second = save(clock)
        go_back(second)

        assert LedgerEntry.objects.get(code="solidarites-7").sequence > sequence + 2_000

    def test_state_that_knows_of_a_later_restore_is_lifted_though_the_moment_is_said_too_early(
        self, world, clock
    ):
        early = save(clock)
        clock.shift(3600)
        first = save(clock)
        go_back(first)
        sequence = sequence_of_7()
        clock.shift(3600)
        transaction.savepoint_rollback(save(clock).savepoint)

        call_command("after_restore", early.at.isoformat(), stdout=StringIO())

        assert sequence_of_7() > sequence + 1_000

    @pytest.mark.parametrize("survives", [True, False])
    def test_same_moment_is_seen_to_again_where_calendars_or_the_operator_say_so(
        self, world, store, clock, survives
    ):
        """The moment is the same both times, and too early for the second state, which holds the first restore."""
        audience = Audience(clock)
        early = save(clock)
        go_back(early)
        knows_of_it = Saved(early.at, transaction.savepoint(), early.codes)
        audience.poll()
        lost = edit(world, audience)
        if not survives:
            shutil.rmtree(store)

        go_back(knows_of_it, *([] if survives else ["--again"]))
        audience.poll()

        assert (audience.disagree(lost={lost}), audience.faults()) == ([], [])

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["gestern"], "no moment with a zone"),
            (["2021-05-03T09:00:00"], "no moment with a zone"),
            (["2021-13-03T09:00:00Z"], "no moment with a zone"),
            (["2031-05-03T09:00:00Z"], "still to come"),
            (["2021-05-03T09:00:00Z", "--surviving", "/nowhere/feeds"], "no folder /nowhere/feeds"),
        ],
    )
    def test_what_cannot_be_meant_is_refused_and_nothing_changes(self, world, arguments, message):
        before = list(LedgerEntry.objects.values_list("sequence"))

        with pytest.raises(CommandError, match=message):
            call_command("after_restore", *arguments)

        assert list(LedgerEntry.objects.values_list("sequence")) == before

    def test_store_of_another_machine_counts_too(self, world, store, clock, tmp_path):
        audience = Audience(clock)
        audience.poll()
        saved = save(clock)
        lost = edit(world, audience)
        store.rename(tmp_path / "elsewhere")

        said = go_back(saved, "--surviving", str(tmp_path / "elsewhere"))

        assert lost in said

    def test_without_survivors_it_says_that_it_cannot_know(self, world, store, clock):
        saved = save(clock)
        shutil.rmtree(store, ignore_errors=True)

        assert "what was lost cannot be listed" in go_back(saved)


class TestWhatIsLeftOfIt:
    def test_hub_is_told_of_every_feed_once(self, world, clock):
        factories.publish(world.session, title="Autrement")
        saved = save(clock)
        stale = Delivery.objects.order_by("topic").first()
        Delivery.objects.filter(pk=stale.pk).update(attempts=7, due_at=None, error="away")

        go_back(saved)

        rows = list(Delivery.objects.values_list("topic", "attempts", "error"))
        assert len(rows) == len({topic for topic, _attempts, _error in rows}) > 100
        assert {(attempts, error) for _topic, attempts, error in rows} == {(0, "")}

    def test_no_file_holds_what_was_lost(self, world, store, clock):
        audience = Audience(clock)
        audience.poll()
        saved = save(clock)
        other = factories.make_cycle(world.tree, title="Autre", slug="autre", code="autre")
        factories.make_session(other, number=1, title="Toute neuve")
        look()
        paths = [
            "/feeds/fr/cycle-autre/sessions.ics",
            "/feeds/fr/session/autre-1.ics",
            "/feeds/fr/all/sessions.rss",
        ]
        assert all(b"Toute neuve" in read(path) for path in paths)

        go_back(saved)

        held = [path for path in store.rglob("*") if path.is_file() and b"Toute neuve" in path.read_bytes()]
        assert held == []

    def test_reason_that_is_translated_later_still_explains_the_last_change(self, world, clock):
        go_back(save(clock))

        english = factories.translate(world.second, "en", title="Second")
        factories.publish(english, change_reason="A holiday")

        change = LedgerChange.objects.filter(entry__code="solidarites-8").first()
        assert change.reasons == {"fr": "Un jour férié", "en": "A holiday"}
