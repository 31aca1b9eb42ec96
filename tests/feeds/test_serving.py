"""From an address to its bytes: what is there, what is gone, and that nothing is ever a mixture."""

import datetime
import logging

from django.test import Client
from django.utils import timezone

from wagtail.models import PageViewRestriction

import icalendar
import pytest
import time_machine

from events.models import LedgerEntry, SessionPage
from feeds import serving, store
from feeds.addresses import Address
from feeds.marks import mark
from feeds.models import Kind, Mark, Shelf
from feeds.refresh import look_at_the_clock, refresh
from feeds.serving import GoneError, serve_feed, serve_session
from tests import factories
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

NOW = utc(2021, 5, 3, 9, 30)
HOUR = datetime.timedelta(hours=1)
ICS = "/feeds/fr/all/sessions.ics"
DOWNLOAD = "/feeds/fr/session/solidarites-7.ics"
FEED = Address("fr", "all", Kind.SESSIONS, "ics")


def statuses(*paths: str, language: str = "fr") -> list[int]:
    return [Client().get(f"/feeds/{language}/{path}").status_code for path in paths]


def restrict(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def events(path: str = ICS) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(Client().get(path).content).events


# What is there


def test_feed_is_kept_as_it_was_made_and_given_as_it_was_kept(session):
    made = serve_feed(FEED, now=NOW)
    kept = store.read(ICS)
    given = serve_feed(FEED, now=NOW + HOUR)

    assert made == kept == given
    assert (made.path, made.media_type, made.language, made.filename, made.is_download, made.max_age) == (
        ICS, "text/calendar; charset=utf-8", "fr", "all-sessions-fr.ics", False, 300,
    )  # fmt: skip


def test_download_is_kept_as_it_was_made_and_given_as_it_was_kept(session):
    made = serve_session("solidarites-7", language="fr", now=NOW)

    assert made == store.read(DOWNLOAD) == serve_session("solidarites-7", language="fr", now=NOW + HOUR)
    assert (made.path, made.filename, made.is_download, made.max_age) == (
        DOWNLOAD, "solidarites-7-2021-05-18.ics", True, 300,
    )  # fmt: skip


def test_bytes_of_another_version_are_never_given(session):
    made = serve_feed(FEED, now=NOW)
    store.write(store.represent(body=b"old", **_about(made) | {"version": "another"}))

    assert serve_feed(FEED, now=NOW) == made


def test_without_a_store_the_answer_is_the_same(session, settings):
    made = serve_feed(FEED, now=NOW), serve_session("solidarites-7", language="fr", now=NOW)
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": ""}

    assert (serve_feed(FEED, now=NOW), serve_session("solidarites-7", language="fr", now=NOW)) == made
    assert store.read(ICS) is None


def test_store_that_cannot_be_written_to_or_read_from_costs_no_answer(session, settings, tmp_path, caplog):
    made = serve_feed(FEED, now=NOW)
    (tmp_path / "store").write_text("a file where the folder should be")
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "store")}

    with caplog.at_level(logging.ERROR):
        assert serve_feed(FEED, now=NOW) == made


def _about(representation: store.Representation) -> dict[str, object]:
    names = ("path", "version", "changed", "media_type", "language", "filename", "is_download", "max_age")
    return {name: getattr(representation, name) for name in names}


def test_stored_bytes_are_given_without_another_look_at_the_items(session):
    made = serve_feed(FEED, now=NOW)
    store.write(store.represent(body=b"as stored", **_about(made)))

    assert serve_feed(FEED, now=NOW).body == b"as stored"


def test_archive_is_kept_longer_than_its_feed(session):
    serve_feed(FEED, now=NOW)
    Shelf.objects.update(archives=[timezone.now().year])

    archive = serve_feed(Address("fr", "all", Kind.SESSIONS, "atom", timezone.now().year), now=NOW)

    assert (archive.max_age, archive.filename) == (86_400, f"all-sessions-{timezone.now().year}-fr.atom")


def test_what_is_marked_is_looked_at_before_it_is_read(session):
    serve_feed(FEED, now=NOW)
    factories.publish(session, title="Autrement")
    assert Mark.objects.exists()

    assert "Autrement" in str(events()[0]["SUMMARY"])
    assert not Mark.objects.exists()


def test_shelf_that_nobody_has_made_yet_is_made(session):
    serve_feed(FEED, now=NOW)
    Shelf.objects.all().delete()

    assert [str(event["UID"]) for event in events()] == [f"{session.translation_key}@parvis.example"]


