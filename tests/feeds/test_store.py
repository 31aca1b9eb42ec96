"""Finished bytes as files: whole or not at all, and never in the way of an answer."""

import datetime
import gzip
import logging
import os
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds import store
from feeds.store import Representation, represent
from tests.feeds.disks import small_disk

ICS = "/feeds/fr/all/sessions.ics"
BODY = "BEGIN:VCALENDAR Musées ".encode() * 40


def representation(body: bytes = BODY, **changes) -> Representation:
    about = {
        "path": ICS,
        "version": "one",
        "changed": datetime.datetime(2021, 5, 3, 9, 30, 12, tzinfo=datetime.UTC),
        "media_type": "text/calendar; charset=utf-8",
        "language": "fr",
        "filename": "all-sessions-fr.ics",
        "is_download": False,
        "max_age": 300,
    }
    return represent(body=body, **(about | changes))


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """An empty store."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "store")}
    return tmp_path / "store"


@pytest.fixture
def warnings(caplog):
    """What was logged, as text without the reason."""
    caplog.set_level(logging.WARNING, logger="feeds.store")
    return lambda: [record.getMessage().partition(": ")[0] for record in caplog.records]


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# Representations


def test_equal_bytes_have_equal_tags_and_equal_compressed_bytes():
    first, second = (
        representation(version="one"),
        representation(version="two", path="/feeds/en/all/news.rss"),
    )

    assert (first.etag, first.gzip, first.brotli) == (second.etag, second.gzip, second.brotli)
    assert first.etag != representation(BODY + b"!").etag


def test_compressed_bytes_are_the_body_and_smaller():
    found = representation()

    assert (gzip.decompress(found.gzip), brotli.decompress(found.brotli)) == (BODY, BODY)
    assert len(found.brotli) <= len(found.gzip) < len(BODY)


@pytest.mark.parametrize(("length", "is_compressed"), [(0, False), (255, False), (256, True)])
def test_what_is_short_is_not_compressed(length, is_compressed):
    found = representation(b"a" * length)

    assert (bool(found.gzip), bool(found.brotli)) == (is_compressed, is_compressed)


# Keeping them


@pytest.mark.parametrize("body", [b"", b"\n", b"short", BODY, bytes(range(256)) * 300])
def test_what_was_written_is_read_back(folder, body):
    written = representation(body)

    store.write(written)

    assert store.read(ICS) == written
    assert files(folder) == ["feeds/fr/all/sessions.ics"]


def test_what_was_never_written_is_absent_and_no_reason_to_complain(folder, warnings):
    assert (store.read(ICS), warnings()) == (None, [])


def test_later_one_replaces_an_earlier_one(folder):
    store.write(representation(b"one", version="one"))
    store.write(representation(b"two", version="two"))

    assert (store.read(ICS).body, store.read(ICS).version) == (b"two", "two")
    assert files(folder) == ["feeds/fr/all/sessions.ics"]


def test_addresses_do_not_share_bytes(folder):
    store.write(representation(b"fr"))
    store.write(representation(b"en", path="/feeds/en/all/sessions.ics"))

    assert [store.read(path).body for path in (ICS, "/feeds/en/all/sessions.ics")] == [b"fr", b"en"]


def test_without_a_folder_nothing_is_kept(settings, tmp_path, monkeypatch, warnings):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": ""}
    monkeypatch.chdir(tmp_path)

    store.write(representation())

    assert (store.read(ICS), files(tmp_path), warnings()) == (None, [], [])


# What cannot be used


def kept(folder: Path) -> Path:
    store.write(representation())
    return folder / "feeds/fr/all/sessions.ics"


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\n\n", b"{}", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\xff\xfe", b"0" * 32 + b"\n{}\n", b"[1]\n[]\n"],
)  # fmt: skip
def test_foreign_file_counts_as_absent(folder, warnings, content):
    kept(folder).write_bytes(content)

    assert store.read(ICS) is None
    assert warnings() == [f"The stored bytes of {ICS} cannot be used"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_torn_file_counts_as_absent_wherever_it_is_torn(folder, data):
    place = kept(folder)
    whole = place.read_bytes()
    position = data.draw(st.integers(0, len(whole) - 1), label="position")
    torn = data.draw(
        st.sampled_from(
            [
                whole[:position],
                whole[position + 1 :],
                whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :],
                whole[:position] + b"\0" * (len(whole) - position),
                whole + whole[position:],
            ]
        ),
        label="torn",
    )
    place.write_bytes(torn)

    assert store.read(ICS) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_file_no_other_bytes_have_the_tag_of_the_true_ones(folder, data):
    """Any bytes in the place of any others: what is read is the whole truth, or nothing."""
    place = kept(folder)
    whole, true = place.read_bytes(), store.read(ICS)
    begin = data.draw(st.integers(0, len(whole)), label="begin")
    end = data.draw(st.integers(begin, min(begin + 80, len(whole))), label="end")
    place.write_bytes(whole[:begin] + data.draw(st.binary(max_size=80), label="instead") + whole[end:])

    assert store.read(ICS) in (None, true)
    assert (store.read(ICS) == true) is (place.read_bytes() == whole)
    made = store.stored_or_made(ICS, version="one", make=representation)
    assert (made, store.read(ICS)) == (true, true)


@pytest.mark.parametrize("content", [b"", b"x" * 32 + b"\n"], ids=["from its beginning", "behind a check"])
def test_file_of_any_length_is_not_read_into_memory(folder, warnings, content):
    place = kept(folder)
    place.write_bytes(content)
    os.truncate(place, 50_000_000_000)
    tracemalloc.start()
    try:
        assert store.read(ICS) is None
        assert not store.is_current(ICS, version="one")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 3 * store.MAX_BYTES
    assert warnings() == [f"The stored bytes of {ICS} cannot be used"]


def test_file_of_another_release_is_not_current_but_the_last_that_there_is(folder, monkeypatch):
    monkeypatch.setattr(store, "CODE", "another")
    theirs = representation(b"theirs")
    store.write(theirs)
    monkeypatch.undo()

    assert (store.is_current(ICS, version="one"), store.read(ICS)) == (False, theirs)
    assert store.stored_or_made(ICS, version="one", make=representation).body == BODY
    assert store.is_current(ICS, version="one")


def test_file_of_another_address_counts_as_absent(folder, warnings):
    other = folder / "feeds/en/all/sessions.ics"
    other.parent.mkdir(parents=True)
    other.write_bytes(kept(folder).read_bytes())

    assert store.read("/feeds/en/all/sessions.ics") is None
    assert warnings() == ["The stored bytes of /feeds/en/all/sessions.ics cannot be used"]


def test_file_of_an_earlier_form_counts_as_absent(folder, monkeypatch):
    monkeypatch.setattr(store, "FORM", "parvis-representation-0")
    kept(folder)
    monkeypatch.undo()

    assert store.read(ICS) is None


def test_folder_in_the_place_of_a_file_counts_as_absent(folder, warnings):
    (folder / "feeds/fr/all/sessions.ics").mkdir(parents=True)

    store.write(representation())

    assert store.read(ICS) is None
    assert warnings() == [f"The bytes of {ICS} cannot be stored", f"The stored bytes of {ICS} cannot be used"]
    assert files(folder) == []


# Folders


def test_what_is_stored_below_a_folder_is_listed_without_what_is_not_whole(folder):
    kept(folder)
    (folder / "feeds/fr/all/.draft-1").write_text("")

    assert store.paths_below("/feeds/fr/all/") == [ICS]
    assert store.paths_below("/feeds/fr/cycle-nothing/") == store.paths_below(ICS) == []


# Disks


def test_disk_that_cannot_be_written_costs_the_storing_only(folder, warnings):
    folder.write_text("a file where the folder should be")

    store.write(representation())

    assert store.read(ICS) is None
    assert warnings() == [f"The bytes of {ICS} cannot be stored", f"The stored bytes of {ICS} cannot be used"]


def test_full_disk_leaves_what_was_stored_before_and_no_rest(folder, warnings):
    folder.mkdir()
    with small_disk(folder) as disk:
        store.write(representation(b"before"))
        disk.fill()
        store.write(representation(os.urandom(100_000)))
        assert store.read(ICS).body == b"before"
        disk.free()
        assert files(folder) == ["feeds/fr/all/sessions.ics"]

    assert warnings() == [f"The bytes of {ICS} cannot be stored"]


def test_reader_during_a_write_gets_the_whole_of_one(folder, monkeypatch):
    """The new bytes take their place at once: until then there are the old ones."""
    old, new = representation(b"old" * 100), representation(b"new" * 100)
    store.write(old)
    seen = []
    move = Path.replace
    monkeypatch.setattr(Path, "replace", lambda *args: (seen.append(store.read(ICS)), move(*args))[1])

    store.write(new)

    assert (seen, store.read(ICS)) == ([old], new)


def test_representation_is_its_fields(folder):
    """Two of equal bytes that differ in a header are not the same."""
    store.write(replace(representation(), max_age=1))

    assert store.read(ICS) != representation()


# One who makes, many who wait


def ask_at_once(path: str, make, *, readers: int) -> list[bytes]:
    """What this many threads get that ask at the same moment."""
    barrier = threading.Barrier(readers)

    def ask(_number: int) -> bytes:
        barrier.wait()
        return store.stored_or_made(path, version="1", make=make).body

    with ThreadPoolExecutor(readers) as pool:
        return list(pool.map(ask, range(readers)))


def made_slowly(calls: list):
    def make():
        calls.append(1)
        time.sleep(0.05)
        return representation(version="1")

    return make


def test_bytes_are_made_once_however_many_ask(folder):
    calls = []

    bodies = ask_at_once(ICS, made_slowly(calls), readers=12)

    assert (len(calls), set(bodies)) == (1, {BODY})


def test_without_a_folder_everybody_makes_his_own(settings):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": ""}
    calls = []

    ask_at_once(ICS, made_slowly(calls), readers=3)

    assert len(calls) == 3


def test_who_waited_too_long_makes_his_own(folder, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.01)
    calls = []

    bodies = ask_at_once(ICS, made_slowly(calls), readers=3)

    assert (len(calls) > 1, set(bodies)) == (True, {BODY})


def test_next_one_makes_what_the_first_could_not(folder):
    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        store.stored_or_made(ICS, version="1", make=fail)

    assert store.stored_or_made(ICS, version="1", make=made_slowly([])).version == "1"


# Who changes something while others make


@pytest.mark.parametrize("path", [ICS, "/feeds/fr/all/news.rss"])
def test_what_was_being_made_while_files_were_removed_is_given_and_not_kept(folder, path):
    """It may hold what has left, and was not there yet to be removed."""

    def make():
        store.discard(path)
        return representation()

    assert (store.stored_or_made(ICS, version="one", make=make), store.read(ICS)) == (representation(), None)
    assert (
        store.stored_or_made(ICS, version="one", make=representation) == store.read(ICS) == representation()
    )
