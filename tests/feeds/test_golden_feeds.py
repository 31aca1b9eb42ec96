"""Every format in every language, of one small programme: to be read like code when they change; they open in any validator.

A failure says how to write them anew: `pytest tests/feeds/test_golden_feeds.py --snapshot-update`.
"""

import datetime

from django.db import transaction
from django.test import Client
from django.utils import timezone

import pytest
import time_machine
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from events.ledger import LedgerChange
from events.models import NewsPage, SessionPage
from feeds.changes import change_key
from feeds.refresh import refresh
from tests import factories
from tests.feeds.world import LANGUAGES

BEGIN = datetime.datetime(2021, 4, 1, 8, tzinfo=datetime.UTC)
FILES = [
    *(f"all/sessions.{form}" for form in ("ics", "rss", "atom", "json")),
    *(f"cycle-solidarites/news.{form}" for form in ("rss", "atom", "json")),
    *(f"org-icom-greece/changes.{form}" for form in ("atom", "rss")),
    "feeds.opml",
]
SUFFIXES = {"rss": "rss.xml", "atom": "atom.xml", "opml": "opml.xml"}
CYCLES = {
    "en": "Solidarities, museums",
    "es": "Solidaridades, museos",
    "el": "Αλληλεγγύες, μουσεία",
    "he": "סולידריות, מוזיאונים",
    "fi": "Solidaarisuutta, museoita",
}
TITLES = {
    "en": "Building solidarities",
    "el": "Χτίζοντας αλληλεγγύες",
    "he": "בונים סולידריות",
}


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker):
    """A session in four languages, one moved, one cancelled, one withdrawn; and news in two."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(BEGIN, tick=False) as clock:
        make_programme(clock)
        refresh(now=timezone.now())
        yield
        transaction.set_rollback(True)


def make_programme(clock) -> None:
    cycle = factories.make_cycle(factories.read_site(), introduction="<p>Un débat par mois.</p>")
    for language, title in CYCLES.items():
        factories.translate(cycle, language, title=title)
    session = factories.make_session(cycle, introduction="<p>Qui aide qui ?</p>", questions=("Pourquoi ?",))
    session = factories.add_organisation(session, factories.make_organisation())
    for language, title in TITLES.items():
        factories.translate(session, language, title=title)
    organisation = session.organisation_rows.get().organisation
    others = []
    for number, title, month in ((8, "Accueillir & réparer", 6), (9, "Prêter", 7), (10, "Rendre", 9)):
        clock.shift(3600)
        other = factories.make_session(cycle, number=number, title=title, date=datetime.date(2021, month, 15))
        others.append(factories.add_organisation(other, organisation))
    moved, cancelled, withdrawn = others
    clock.shift(3600)
    factories.publish(moved, date=datetime.date(2021, 6, 22), change_reason="Grève des transports")
    clock.shift(3600)
    factories.publish(cancelled, status="cancelled")
    clock.shift(3600)
    SessionPage.objects.get(pk=withdrawn.pk).unpublish()
    news = factories.make_news(factories.read_site(), body="<p>Le cycle commence.</p>", cycle=cycle)
    factories.translate(news, "he", title="חדשות")


def with_steady_identities(body: bytes) -> bytes:
    """The same bytes with a counted UUID for each random one: of pages, and of changes, which follow from these."""
    pages = [
        model.objects.order_by("pk").values_list("translation_key", flat=True)
        for model in (SessionPage, NewsPage)
    ]
    changes = [
        change_key(each.entry, each) for each in LedgerChange.objects.select_related("entry").order_by("pk")
    ]
    for number, key in enumerate(dict.fromkeys([*pages[0], *pages[1], *changes]), start=1):
        body = body.replace(str(key).encode(), b"00000000-0000-4000-8000-%012d" % number)
    return body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.replace("/", "_"))
def test_feed_is_as_it_was_read_and_approved(programme, db, snapshot, language, file):
    extension = file.rpartition(".")[2]
    golden = type(
        "Golden", (SingleFileSnapshotExtension,), {"file_extension": SUFFIXES.get(extension, extension)}
    )

    body = Client().get(f"/feeds/{language}/{file}").content

    assert with_steady_identities(body) == snapshot.use_extension(golden)
