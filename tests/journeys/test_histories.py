"""Random histories: editors do whatever editors do, subscribers poll, miss polls and meet outages; in the end every one of them has
what the site says, no SEQUENCE ever fell, and no UID became another session's (reliability.md 6, F9).
"""

import datetime
import os
import shutil
from io import StringIO
from uuid import UUID

from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from wagtail.models import Page, PageViewRestriction

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events.conf import parvis_setting
from events.models import LedgerEntry, Organisation, SessionPage
from feeds.models import Shelf
from tests import factories
from tests.feeds.api.mirror import everything
from tests.feeds.happenings import look
from tests.feeds.test_database_away import database_away
from tests.feeds.world import make_world
from tests.journeys.simulated import Copy, Importer, Reader, entries_in, events_in

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

BEGIN = datetime.datetime(2021, 5, 3, 9, tzinfo=datetime.UTC)
# The histories of one test; four tests share them out among the processors.
HISTORIES = int(os.environ.get("HISTORIES", "200")) // 4
SEED = int(os.environ.get("HISTORIES_SEED", "0"))
FEEDS = ("/feeds/fr/all/sessions.ics", "/feeds/he/cycle-solidarites/sessions.ics")
READERS = (
    "/feeds/he/org-icom-greece/sessions.atom",
    "/feeds/es/all/sessions.rss",
    "/feeds/en/cycle-solidarites/sessions.json",
    "/feeds/fr/all/changes.atom",
)
which = st.integers(min_value=0, max_value=9)
words = st.sampled_from(
    ["Autrement", "Réserves ouvertes", "שלום museum 7", 'Μουσεία, "δεσμοί"; ναι', "a\\nb"]
)