def test_order_is_that_of_time_in_calendars_and_of_publication_in_feeds(cycle):
    for number, day in ((1, 3), (2, 1), (3, 2)):
        with time_machine.travel(utc(2021, 4, day), tick=False):
            factories.make_session(cycle, number=number, date=datetime.date(2021, 5, number))
    factories.publish(SessionPage.objects.get(number=2), introduction="<p>Autrement</p>")

    items = Client().get("/feeds/fr/all/sessions.json").json()["items"]

    assert [item["url"][-2] for item in items] == ["1", "3", "2"]
    assert [str(event["URL"])[-2] for event in events()] == ["1", "2", "3"]


def test_date_of_the_whole_moves_with_an_edit_and_with_a_withdrawal(session):
    def dates() -> list[datetime.datetime]:
        calendar = icalendar.Calendar.from_ical(Client().get(ICS).content)
        updated = Client().get("/feeds/fr/all/sessions.atom").content.decode()
        return [
            calendar["LAST-MODIFIED"].dt,
            datetime.datetime.fromisoformat(updated.partition("<updated>")[2].partition("</updated>")[0]),
        ]

    moments = [utc(2120, 1, day) for day in (1, 2, 3)]
    found = [dates()]
    for moment, change in zip(
        moments,
        (
            lambda: factories.publish(session, introduction="<p>Autrement</p>"),
            SessionPage.objects.get(pk=session.pk).unpublish,
            lambda: factories.make_session(session.get_parent().specific, number=8, live=False),
        ),
        strict=True,
    ):
        with time_machine.travel(moment, tick=False):
            change()
            found.append(dates())

    assert found[0][0] == found[0][1] < moments[0]
    assert found[1:] == [[moments[0]] * 2, [moments[1]] * 2, [moments[1]] * 2]


def test_date_of_a_download_moves_with_each_change(session):
    """For readers who know dates only: two changes within a second have two dates."""
    dates = []
    with time_machine.travel(utc(2120, 1, 1), tick=False):
        for title in ("Un", "Deux", "Trois"):
            factories.publish(SessionPage.objects.get(pk=session.pk), title=title)
            dates.append(serve_session("solidarites-7", language="fr", now=timezone.now()).changed)

    assert dates == [utc(2120, 1, 1, 0, 0, second) for second in range(3)]


# What is gone, and what never was


@pytest.mark.parametrize("scope", ["cycle-nothing", "org-nobody", "session", "solidarites"])
def test_scope_that_never_existed_has_no_feed(session, scope):
    address = Address("fr", scope, Kind.SESSIONS, "ics")

    assert (serve_feed(address, now=NOW), store.read(address.path)) == (None, None)


@pytest.mark.parametrize("extension", ["ics", "atom"])
def test_year_that_has_no_file_of_its_own_is_none(session, extension):
    serve_feed(FEED, now=NOW)

    assert serve_feed(Address("fr", "all", Kind.SESSIONS, extension, 2021), now=NOW) is None


def test_scope_that_is_over_is_gone_and_stays_so(session, site):
    factories.make_cycle(site, title="Vide", slug="vide", code="vide").delete()
    factories.make_organisation("icom-israel").delete()
    files = ("sessions.ics", "news.json", "changes.rss")
    paths = [f"{scope}/{file}" for scope in ("cycle-vide", "org-icom-israel") for file in files]

    found = [statuses(*paths, language="he")]
    factories.publish(session, title="Autrement")
    found.append(statuses(*paths, language="fr"))

    assert found == [[410] * 6] * 2
    with pytest.raises(GoneError):
        serve_feed(Address("fr", "cycle-vide", Kind.SESSIONS, "ics"), now=NOW)


