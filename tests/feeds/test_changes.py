"""Material changes as readers get them: what was, what is, and why, in words of their language."""

import datetime
from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, override

import pytest
import time_machine

from events.history import Kind as ChangeKind
from events.history import Material, differences
from events.ledger import LedgerChange, LedgerEntry
from events.models import SessionPage
from feeds.changes import change_article, change_key
from feeds.channels import EPOCH, Head
from feeds.documents import Article
from feeds.models import Kind
from tests import factories
from tests.feeds.reading_pieces import articles
from tests.feeds.world import utc

NOW = utc(2021, 5, 3, 9, 30)
HOUR = datetime.timedelta(hours=1)
KEY = UUID("5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11")
URL = "https://parvis.example/en/solidarites/seance-7/"
BEFORE = Material(
    date=datetime.date(2021, 5, 18), start_time=datetime.time(13), end_time=datetime.time(14, 30), timezone="Europe/Paris",
    status="confirmed", title="Bâtir",
)  # fmt: skip
DAY, NEXT = (
    "Tuesday, May 18, 2021, 13:00-14:30, Paris time",
    "Wednesday, May 19, 2021, 13:00-14:30, Paris time",
)


def entry(**fields) -> LedgerEntry:
    return LedgerEntry(
        translation_key=KEY, code="solidarites-7", first_published=EPOCH, last_shown={"number": 7}, **fields
    )


def article(
    *,
    kind=ChangeKind.CHANGED,
    before=None,
    reasons=None,
    words=("en", "Building"),
    language="en",
    of=None,
    **after,
) -> Article:
    """The change from `before` to the same with other values, for readers of a language; `words` is the session's title."""
    before = replace(BEFORE, **before or {})
    now = replace(before, **after)
    change = LedgerChange(
        kind=kind, at=NOW, sequence=3, before=before.to_json(), after=now.to_json(), fields=list(differences(before, now)),
        reasons=reasons or {},
    )  # fmt: skip
    head = Head("Parvis", "", "https://parvis.example/en/", "ICOM France", None, "Europe/Paris", EPOCH)
    return change_article(change, entry=of or entry(), title=words, url=URL, language=language, head=head)


# Each kind of change


@pytest.mark.parametrize(
    ("changed", "title", "lines"),
    [
        ({"date": datetime.date(2021, 5, 19)}, "New date: Session 7: Building", [f"Before: {DAY}", f"Now: {NEXT}"]),
        (
            {"start_time": datetime.time(12)},
            "New time: Session 7: Building",
            [f"Before: {DAY}", "Now: Tuesday, May 18, 2021, 12:00-14:30, Paris time"],
        ),
        (
            {"timezone": "Europe/Athens"},
            "New time: Session 7: Building",
            [f"Before: {DAY}", "Now: Tuesday, May 18, 2021, 13:00-14:30, Athens time"],
        ),
        ({"status": "cancelled"}, "Cancelled: Session 7: Building", ["Before: confirmed", "Now: cancelled"]),
        (
            {"status": "postponed"},
            "Postponed: Session 7: Building",
            ["Before: confirmed", "Now: postponed, no new date yet"],
        ),
        (
            {"status": "tentative"},
            "To be confirmed: Session 7: Building",
            ["Before: confirmed", "Now: to be confirmed"],
        ),
        ({"before": {"status": "tentative"}, "status": "confirmed"}, "Confirmed: Session 7: Building",
         ["Before: to be confirmed", "Now: confirmed"]),
        ({"before": {"status": "cancelled"}, "status": "confirmed"}, "Takes place after all: Session 7: Building",
         ["Before: cancelled", "Now: confirmed"]),
        ({"before": {"status": "postponed"}, "status": "tentative", "date": datetime.date(2021, 5, 19)},
         "Takes place after all: Session 7: Building",
         [f"Before: {DAY}", f"Now: {NEXT}", "Before: postponed, no new date yet", "Now: to be confirmed"]),
        ({"before": {"status": "postponed"}, "status": "cancelled"}, "Cancelled: Session 7: Building",
         ["Before: postponed, no new date yet", "Now: cancelled"]),
        ({"title": "Construire"}, "New title: Session 7: Building", ["Before: Bâtir", "Now: Construire"]),
        ({"date": datetime.date(2021, 5, 19), "title": "Construire"}, "New date: Session 7: Building",
         [f"Before: {DAY}", f"Now: {NEXT}", "Before: Bâtir", "Now: Construire"]),
        ({"date": datetime.date(2021, 5, 19), "status": "cancelled"}, "Cancelled: Session 7: Building",
         [f"Before: {DAY}", f"Now: {NEXT}", "Before: confirmed", "Now: cancelled"]),
        ({"kind": ChangeKind.WITHDRAWN}, "Withdrawn: Session 7: Building", [DAY]),
        ({"kind": ChangeKind.RESTORED}, "Takes place after all: Session 7: Building", [DAY]),
        ({"kind": ChangeKind.RESTORED, "date": datetime.date(2021, 5, 19)}, "Takes place after all: Session 7: Building",
         [f"Before: {DAY}", f"Now: {NEXT}"]),
        ({"kind": ChangeKind.RESTORED, "status": "cancelled"}, "Cancelled: Session 7: Building",
         ["Before: confirmed", "Now: cancelled"]),
    ],
)  # fmt: skip
def test_change_says_what_it_means_what_was_and_what_is(changed, title, lines):
    found = article(**changed)

    assert (found.title, found.content_html) == (title, "".join(f"<p>{line}</p>" for line in lines))
    assert found.excerpt == " ".join(lines)


