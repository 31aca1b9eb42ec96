"""A session from its first announcement to its end: what every outlet says at each step, the identity never, the SEQUENCE always
as the standard has it.
"""

import datetime
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase

import feedparser
import pytest
import time_machine
from lxml import etree

from events.models import SessionPage
from feeds.models import Shelf
from tests import factories
from tests.journeys.desk import Desk
from tests.journeys.looking import translation
from tests.journeys.subscriber import Subscriber

pytestmark = pytest.mark.django_db

BEGIN = datetime.datetime(2021, 4, 1, 8, tzinfo=datetime.UTC)
DAY, NEXT_DAY, NEW_DAY = (datetime.date(2021, 5, day) for day in (18, 19, 25))
LAST_MINUTE = datetime.datetime(2021, 8, 23, 12, 29, tzinfo=datetime.UTC)
FRENCH, ENGLISH = "Séance 7\N{NO-BREAK SPACE}: Construire des solidarités", "Session 7: Building solidarities"
FALLBACK = "Session 7: Construire des solidarités"


@dataclass(frozen=True)
class Said:
    """What a step makes the feeds say. `summary` is the English one, without its mark; `change` the newest entry of changes."""

    status: str
    sequence: int
    day: datetime.date
    summary: str
    change: str | None

    @property
    def takes_place(self) -> bool:
        return self.status != "CANCELLED"


class Life:
    """The editor's hand on the session; each method is one step of its life, through the admin."""

    def __init__(self) -> None:
        client = Client()
        client.force_login(factories.make_admin())
        self.desk = Desk(client=client, commit=TestCase.captureOnCommitCallbacks, user="admin")
        self.cycle = factories.read_cycle()

    @property
    def pages(self) -> list[SessionPage]:
        return list(SessionPage.objects.order_by("-is_origin"))

    def announced_tentatively(self) -> None:
        self.desk.create(
            SessionPage, self.cycle, title="Construire des solidarités", slug="seance-7", number="7", date=str(DAY),
            start_time="13:00", end_time="14:30", timezone="Europe/Paris", status="tentative", platform="Zoom",
            link=factories.LINK, meeting_id="811 7485 4920", passcode="314159",
        )  # fmt: skip

    def confirmed(self) -> None:
        self.desk.edit(self.pages[0], status="confirmed")

    def translated(self) -> None:
        self.desk.submit(self.pages[0], "en")
        english = translation(self.pages[0], "en")
        self.desk.write_strings(english, title="Building solidarities")
        self.desk.publish_translation(english.get_parent().specific)
        self.desk.publish_translation(english)

    def moved(self) -> None:
        self.desk.change(self.pages[0], "reschedule", date=str(NEXT_DAY), reason_fr="Jour férié")

    def postponed(self) -> None:
        self.desk.change(self.pages[0], "postpone")

    def revived(self) -> None:
        self.desk.change(self.pages[0], "reschedule", date=str(NEW_DAY))

    def cancelled(self) -> None:
        self.desk.change(self.pages[0], "cancel", reason_fr="Grève")

    def withdrawn(self) -> None:
        for page in self.pages:
            self.desk.unpublish(page)

    def restored(self) -> None:
        self.desk.edit(self.pages[0], status="confirmed", change_reason="")
        self.desk.publish_translation(self.pages[1])

    def deleted(self) -> None:
        for page in reversed(self.pages):
            self.desk.post("wagtailadmin_pages:delete", page.pk)


STEPS = {
    "announced_tentatively": Said("TENTATIVE", 0, DAY, f"To be confirmed: {FALLBACK}", None),
    "confirmed": Said("CONFIRMED", 1, DAY, FALLBACK, f"Confirmed: {FALLBACK}"),
    "translated": Said("CONFIRMED", 1, DAY, ENGLISH, f"Confirmed: {ENGLISH}"),
    "moved": Said("CONFIRMED", 2, NEXT_DAY, ENGLISH, f"New date: {ENGLISH}"),
    "postponed": Said("CANCELLED", 3, NEXT_DAY, f"Postponed: {ENGLISH}", f"Postponed: {ENGLISH}"),
    "revived": Said("CONFIRMED", 4, NEW_DAY, ENGLISH, f"Takes place after all: {ENGLISH}"),
    "cancelled": Said("CANCELLED", 5, NEW_DAY, f"Cancelled: {ENGLISH}", f"Cancelled: {ENGLISH}"),
    "withdrawn": Said("CANCELLED", 6, NEW_DAY, f"Withdrawn: {ENGLISH}", f"Withdrawn: {ENGLISH}"),
    "restored": Said("CONFIRMED", 7, NEW_DAY, ENGLISH, f"Takes place after all: {ENGLISH}"),
    # The English page went first: French words were the last that anybody saw.
    "deleted": Said("CANCELLED", 8, NEW_DAY, f"Withdrawn: {FALLBACK}", f"Withdrawn: {FALLBACK}"),
}


@dataclass
class Witness:
    """Somebody who follows every feed of the session, and what they had after each step."""

    calendars: dict[str, Subscriber]
    feeds: list[Subscriber]
    changes: list[Subscriber]
    seen: dict[str, dict]

    def look(self, step: str) -> None:
        everybody = (*self.calendars.values(), *self.feeds, *self.changes)
        statuses = {each.path: each.poll() for each in everybody}
        (event,) = self.calendars["en"].events()
        self.seen[step] = {
            "statuses": statuses,
            "event": event,
            "body": self.calendars["en"].body.decode(),
            "french": next(iter(self.calendars["fr"].items.values())),
            "titles": [next(iter(each.items.values())) for each in self.feeds],
            "changes": [next(map(unmarked, each.items.values()), None) for each in self.changes],
            "download": Client().get("/feeds/en/session/solidarites-7.ics").status_code,
            "listed": [each["xmlUrl"] for each in opml()],
        }