class History(RuleBasedStateMachine):
    """One site, its editors, and those who subscribed. `which` picks a session, and then one of its languages."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(BEGIN, tick=False)
        self.time = self.clock.start()
        self.stale: Page | None = None
        self.number = 20
        self.keys: dict[str, UUID] = {}
        self.subscribers = [*map(Importer, FEEDS), *map(Reader, READERS)]
        self.copy = Copy("en")
        # Renditions of another history went with its transaction.
        cache.clear()

    @initialize()
    def subscribe(self):
        look()
        for number in range(len(self.subscribers)):
            self._poll(number)
        self.copy.follow()

    def teardown(self):
        try:
            self._everybody_has_what_the_site_says()
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # What editors do

    @rule(which=which, title=words)
    def retitle(self, which, title):
        self._publish(self._page(which), title=title)

    @rule(which=which, days=st.integers(min_value=-3, max_value=3))
    def move(self, which, days):
        page = self._origin(which)
        self._publish(page, date=page.date + datetime.timedelta(days=days), change_reason="Grève")

    @rule(which=which, status=st.sampled_from(["tentative", "confirmed", "postponed", "cancelled"]))
    def change_status(self, which, status):
        self._publish(self._origin(which), status=status, change_reason="Grève")

    @rule(which=which, language=st.sampled_from(["en", "es", "he"]), title=words)
    def translate(self, which, language, title):
        page = self._origin(which)
        if not Page.objects.filter(
            translation_key=page.translation_key, locale__language_code=language
        ).exists():
            factories.translate(page, language, title=title)

    @rule(which=which)
    def withdraw(self, which):
        self._page(which).unpublish()

    @rule(which=which)
    def restore(self, which):
        self._page(which).get_latest_revision().publish()

    @rule(which=which)
    def go_back_to_the_first_revision(self, which):
        self._page(which).revisions.order_by("pk").first().publish()

    @rule(which=which)
    @precondition(lambda self: SessionPage.objects.count() > 3)
    def delete(self, which):
        self._page(which).delete()

    @rule(title=words)
    def add(self, title):
        self.number += 1
        cycle = SessionPage.objects.filter(is_origin=True).first().get_parent().specific
        session = factories.make_session(
            cycle, number=self.number, title=title, date=datetime.date(2021, 6, 8)
        )
        if self.number % 2:
            factories.add_organisation(session, Organisation.objects.get(code="icom-greece"))

    @rule(which=which)
    def rename_the_address(self, which):
        self.number += 1
        self._publish(self._page(which), slug=f"autre-{self.number}")

    @rule()
    def close_and_open_the_cycle(self):
        cycle = SessionPage.objects.filter(is_origin=True).first().get_parent()
        closed = PageViewRestriction.objects.filter(page=cycle).first()
        if closed:
            closed.delete()
        else:
            PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)

    @rule(which=which)
    def open_a_form(self, which):
        self.stale = self._page(which)

    @rule(title=words)
    @precondition(lambda self: self.stale is not None)
    def send_the_form_that_was_opened_before(self, title):
        """The second of two editors at once."""
        page, self.stale = self.stale, None
        if Page.objects.filter(pk=page.pk).exists():
            page.title = title
            page.save_revision(clean=False).publish()

    # What happens besides

    @rule(seconds=st.sampled_from([0, 1, 61, 3600, 90_000]))
    def wait(self, seconds):
        self.time.shift(seconds)

    @rule(which=which)
    def poll(self, which):
        look()
        assert self._poll(which) in {200, 304}

    @rule()
    def copy_by_the_api(self):
        self.copy.follow()

    @rule(which=which)
    def poll_during_an_outage(self, which):
        """Before or after the site saw to what was changed: what there was is given on."""
        with database_away():
            assert self._poll(which) in {200, 304}

    @invariant()
    def no_uid_becomes_another_sessions(self):
        for uid, key in LedgerEntry.objects.values_list("uid", "translation_key"):
            assert self.keys.setdefault(uid, key) == key

    def _poll(self, which: int) -> int:
        """A second passes: LAST-MODIFIED and updated have none in between, so that what follows in it looks no newer to a client."""
        status = self.subscribers[which % len(self.subscribers)].poll()
        self.time.shift(1)
        return status

    def _everybody_has_what_the_site_says(self) -> None:
        self.time.shift(1)
        look()
        for each in self.subscribers:
            each.poll()
            body = Client().get(each.path).content
            assert each.faults == []
            if isinstance(each, Importer):
                now = events_in(body)
                assert {uid: each.events.get(uid) for uid in now} == now
                left = {uid for uid in each.events if uid not in now}
                assert {
                    uid for uid in left if each.events[uid].status != "CANCELLED"
                } <= self._uids_that_may_stay()
            else:
                now = entries_in(body)
                assert {key: each.entries.get(key) for key in now} == now
            assert each.poll() == 304
        self.copy.follow()
        assert self.copy.mirror.items == everything(self.copy.language)

    def _uids_that_may_stay(self) -> set[str]:
        """In calendars that imported them, though feeds have them no more."""
        return set()

    def _origin(self, which: int) -> SessionPage:
        pages = list(SessionPage.objects.filter(is_origin=True).order_by("pk"))
        return pages[which % len(pages)]

    def _page(self, which: int) -> SessionPage:
        pages = list(
            SessionPage.objects.filter(translation_key=self._origin(which).translation_key).order_by("pk")
        )
        return pages[which // 2 % len(pages)]

    @staticmethod
    def _publish(page: SessionPage, **fields) -> None:
        factories.publish(page, **fields)


class RestoredHistory(History):
    """The same, and the database goes back to an earlier state, now and then with the loss of every stored calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.saved = ("", BEGIN)
        self.lost: set[str] = set()

    @initialize()
    def begin_with_a_copy(self):
        self.save()

    @rule()
    def save(self):
        look()
        self.saved = (transaction.savepoint(), timezone.now())
        self.time.shift(1)

    @rule(survives=st.booleans())
    def go_back(self, survives):
        """Everybody has heard of what is lost."""
        savepoint, moment = self.saved
        look()
        for number in range(len(self.subscribers)):
            self._poll(number)
        self.copy.follow()
        before = set(LedgerEntry.objects.values_list("uid", flat=True))
        transaction.savepoint_rollback(savepoint)
        self.lost |= before - set(LedgerEntry.objects.values_list("uid", flat=True))
        self.stale = None
        if not survives:
            shutil.rmtree(parvis_setting("STORE_DIR"))
        call_command("after_restore", moment.isoformat(), stdout=StringIO())
        # Bytes are stored when somebody asks for them: without a store, an outage before that answers 503.
        for each in self.subscribers:
            Client().get(each.path)

    def _uids_that_may_stay(self) -> set[str]:
        return self.lost


@pytest.fixture
def world(site, settings, tmp_path):
    """A site that stood for a month, and a store of its own."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    with time_machine.travel(BEGIN - datetime.timedelta(days=30), tick=False):
        # The tests' database was made today, which is later than all of this: a date that has not come is not told.
        Shelf.objects.update(changed=timezone.now())
        made = make_world(site)
        look()
        return made


@pytest.mark.parametrize("part", range(4))
def test_every_subscriber_has_what_the_site_says_after_any_history(world, part):
    # The same histories each time, unless another seed is asked for: a change that lands is judged by what it does.
    run_histories(History, part=part, examples=HISTORIES)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(3))
def test_every_subscriber_has_what_the_site_says_after_any_history_with_restores(world, part):
    run_histories(RestoredHistory, part=part, examples=max(5, HISTORIES // 5))


def run_histories(kind: type[History], *, part: int, examples: int) -> None:
    part_of = seed(SEED + part)(type(f"{kind.__name__}{part}", (kind,), {}))
    run_state_machine_as_test(
        part_of,
        settings=settings(
            max_examples=examples,
            stateful_step_count=8,
            deadline=None,
            database=None,
            # Eight steps are read as they are: making them fewer takes minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
