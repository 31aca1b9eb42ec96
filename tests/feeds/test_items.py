"""Items as they are stored: composed once for each document and language, left alone while it is the same."""

import datetime
import logging
from dataclasses import replace
from uuid import UUID

import pytest

from feeds import items
from feeds.build import Piece
from feeds.documents import Event
from feeds.items import Touched, fingerprint, store_items
from feeds.models import Item, Kind
from feeds.renderers import FORMATS
from tests.feeds import samples
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

NOW = utc(2021, 5, 10, 7)
HOUR = datetime.timedelta(hours=1)
ALL, CYCLE, ORG = "all", "cycle-solidarites", "org-icom-greece"
BOTH = frozenset([ALL, CYCLE])


def piece(document=None, *, kind: Kind = Kind.SESSIONS, scopes=BOTH, leaves_at=None, parent=None) -> Piece:
    document = document or samples.event()
    return Piece(kind, parent or document.key, document, frozenset(scopes), leaves_at)


def news(**changes) -> Piece:
    return piece(samples.article(**changes), kind=Kind.NEWS)


def keep(*pieces: Piece, language: str = "fr", keys=None, now: datetime.datetime = NOW) -> Touched:
    return store_items(pieces, language=language, keys=keys, now=now)


def stored() -> dict[UUID, list[str]]:
    """The scopes of each item by its key."""
    return {
        item.key: sorted(placement.scope for placement in item.placements.all())
        for item in Item.objects.order_by("pk")
    }


def places(kind: Kind, *scopes: str) -> set[tuple[str, str]]:
    return {(scope, kind.value) for scope in scopes}


def event(number: int, **changes) -> Event:
    key = UUID(int=number)
    return samples.event(key=key, uid=f"{key}@parvis.example", **changes)


# What an item is


def test_session_is_composed_in_every_format_of_sessions():
    keep(piece())

    (item,) = Item.objects.all()
    composed = {form: bytes(getattr(item, form)) for form in ("ics", "rss", "atom", "json")}
    assert composed == {form: FORMATS[form].compose(samples.event()) for form in composed}


@pytest.mark.parametrize(
    ("kind", "formats"), [(Kind.NEWS, {"rss", "atom", "json"}), (Kind.CHANGES, {"rss", "atom"})]
)
def test_article_is_composed_in_the_formats_of_its_kind_and_in_no_other(kind, formats):
    keep(piece(samples.article(), kind=kind))

    (item,) = Item.objects.all()
    composed = {form for form in ("ics", "rss", "atom", "json") if bytes(getattr(item, form))}
    assert composed == formats
    assert (item.code, item.starts_at, item.timezone, item.is_withdrawn) == ("", None, "", False)


@pytest.mark.parametrize(("status", "is_withdrawn"), [("cancelled", False), ("withdrawn", True)])
def test_item_of_a_session_knows_what_serving_asks_for(status, is_withdrawn):
    keep(piece(samples.event(status=status), leaves_at=utc(2021, 8, 16, 12, 30)))

    (item,) = Item.objects.all()
    assert (item.kind, item.key, item.language, item.parent, item.code) == (
        "sessions", samples.KEY, "fr", samples.KEY, "solidarites-7",
    )  # fmt: skip
    assert (item.starts_at, item.timezone, item.leaves_at) == (
        utc(2021, 5, 18, 11), "Europe/Paris", utc(2021, 8, 16, 12, 30),
    )  # fmt: skip
    assert (item.published, item.last_modified, item.changed) == (samples.PUBLISHED, samples.REVISED, NOW)
    assert (item.is_withdrawn, str(item)) == (is_withdrawn, f"sessions {samples.KEY} [fr]")


def test_item_stands_in_its_scopes():
    touched = keep(piece(), news())

    assert stored() == {samples.KEY: [ALL, CYCLE], samples.NEWS_KEY: [ALL, CYCLE]}
    changed = places(Kind.SESSIONS, *BOTH) | places(Kind.NEWS, *BOTH)
    assert touched == Touched(changed=changed, codes={"solidarites-7"})
    placement = Item.objects.first().placements.order_by("scope").first()
    assert str(placement) == f"all: {placement.item_id}"


def test_fingerprint_names_document_and_code(monkeypatch):
    names = [
        fingerprint(piece()),
        fingerprint(piece(scopes=[ALL])),
        fingerprint(piece(samples.event(sequence=1))),
    ]
    monkeypatch.setattr(items, "CODE", "another release")
    names.append(fingerprint(piece()))

    assert (names[0] == names[1], len(set(names))) == (True, 3)


# What becomes of it


def test_same_again_touches_nothing():
    keep(piece(), news())
    before = list(Item.objects.order_by("pk").values())

    touched = keep(news(), piece(), now=NOW + HOUR)

    assert (touched, list(Item.objects.order_by("pk").values())) == (Touched(), before)