def test_change_is_an_entry_of_its_own_about_the_session_s_page():
    found = article(date=datetime.date(2021, 5, 19))

    assert (found.key, found.url, found.lang, found.is_fallback, found.authors) == (
        change_key(entry(), LedgerChange(sequence=3)), URL, "en", False, ("ICOM France",),
    )  # fmt: skip
    assert (found.published, found.last_modified) == (NOW, NOW)
    assert found.key not in {KEY, change_key(entry(), LedgerChange(sequence=4))}


def test_identity_of_a_change_is_frozen():
    """Feed readers show an entry again when it changes."""
    assert change_key(entry(), LedgerChange(sequence=3)) == UUID("dbfd551e-71f1-590b-9936-4b36d70cd031")


def test_change_stays_as_old_as_it_is_whatever_becomes_of_its_session():
    later = NOW + HOUR

    found = article(date=datetime.date(2021, 5, 19), of=entry(last_modified={"en": later.isoformat()}))

    assert (found.published, found.last_modified) == (NOW, NOW)


def test_session_without_a_number_has_none_in_its_changes():
    of = LedgerEntry(translation_key=KEY, first_published=EPOCH)

    assert article(date=datetime.date(2021, 5, 19), of=of).title == "New date: Building"


# Languages


def test_title_in_another_language_is_marked():
    found = article(date=datetime.date(2021, 5, 19), words=("fr", "Bâtir"))

    assert (found.title, found.lang) == ("[FR] New date: Session 7: Bâtir", "en")


@pytest.mark.parametrize(
    ("reasons", "line"),
    [
        ({"en": "A strike", "fr": "Une grève"}, "Reason: A strike"),
        ({"fr": "Une grève"}, "[FR] Reason: Une grève"),
        ({"es": "Una huelga", "fr": "Une grève"}, "[FR] Reason: Une grève"),
        ({"pt": "Uma greve"}, "[PT] Reason: Uma greve"),
        ({}, None),
    ],
)
def test_reason_is_the_reader_s_or_marked_as_another_s(reasons, line):
    found = article(date=datetime.date(2021, 5, 19), reasons=reasons)

    expected = [f"<p>Before: {DAY}</p>", f"<p>Now: {NEXT}</p>", *([f"<p>{line}</p>"] if line else [])]
    assert found.content_html == "".join(expected)


def test_reason_is_text_and_no_markup():
    found = article(date=datetime.date(2021, 5, 19), reasons={"en": "<script>alert(1)</script> & more %s"})

    assert found.content_html.endswith("<p>Reason: &lt;script&gt;alert(1)&lt;/script&gt; &amp; more %s</p>")


@pytest.mark.parametrize("language", ["fr", "es", "el", "he", "fi"])
def test_every_kind_of_change_has_its_own_words_in_every_language(language):
    cases = [
        {"date": datetime.date(2021, 5, 19)},
        {"start_time": datetime.time(12)},
        {"title": "X"},
        {"status": "cancelled"},
        {"status": "postponed"},
        {"before": {"status": "tentative"}, "status": "confirmed"},
        {"kind": ChangeKind.WITHDRAWN},
        {"kind": ChangeKind.RESTORED},
    ]

    with override("en"):
        titles = {article(**case, language=language, words=(language, "T")).title for case in cases}
        active = get_language()

    english = {article(**case, words=("en", "T")).title for case in cases}
    assert (len(titles), titles & english, active) == (8, set(), "en")


# What editors do


@pytest.mark.django_db
def test_everything_that_an_editor_does_is_told_with_the_reason_given_then(session):
    factories.translate(session, "en", title="Building")
    steps = [
        {"date": datetime.date(2021, 5, 19), "change_reason": "Jour férié"},
        {"start_time": datetime.time(12), "change_reason": ""},
        {"status": "postponed", "change_reason": "Grève"},
        {"status": "tentative", "change_reason": ""},
        {"status": "confirmed"},
        {"status": "cancelled"},
        {"introduction": "<p>Pas un mot de plus</p>"},
        {"title": "Construire"},
    ]
    for number, fields in enumerate(steps):
        with time_machine.travel(utc(2121, 5, 1) + number * HOUR, tick=False):
            factories.publish(SessionPage.objects.get(pk=session.pk), **fields)

    told = articles("en", kind=Kind.CHANGES)

    assert [each.title.partition(": ")[0] for each in reversed(told)] == [
        "New date", "New time", "Postponed", "Takes place after all", "Confirmed", "Cancelled", "New title",
    ]  # fmt: skip
    assert [each.published.hour for each in reversed(told)] == [0, 1, 2, 3, 4, 5, 7]
    reasons = [each.excerpt.partition("[FR] Reason: ")[2] for each in reversed(told)]
    assert reasons == ["Jour férié", "", "Grève", "", "", "", ""]
    assert len({each.key for each in told}) == 7


@pytest.mark.django_db
def test_withdrawal_and_return_are_told_and_the_announcement_is_not(session):
    found = [articles(kind=Kind.CHANGES)]
    session.unpublish()
    found.append([each.title for each in articles("en", kind=Kind.CHANGES)])
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1)):
        factories.publish(session)
    found.append([each.title for each in articles("en", kind=Kind.CHANGES)])

    title = "Session 7: Construire des solidarités"
    withdrawn = f"[FR] Withdrawn: {title}"
    assert found == [[], [withdrawn], [f"[FR] Takes place after all: {title}", withdrawn]]


@pytest.mark.django_db
def test_new_words_of_a_follower_are_no_change(session):
    english = factories.translate(session, "en", title="Building")

    factories.publish(english, title="Solidarity", change_reason="A better title")

    assert articles("en", kind=Kind.CHANGES) == []
