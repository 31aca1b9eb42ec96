import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.history import MATERIAL, Change, Entry, Kind, Material, Published, advance, differences

FACTS = Material(
    date=datetime.date(2026, 6, 16),
    start_time=datetime.time(13, 0),
    end_time=datetime.time(14, 30),
    timezone="Europe/Paris",
    status="confirmed",
    title="Déjouer l’invisible",
)
OTHER = {
    "date": datetime.date(2026, 6, 23),
    "start_time": datetime.time(13, 15),
    "end_time": datetime.time(15, 0),
    "timezone": "Europe/Athens",
    "status": "cancelled",
    "title": "Voir l’invisible",
}
T0 = datetime.datetime(2026, 5, 1, 8, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
T1, T2, T3 = T0 + HOUR, T0 + 2 * HOUR, T0 + 3 * HOUR

BOTH = {"fr": "fr-1", "en": "en-1"}


def announced(digests=BOTH) -> Entry:
    entry, _change = advance(None, published=Published(FACTS, digests), now=T0)
    return entry


def withdrawn() -> Entry:
    entry, _change = advance(announced(), published=None, now=T1)
    return entry


def test_advance_without_entry_and_nothing_published_is_nothing():
    assert advance(None, published=None, now=T0) == (None, None)


def test_advance_announces_what_is_published_for_the_first_time():
    entry, change = advance(None, published=Published(FACTS, BOTH), now=T0)

    assert entry == Entry(
        sequence=0,
        first_published=T0,
        material=FACTS,
        digests=BOTH,
        last_modified={"fr": T0, "en": T0},
        withdrawn_at=None,
    )
    assert change == Change(Kind.ANNOUNCED, at=T0, sequence=0, before=None, after=FACTS, fields=())


def test_advance_with_nothing_different_returns_the_same_entry():
    entry = announced()

    assert advance(entry, published=Published(replace(FACTS), dict(BOTH)), now=T1) == (entry, None)
    assert advance(entry, published=Published(FACTS, BOTH), now=T1)[0] is entry


@pytest.mark.parametrize(
    ("digests", "last_modified"),
    [
        ({"fr": "fr-1", "en": "en-2"}, {"fr": T0, "en": T1}),
        ({"fr": "fr-2", "en": "en-2"}, {"fr": T1, "en": T1}),
        ({"fr": "fr-1", "en": "en-1", "he": "he-1"}, {"fr": T0, "en": T0, "he": T1}),
        ({"fr": "fr-1"}, {"fr": T0, "en": T1}),
        ({}, {"fr": T1, "en": T1}),
    ],
)
def test_advance_moves_only_the_languages_whose_words_differ(digests, last_modified):
    entry, change = advance(announced(), published=Published(FACTS, digests), now=T1)

    assert entry == replace(announced(), digests=digests, last_modified=last_modified)
    assert change is None


def test_advance_keeps_the_time_of_a_language_that_disappeared_until_it_is_back():
    gone, _change = advance(announced(), published=Published(FACTS, {"fr": "fr-1"}), now=T1)
    still_gone, _change = advance(gone, published=Published(FACTS, {"fr": "fr-1"}), now=T2)
    back, _change = advance(gone, published=Published(FACTS, BOTH), now=T3)

    assert still_gone is gone
    assert gone.last_modified == {"fr": T0, "en": T1}
    assert back.last_modified == {"fr": T0, "en": T3}


@pytest.mark.parametrize("name", MATERIAL)
def test_advance_on_a_material_change_raises_sequence_and_moves_every_language(name):
    after = replace(FACTS, **{name: OTHER[name]})

    entry, change = advance(announced(), published=Published(after, BOTH), now=T1)

    assert entry == replace(announced(), sequence=1, material=after, last_modified={"fr": T1, "en": T1})
    assert change == Change(Kind.CHANGED, at=T1, sequence=1, before=FACTS, after=after, fields=(name,))


def test_advance_on_a_material_change_moves_languages_that_appear_and_that_have_gone():
    gone, _change = advance(announced(), published=Published(FACTS, {"fr": "fr-1"}), now=T1)

    entry, change = advance(
        gone, published=Published(replace(FACTS, **OTHER), {"fr": "fr-2", "he": "he-1"}), now=T2
    )

    assert entry.digests == {"fr": "fr-2", "he": "he-1"}
    assert entry.last_modified == {"fr": T2, "en": T2, "he": T2}
    assert change.fields == MATERIAL


def test_advance_withdraws_what_is_no_longer_published():
    entry, change = advance(announced(), published=None, now=T1)

    assert entry == replace(announced(), sequence=1, last_modified={"fr": T1, "en": T1}, withdrawn_at=T1)
    assert change == Change(Kind.WITHDRAWN, at=T1, sequence=1, before=FACTS, after=FACTS, fields=())


def test_advance_leaves_a_withdrawn_entry_as_it_is():
    entry = withdrawn()

    assert advance(entry, published=None, now=T2) == (entry, None)
    assert advance(entry, published=None, now=T2)[0] is entry


@pytest.mark.parametrize(
    ("after", "fields"), [(FACTS, ()), (replace(FACTS, status="postponed"), ("status",))]
)
def test_advance_restores_with_what_differs_from_before(after, fields):
    entry, change = advance(withdrawn(), published=Published(after, {"fr": "fr-1", "el": "el-1"}), now=T2)

    assert entry == Entry(
        sequence=2,
        first_published=T0,
        material=after,
        digests={"fr": "fr-1", "el": "el-1"},
        last_modified={"fr": T2, "en": T2, "el": T2},
        withdrawn_at=None,
    )
    assert change == Change(Kind.RESTORED, at=T2, sequence=2, before=FACTS, after=after, fields=fields)


@pytest.mark.parametrize(
    "published", [None, Published(replace(FACTS, **OTHER), BOTH), Published(FACTS, {"fr": "fr-2"})]
)
def test_advance_never_moves_a_time_back_when_the_clock_does(published):
    entry, change = advance(announced(), published=published, now=T0 - HOUR)

    assert entry.last_modified == {"fr": T0, "en": T0}
    assert change is None or change.at == T0
    assert entry.withdrawn_at in {None, T0}


def test_advance_dates_a_change_with_the_latest_time_already_told():
    newer, _change = advance(announced(), published=Published(FACTS, {"fr": "fr-1", "en": "en-2"}), now=T2)

    entry, change = advance(newer, published=Published(replace(FACTS, title="x"), BOTH), now=T1)

    assert entry.last_modified == {"fr": T1, "en": T2}
    assert change.at == T2


def test_advance_leaves_what_it_was_given_as_it_was():
    entry = announced()
    digests = dict(BOTH)

    later, _change = advance(entry, published=Published(replace(FACTS, title="x"), digests), now=T1)
    digests["fr"] = "changed behind its back"

    assert entry == announced()
    assert later.digests == BOTH


@given(
    st.lists(
        st.tuples(
            st.none()
            | st.builds(
                Published,
                material=st.builds(
                    replace, st.just(FACTS), title=st.sampled_from("ab"), status=st.sampled_from("ct")
                ),
                digests=st.dictionaries(st.sampled_from(["fr", "en", "he"]), st.sampled_from("12")),
            ),
            st.integers(-3, 5),
        ),
        max_size=12,
    )
)
def test_history_never_goes_back(steps):
    entry, now = None, T0
    for published, hours in steps:
        now += hours * HOUR
        before = entry
        entry, change = advance(before, published=published, now=now)

        assert advance(entry, published=published, now=now + HOUR) == (entry, None)
        assert advance(entry, published=published, now=now + HOUR)[0] is entry
        if change is not None and before is not None:
            assert change.sequence == entry.sequence == before.sequence + 1
            assert change.before == before.material
            assert change.at >= max(before.last_modified.values(), default=change.at)
        elif before is not None:
            assert entry.sequence == before.sequence
        if before is not None:
            assert entry.first_published == before.first_published
            assert before.last_modified.keys() <= entry.last_modified.keys()
            assert all(entry.last_modified[name] >= at for name, at in before.last_modified.items())
        if published is not None:
            assert entry.material == published.material
            assert entry.digests == published.digests
            assert entry.digests.keys() <= entry.last_modified.keys()
            assert entry.withdrawn_at is None
        elif entry is not None:
            assert entry.withdrawn_at is not None


def test_differences_are_named_in_the_order_of_material():
    assert differences(FACTS, FACTS) == ()
    assert differences(FACTS, replace(FACTS, title="x", date=OTHER["date"])) == ("date", "title")
    assert differences(FACTS, Material(**OTHER)) == MATERIAL


def test_material_is_plain_json():
    assert FACTS.to_json() == {
        "date": "2026-06-16",
        "start_time": "13:00:00",
        "end_time": "14:30:00",
        "timezone": "Europe/Paris",
        "status": "confirmed",
        "title": "Déjouer l’invisible",
    }
    assert tuple(FACTS.to_json()) == MATERIAL


@given(
    st.builds(
        Material,
        date=st.dates(),
        start_time=st.times(),
        end_time=st.times(),
        timezone=st.text(),
        status=st.text(),
        title=st.text(),
    )
)
def test_material_read_back_is_equal(material):
    assert Material.from_json(material.to_json()) == material


def test_material_refuses_what_is_incomplete_or_no_date():
    with pytest.raises(KeyError):
        Material.from_json({"date": "2026-06-16"})
    with pytest.raises(ValueError, match="isoformat"):
        Material.from_json(FACTS.to_json() | {"date": "soon"})
