"""The ledger's own arithmetic over plain values; what feeds it is in test_publication.py."""

import datetime
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import ledger
from events.history import Material
from events.models import LedgerChange, LedgerEntry

KEY = uuid.UUID("12345678-1234-5678-1234-567812345678")
NOON = datetime.datetime(2021, 5, 1, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3),
    max_leaves=5,
)


def material(**fields):
    return Material(
        **{
            "date": datetime.date(2021, 5, 18), "start_time": datetime.time(13), "end_time": datetime.time(14, 30),
            "timezone": "Europe/Paris", "status": "confirmed", "title": "Construire",
        } | fields
    )  # fmt: skip


def record(versions=None, *, now=NOON, reasons=None, last_shown=None, **fields):
    return ledger.record(
        key=KEY,
        code="solidarites-7",
        versions={"fr": {"title": "Construire"}} if versions is None else versions,
        material=material(**fields),
        origin="fr",
        reasons=reasons or {},
        last_shown=last_shown or {"titles": {"fr": "Construire"}},
        now=now,
    )


class TestDigest:
    def test_digest_of_equal_values_is_equal_whatever_their_order(self):
        assert ledger.digest({"a": 1, "b": [2]}) == ledger.digest({"b": [2], "a": 1})

    def test_digest_takes_dates_keys_and_surrogates(self):
        assert len(ledger.digest([NOON, KEY, datetime.time(13), "\ud800", b"".decode()])) == 32

    @given(one=json_values, other=json_values)
    def test_digest_differs_where_values_differ(self, one, other):
        # JSON has one kind of number and no tuple: 1 and True are as different as their spellings.
        assert (ledger.digest(one) == ledger.digest(other)) == (repr(one) == repr(other))


class TestShownDigests:
    def digests(self, *, fr="Bonjour", en=None, el=None, origin="fr"):
        versions = {code: {"title": title} for code, title in (("fr", fr), ("en", en), ("el", el)) if title}
        return ledger.shown_digests(versions, origin=origin)

    def changed(self, before, after):
        return [language for language in LANGUAGES if before[language] != after[language]]

    def test_every_language_of_the_site_is_shown_something(self):
        assert list(self.digests()) == LANGUAGES

    def test_nothing_public_shows_nothing(self):
        assert self.digests(fr=None) == {}

    def test_new_words_move_the_languages_that_show_them(self):
        assert self.changed(self.digests(en="Hello"), self.digests(en="Hallo")) == [
            "en",
            "es",
            "el",
            "he",
            "fi",
        ]
        assert self.changed(self.digests(en="Hello"), self.digests(fr="Salut", en="Hello")) == ["fr"]
        assert self.changed(self.digests(), self.digests(fr="Salut")) == LANGUAGES

    def test_translation_moves_those_who_read_it_from_now_on(self):
        assert self.changed(self.digests(en="Hello"), self.digests(en="Hello", el="Γεια")) == ["el"]
        assert self.changed(self.digests(), self.digests(en="Hello")) == ["en", "es", "el", "he", "fi"]

    def test_same_words_under_another_language_s_mark_are_not_the_same(self):
        assert self.digests(fr="Zoom")["es"] != self.digests(fr=None, en="Zoom")["es"]

    def test_fallbacks_of_a_language_are_the_configured_ones(self, settings):
        settings.PARVIS = settings.PARVIS | {"FALLBACKS": {"es": ["fr"]}}

        assert self.changed(self.digests(en="Hello"), self.digests(fr="Salut", en="Hello")) == ["fr", "es"]


@pytest.mark.django_db
class TestRecord:
    def test_first_publication_is_announced(self, settings):
        change = record()

        entry = LedgerEntry.objects.get()
        assert (change.kind, entry.sequence, entry.first_published, entry.withdrawn_at) == (
            "announced",
            0,
            NOON,
            None,
        )
        assert (entry.uid, entry.code) == (f"{KEY}@parvis.example", "solidarites-7")

    def test_recording_again_changes_nothing(self, django_assert_num_queries):
        record()
        before = LedgerEntry.objects.values().get()

        with django_assert_num_queries(1):
            assert record(now=NOON + HOUR) is None

        assert LedgerEntry.objects.values().get() == before
        assert LedgerChange.objects.count() == 1

    def test_material_change_raises_the_sequence_and_keeps_both_states(self):
        record()

        record(
            now=NOON + HOUR,
            date=datetime.date(2021, 5, 19),
            reasons={"fr": "Grève", "en": "", "es": "Huelga"},
        )

        change = LedgerChange.objects.first()
        assert (change.kind, change.sequence, change.fields, change.at) == (
            "changed",
            1,
            ["date"],
            NOON + HOUR,
        )
        assert (change.before["date"], change.after["date"]) == ("2021-05-18", "2021-05-19")
        assert change.reasons == {"fr": "Grève", "es": "Huelga"}

    def test_new_words_are_no_material_change(self):
        record()

        assert record({"fr": {"title": "Construire", "body": "x"}}, now=NOON + HOUR) is None

        entry = LedgerEntry.objects.get()
        assert (entry.sequence, entry.modified_in("fr"), entry.changes.count()) == (0, NOON + HOUR, 1)

    def test_modified_is_that_of_each_language(self):
        record({"fr": {"title": "a"}, "en": {"title": "b"}})
        record({"fr": {"title": "A"}, "en": {"title": "b"}}, now=NOON + HOUR)

        entry = LedgerEntry.objects.get()
        assert [entry.modified_in(code) for code in ("fr", "en", "xx")] == [NOON + HOUR, NOON, NOON]
        assert set(entry.last_modified_moments()) == {NOON, NOON + HOUR}

    def test_withdrawn_and_restored_count_on(self):
        record()
        assert record({}, now=NOON + HOUR).kind == "withdrawn"
        assert record({}, now=NOON + 2 * HOUR) is None
        assert record(now=NOON + 3 * HOUR).kind == "restored"

        entry = LedgerEntry.objects.get()
        assert (entry.sequence, entry.withdrawn_at, entry.first_published) == (2, None, NOON)

    def test_what_was_shown_last_is_kept_with_each_change(self):
        shown = []
        for versions, title in ((None, "a"), ({"fr": {"title": "b"}}, "b"), ({}, "b"), (None, "c")):
            record(versions, now=NOON, last_shown={"number": 7, "titles": {"fr": title}})
            shown.append(LedgerEntry.objects.get().last_shown)

        assert shown == [{"number": 7, "titles": {"fr": title}} for title in ("a", "b", "b", "c")]

    def test_what_was_never_public_is_not_recorded(self):
        assert record({}) is None
        assert LedgerEntry.objects.count() == 0

    def test_uid_stays_when_the_domain_changes(self, settings):
        record()
        settings.PARVIS = settings.PARVIS | {"UID_DOMAIN": "new.example"}

        record(now=NOON + HOUR, status="cancelled")

        entry = LedgerEntry.objects.get()
        assert (entry.uid, entry.sequence) == (f"{KEY}@parvis.example", 1)

    def test_row_reads_back_as_it_was_stored(self):
        record({"fr": {"title": "Ωμέγα"}}, title="Ωμέγα")

        entry = LedgerEntry.objects.get().as_entry()
        assert entry.material == material(title="Ωμέγα")
        assert dict(entry.last_modified) == dict.fromkeys(LANGUAGES, NOON)

    def test_rows_say_what_they_are(self):
        record()

        assert str(LedgerEntry.objects.get()) == "solidarites-7 (0)"
        assert str(LedgerChange.objects.get()).endswith("announced 2021-05-01")