def test_cycle_that_is_gone_still_says_what_was_withdrawn(session):
    session.get_parent().delete()

    with time_machine.travel(NOW):
        found = statuses("cycle-solidarites/sessions.ics", "cycle-solidarites/news.rss")
        (event,) = events("/feeds/fr/cycle-solidarites/sessions.ics")

    assert (found, event["STATUS"]) == ([200, 200], "CANCELLED")


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("unknown", 404),
        ("draft", 404),
        ("withdrawn", 410),
        ("private", 410),
        ("deleted", 410),
        ("cycle unpublished", 410),
        ("unpublishable", 410),
        ("long cancelled", 410),
    ],
)
def test_there_is_no_download_of_what_is_not_public(session, why, expected):
    code = "solidarites-7"
    assert statuses(f"session/{code}.ics") == [200]
    if why == "unknown":
        code = "solidarites-70"
    elif why == "draft":
        code = factories.make_session(session.get_parent().specific, number=8, live=False).code
    elif why == "withdrawn":
        session.unpublish()
    elif why == "private":
        restrict(session)
    elif why == "deleted":
        session.delete()
    elif why == "cycle unpublished":
        session.get_parent().specific.unpublish()
    elif why == "unpublishable":
        SessionPage.objects.update(timezone="Europe/Atlantis")
        mark(session.translation_key)
    else:
        factories.publish(session, status="cancelled")

    with time_machine.travel(NOW):
        early = statuses(f"session/{code}.ics")
    look_at_the_clock(timezone.now())

    assert (early, statuses(f"session/{code}.ics")) == (
        [200 if why == "long cancelled" else expected],
        [expected],
    )


def test_unpublishable_item_of_a_draft_says_nothing(session):
    LedgerEntry.objects.all().delete()
    mark(session.translation_key)

    assert statuses("session/solidarites-7.ics") == [404]


# Languages


def test_language_that_was_withdrawn_is_answered_in_the_first_of_the_site(session, settings):
    before = {path: Client().get(f"/feeds/fr/{path}").content for path in ("all/sessions.ics", "feeds.opml")}
    assert statuses("all/sessions.ics", language="fi") == [200]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        pair for pair in settings.LANGUAGES if pair[0] != "fi"
    ]

    answers = {path: Client().get(f"/feeds/fi/{path}") for path in before}

    assert {path: answer.content for path, answer in answers.items()} == before
    assert {(answer.status_code, answer["Content-Language"]) for answer in answers.values()} == {(200, "fr")}
    assert statuses("all/nothing.ics", "session/solidarites-7.ics", language="fi") == [404, 200]
    assert statuses("all/sessions.ics", "feeds.opml", language="de") == [404, 404]


# Between two reads


def test_refresh_between_the_two_reads_never_makes_a_mixture(session, monkeypatch):
    """The shelf is read, then everything changes, then the items are read."""
    serve_feed(FEED, now=NOW)
    cycle = session.get_parent().specific
    factories.make_session(cycle, number=8, date=datetime.date(2021, 6, 15))
    refresh(now=NOW)
    find, changes = serving._find_shelf, []

    def find_and_change(address, *, now):
        shelf = find(address, now=now)
        if not changes:
            changes.append(shelf.version)
            factories.publish(cycle.get_parent().specific, title="Un autre accueil")
            factories.publish(session, title="Un autre titre")
            refresh(now=NOW + HOUR)
        return shelf

    monkeypatch.setattr(serving, "_find_shelf", find_and_change)
    given = serve_feed(FEED, now=NOW)
    monkeypatch.undo()

    assert (given.version != changes[0], "Un autre titre" in given.body.decode()) == (True, True)
    assert "Un autre accueil" in given.body.decode()
    assert serve_feed(FEED, now=NOW) == given == store.read(ICS)


def test_refresh_that_empties_the_shelf_between_the_two_reads_never_makes_a_mixture(session, monkeypatch):
    serve_feed(FEED, now=NOW)
    factories.publish(session, title="Un titre")
    refresh(now=NOW)
    find, versions = serving._find_shelf, []

    def find_and_change(address, *, now):
        shelf = find(address, now=now)
        if not versions:
            session.unpublish()
            refresh(now=timezone.now())
        versions.append(shelf.version)
        return shelf

    monkeypatch.setattr(serving, "_find_shelf", find_and_change)
    given = serve_feed(FEED, now=NOW)

    assert (len(versions), len(set(versions)), given.version) == (2, 2, versions[1])
    assert icalendar.Calendar.from_ical(given.body).events == []


def test_scope_of_which_only_changes_are_left_is_retired(session):
    before = session.starts_at - datetime.timedelta(days=1)
    refresh(now=before)
    session.get_parent().delete()
    refresh(now=before)
    assert not Shelf.objects.filter(is_retired=True).exists()

    look_at_the_clock(session.ends_at + datetime.timedelta(days=90))

    retired = Shelf.objects.filter(is_retired=True, language="fr").order_by("kind")
    assert list(retired.values_list("scope", "kind", "count")) == [
        ("cycle-solidarites", "changes", 1),
        ("cycle-solidarites", "news", 0),
        ("cycle-solidarites", "sessions", 0),
    ]