def test_new_words_are_composed_anew_under_the_same_row():
    keep(piece(), news())
    before = Item.objects.get(kind=Kind.SESSIONS)

    touched = keep(piece(samples.event(title="Autrement", dated_title="Autrement")), news(), now=NOW + HOUR)

    after = Item.objects.get(kind=Kind.SESSIONS)
    assert (after.pk, after.changed, after.fingerprint != before.fingerprint) == (before.pk, NOW + HOUR, True)
    assert b"<title>Autrement</title>" in bytes(after.rss)
    assert touched == Touched(changed=places(Kind.SESSIONS, *BOTH), codes={"solidarites-7"})


@pytest.mark.parametrize("moment", [NOW, NOW - HOUR, NOW + datetime.timedelta(seconds=0.3)])
def test_moment_of_a_change_moves_forward_by_a_second_at_least(moment):
    """For readers who know dates only, also when the clock was set back."""
    keep(piece())

    keep(piece(samples.event(sequence=1)), now=moment)

    assert Item.objects.get().changed == NOW + datetime.timedelta(seconds=1)


def test_item_in_other_scopes_concerns_those_that_it_left_and_those_that_it_came_to():
    keep(piece(), news())
    before = Item.objects.filter(kind=Kind.SESSIONS).values().get()

    touched = keep(piece(scopes=[ALL, ORG]), news(), now=NOW + HOUR)

    assert stored()[samples.KEY] == [ALL, ORG]
    assert Item.objects.filter(kind=Kind.SESSIONS).values().get() == before
    assert touched == Touched(changed=places(Kind.SESSIONS, CYCLE, ORG), lost=places(Kind.SESSIONS, CYCLE))


def test_item_with_new_words_in_other_scopes_concerns_all_of_them():
    keep(piece())

    touched = keep(piece(samples.event(sequence=1), scopes=[ALL, ORG]))

    assert touched == Touched(
        changed=places(Kind.SESSIONS, ALL, CYCLE, ORG),
        lost=places(Kind.SESSIONS, CYCLE),
        codes={"solidarites-7"},
    )


def test_item_that_is_gone_is_lost_to_its_scopes():
    keep(piece(), news())

    touched = keep(news())

    assert stored() == {samples.NEWS_KEY: [ALL, CYCLE]}
    both = places(Kind.SESSIONS, *BOTH)
    assert touched == Touched(changed=both, lost=both, codes={"solidarites-7"})


def test_session_that_became_a_tombstone_is_withdrawn_from_its_scopes():
    keep(piece())

    touched = keep(piece(samples.event(status="withdrawn")))

    both = places(Kind.SESSIONS, *BOTH)
    assert touched == Touched(changed=both, withdrawn=both, codes={"solidarites-7"})


@pytest.mark.parametrize(
    ("moment", "is_there"),
    [
        (utc(2021, 8, 16, 12, 29, 59), True),
        (utc(2021, 8, 16, 12, 30), False),
        (utc(2022, 1, 1), False),
    ],
)
def test_item_leaves_at_its_moment(moment, is_there):
    leaving = piece(leaves_at=utc(2021, 8, 16, 12, 30))
    keep(leaving)

    touched = keep(leaving, now=moment)

    assert (bool(stored()), bool(touched.lost)) == (is_there, not is_there)
    assert (keep(leaving, now=moment), bool(stored())) == (Touched(), is_there)


def test_only_items_of_the_keys_are_looked_at():
    keep(piece(event(1)), piece(event(2)), piece(event(3), parent=UUID(int=2)))

    touched = keep(keys=frozenset([UUID(int=2)]))

    assert (list(stored()), bool(touched.lost)) == ([UUID(int=1)], True)
    assert keep(keys=frozenset()) == Touched()
    assert list(stored()) == [UUID(int=1)]


def test_languages_do_not_know_each_other():
    keep(piece(), language="fr")
    keep(piece(), language="he")

    keep(language="he")

    assert list(Item.objects.values_list("language", flat=True)) == ["fr"]


# What cannot be composed


@pytest.mark.parametrize("was_there", [False, True])
def test_item_that_a_composer_stumbles_over_is_left_out_and_costs_no_other(monkeypatch, caplog, was_there):
    if was_there:
        keep(piece(), news())
    compose = FORMATS["atom"].compose

    def stumble(document):
        if isinstance(document, Event):
            raise ZeroDivisionError
        return compose(document)

    monkeypatch.setitem(items.FORMATS, "atom", replace(FORMATS["atom"], compose=stumble))

    with caplog.at_level(logging.ERROR, logger="feeds.items"):
        touched = keep(piece(samples.event(sequence=1)), news())

    assert stored() == {samples.NEWS_KEY: [ALL, CYCLE]}
    assert [record.getMessage() for record in caplog.records] == [
        f"sessions {samples.SITE}/fr/solidarites/seance-7/ is left out of the feeds"
    ]
    assert touched.lost == (places(Kind.SESSIONS, *BOTH) if was_there else set())


@pytest.mark.parametrize("count", [1, 30])
def test_looking_at_what_is_the_same_costs_two_queries_whatever_its_number(count, django_assert_num_queries):
    pieces = [piece(event(number)) for number in range(1, count + 1)]
    keep(*pieces)

    with django_assert_num_queries(2):
        keep(*pieces)