@pytest.fixture(scope="module")
def witness(django_db_setup, django_db_blocker):
    """Made once: the whole life takes some hundred requests."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(BEGIN, tick=False) as clock:
        # The tests' database was made today, which is later than all of this: a date that has not come is not told.
        Shelf.objects.update(changed=BEGIN)
        factories.make_cycle(factories.read_site())
        life = Life()
        witness = Witness(
            calendars={each: Subscriber(f"/feeds/{each}/all/sessions.ics") for each in ("en", "fr")},
            feeds=[Subscriber(f"/feeds/en/all/sessions.{form}") for form in ("rss", "atom", "json")],
            changes=[Subscriber(f"/feeds/en/cycle-solidarites/changes.{form}") for form in ("atom", "rss")],
            seen={},
        )
        for step in STEPS:
            clock.shift(3600)
            getattr(life, step)()
            witness.look(step)
        yield witness
        transaction.set_rollback(True)


def unmarked(title: str) -> str:
    return title.removeprefix("[FR] ")


def opml() -> list[dict[str, str]]:
    document = etree.fromstring(Client().get("/feeds/en/feeds.opml").content)
    return [dict(outline.attrib) for outline in document.iter("outline") if outline.get("type") == "rss"]


@pytest.mark.parametrize("step", STEPS)
def test_step_reaches_the_calendar_as_what_it_is(witness, step):
    said, seen = STEPS[step], witness.seen[step]

    event = seen["event"]

    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == (said.status, said.sequence)
    assert (event["DTSTART"].dt.date(), unmarked(event["SUMMARY"])) == (said.day, said.summary)
    shown = (str(event["TRANSP"]), "CONFERENCE" in event, "/en/join/solidarites-7/" in seen["body"])
    assert shown == (("OPAQUE", True, True) if said.takes_place else ("TRANSPARENT", False, False))


@pytest.mark.parametrize("step", STEPS)
def test_step_reaches_feeds_changes_and_downloads_as_what_it_is(witness, step):
    said, seen = STEPS[step], witness.seen[step]

    assert [title.endswith(said.summary) for title in seen["titles"]] == [True, True, True]
    assert seen["changes"] == [said.change, said.change]
    assert seen["download"] == (410 if step in {"withdrawn", "deleted"} else 200)


def test_identity_is_one_and_the_list_of_feeds_never_changes(witness):
    steps = witness.seen.values()

    assert len({str(seen["event"]["UID"]) for seen in steps}) == 1
    assert len({tuple(seen["listed"]) for seen in steps}) == 1
    assert [len(each.items) for each in witness.changes] == [8, 8]


def test_every_subscriber_hears_of_every_step_that_changes_its_words(witness):
    unheard = {
        (step, path)
        for step, seen in witness.seen.items()
        for path, status in seen["statuses"].items()
        if status != 200
    }

    # The first announcement is no change, and a translation is none for French readers.
    changes = {f"/feeds/en/cycle-solidarites/changes.{form}" for form in ("atom", "rss")}
    assert {(step, path) for step, path in unheard if path not in changes} == {
        ("translated", "/feeds/fr/all/sessions.ics")
    }


def test_french_readers_get_the_same_in_french(witness):
    assert list(dict.fromkeys(seen["french"] for seen in witness.seen.values())) == [
        f"À confirmer\N{NO-BREAK SPACE}: {FRENCH}",
        FRENCH,
        f"Reportée\N{NO-BREAK SPACE}: {FRENCH}",
        f"Annulée\N{NO-BREAK SPACE}: {FRENCH}",
        # Its French page was unpublished before the English one, whose words were the last; then deleted after it.
        "[EN] Retirée\N{NO-BREAK SPACE}: Séance 7\N{NO-BREAK SPACE}: Building solidarities",
        f"Retirée\N{NO-BREAK SPACE}: {FRENCH}",
    ]


def test_change_says_before_now_and_why(witness):
    entries = feedparser.parse(witness.changes[0].body).entries

    moved = next(entry for entry in entries if unmarked(entry.title).startswith("New date"))

    assert moved.content[0].value == (
        "<p>Before: Tuesday, May 18, 2021, 13:00-14:30, Paris time</p>"
        "<p>Now: Wednesday, May 19, 2021, 13:00-14:30, Paris time</p>"
        "<p>[FR] Reason: Jour férié</p>"
    )


def test_what_is_called_off_leaves_after_ninety_days_and_the_calendar_stays_valid(witness, db):
    calendar = witness.calendars["en"]

    with time_machine.travel(LAST_MINUTE, tick=False) as clock:
        call_command("tick")
        assert calendar.poll() == 304
        clock.shift(120)
        call_command("tick")
        statuses = (calendar.poll(), calendar.poll())

    assert (statuses, calendar.items) == ((200, 304), {})
    assert parsedate_to_datetime(
        calendar.validators["If-Modified-Since"]
    ) == LAST_MINUTE + datetime.timedelta(minutes=2)
    assert b"BEGIN:VTIMEZONE" in calendar.body
