"""Content for measurements: equal for equal arguments, and what publications of the same sessions would have left."""

import datetime
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import transaction

from wagtail.models import Page

import icalendar
import pytest
import time_machine

from cms.bench.programme import ANNOUNCED, CALLED_OFF, REASON, ZONES, Sample, samples
from cms.bench.rows import _cycles, _homes, seed_bench
from events.abstract.session import Status
from events.board.models import WordsRecord
from events.codes import ReservedCode
from events.conf import uid_domain
from events.ledger import LedgerChange, LedgerEntry
from events.models import CyclePage, SessionPage, SessionQuestion
from feeds.marks import mark_everything
from feeds.models import Item, Placement
from feeds.refresh import refresh
from tests import factories

# For those who measure: the audit's.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LANGUAGES = ["fr", "he", "en"]
SIZE, SEED = 6, 7
NOW = datetime.datetime(2026, 1, 5, 12, tzinfo=datetime.UTC)
# What bulk rows have no counterpart of (cms/bench/README.md), and what names the place of a row in its table.
NOT_MADE = {"latest_revision_id", "live_revision_id", "latest_revision_created_at"}
PLACES = {"id", "path", "page_ptr_id", "page_id", "entry_id", "item_id"}


@pytest.fixture
def empty(site):
    return factories.empty_site()


def run(**options: object) -> str:
    out = StringIO()
    call_command("seed_bench", **{"sessions": [4], "locales": 2, "seed": SEED, **options}, stdout=out)
    return out.getvalue()


# Where each table says which session a row is of.
TABLES = {
    SessionPage: "translation_key", SessionQuestion: "page__translation_key", ReservedCode: "translation_key",
    WordsRecord: "page__translation_key", LedgerEntry: "translation_key", LedgerChange: "entry__translation_key",
    Item: "parent", Placement: "item__parent",
}  # fmt: skip


def left(some: list[Sample]) -> dict[str, list[dict]]:
    """All that these sessions leave in the database, but where."""
    keys, found = [sample.key for sample in some], {}
    for model, field in TABLES.items():
        rows = model.objects.filter(**{f"{field}__in": keys}).values()
        plain = [{n: v for n, v in row.items() if n not in NOT_MADE | PLACES} for row in rows]
        found[model.__name__] = sorted(plain, key=repr)
    return found


def compose() -> None:
    Item.objects.all().delete()
    mark_everything()
    refresh(now=NOW)


def chosen() -> list[Sample]:
    """The first sessions, and the first that is called off."""
    all_of_them = list(samples(size=SIZE, languages=LANGUAGES, seed=SEED))
    return [*all_of_them[:2], next(each for each in all_of_them if each.is_called_off)]


def publish(sample: Sample, cycle: CyclePage) -> None:
    """As an editor does: the origin, each translation, and the cancellation."""
    words = sample.words["fr"]
    with time_machine.travel(ANNOUNCED, tick=False):
        origin = factories.make_session(
            cycle, title=words.title, introduction=words.introduction, slug=f"s-{sample.place}", code=sample.code, number=sample.number,
            date=sample.date, start_time=sample.start_time, end_time=sample.end_time, timezone=sample.timezone, translation_key=sample.key,
            link=f"https://zoom.example/j/{81_000_000_000 + sample.place}", meeting_id="", passcode="", spoken=LANGUAGES, live=False,
        )  # fmt: skip
        factories.publish(origin, question_rows=_questions(sample, origin))
        for language in LANGUAGES[1:]:
            words = sample.words[language]
            copy = factories.translate(origin, language, live=False)
            rows = _questions(sample, copy)
            factories.publish(copy, title=words.title, introduction=words.introduction, question_rows=rows)
    if sample.is_called_off:
        with time_machine.travel(CALLED_OFF, tick=False):
            origin = SessionPage.objects.get(pk=origin.pk)
            factories.publish(origin, status=Status.CANCELLED, change_reason=REASON)


def _questions(sample: Sample, page: SessionPage) -> list[SessionQuestion]:
    texts = sample.words[page.language].questions
    return [
        SessionQuestion(text=text, translation_key=key, locale=page.locale, sort_order=place)
        for place, (key, text) in enumerate(zip(sample.question_keys, texts, strict=True))
    ]


@pytest.fixture
def published(empty, django_capture_on_commit_callbacks):
    """Everything, after three sessions were published one by one; the database is as it was before."""
    point = transaction.savepoint()
    cycle = _cycles(_homes(LANGUAGES, seed=SEED), size=SIZE, seed=SEED)["fr"]
    for sample in chosen():
        publish(sample, cycle)
    compose()
    found = left(chosen())
    transaction.savepoint_rollback(point)
    return found


def test_rows_are_those_that_publications_leave(published, empty):
    seed_bench(sizes=[SIZE], languages=LANGUAGES, seed=SEED)
    compose()

    assert left(chosen()) == published


def test_equal_arguments_give_equal_rows(empty):
    some, found = list(samples(size=4, languages=LANGUAGES, seed=SEED)), []
    for seed in (SEED, SEED, SEED + 1):
        point = transaction.savepoint()
        seed_bench(sizes=[4], languages=LANGUAGES, seed=seed)
        compose()
        found.append(left(some))
        transaction.savepoint_rollback(point)

    assert found[0] == found[1]
    assert [len(found[0]["Item"]), len(found[2]["Item"])] == [4 * 6 + 6, 0]


def test_sessions_are_as_awkward_as_real_ones():
    some = list(samples(size=1_000, languages=["fr", "he"], seed=SEED))

    assert {sample.timezone for sample in some} == set(ZONES)
    assert 20 <= sum(sample.is_called_off for sample in some) <= 100
    assert len({sample.key for sample in some}) == len(some)
    text = "".join(sample.words["he"].title for sample in some)
    assert {",", ";"} <= set(text)
    assert not text.isascii()
    assert min(len(sample.words["fr"].introduction) for sample in some) > 75


def test_what_one_language_says_does_not_depend_on_the_others():
    one, all_of_them = (list(samples(size=3, languages=each, seed=SEED)) for each in (["en"], LANGUAGES))

    assert [sample.words["en"] for sample in one] == [sample.words["en"] for sample in all_of_them]


def test_second_run_makes_what_is_missing(empty):
    assert run(sessions=[4]).startswith("4 sessions made")
    assert run(sessions=[4, 2]).startswith("2 sessions made")
    assert run(sessions=[4, 2]).startswith("0 sessions made")
    assert (
        sorted(CyclePage.objects.values_list("code", "numchild"))
        == [("bench-2", 2)] * 2 + [("bench-4", 4)] * 2
    )
    assert Page.find_problems() == ([], [], [], [], [])


def test_feeds_hold_every_session_of_their_cycle(empty, client):
    run(sessions=[2, SIZE], locales=2)

    for size in (2, SIZE):
        calendars = [
            client.get(f"/feeds/{language}/cycle-bench-{size}/sessions.ics").content
            for language in ("fr", "en")
        ]
        uids = [
            {str(event["UID"]) for event in icalendar.Calendar.from_ical(each).walk("VEVENT")}
            for each in calendars
        ]
        keys = {f"{sample.key}@{uid_domain()}" for sample in samples(size=size, languages=["fr"], seed=SEED)}
        assert uids == [keys, keys]


@pytest.mark.parametrize("other", [{"seed": 8}, {"locales": 3}])
def test_database_that_was_filled_otherwise_is_refused(empty, other):
    run()

    with pytest.raises(CommandError, match="This database holds other content"):
        run(**other)


@pytest.mark.parametrize("fixture", ["site", "session"])
def test_database_with_other_content_is_refused_with_what_to_do(request, fixture):
    request.getfixturevalue(fixture)
    before = Page.objects.count()

    with pytest.raises(CommandError, match=r"other content: the page “Parvis fr”.*DATABASE_URL"):
        run()
    assert Page.objects.count() == before


def test_organisations_are_other_content(empty):
    factories.make_organisation()

    with pytest.raises(CommandError, match="other content: organisations"):
        run()


@pytest.mark.parametrize("sessions", ["0", "10001", "many", ""])
def test_sizes_that_no_cycle_has_are_refused(sessions):
    with pytest.raises(CommandError, match="--sessions"):
        call_command("seed_bench", "--sessions", sessions)


@pytest.mark.parametrize("locales", ["0", "7"])
def test_more_languages_than_the_site_offers_are_refused(empty, locales):
    with pytest.raises(CommandError, match="choose 1 to 6"):
        call_command("seed_bench", "--locales", locales)
