"""A rolling upgrade: a worker of the old release and one of the new answer from one store, each rightly."""

import struct
from contextlib import contextmanager
from dataclasses import replace

import pytest
import time_machine

from feeds import assembly, generation, items, refresh, store
from feeds.files import renew_stale_files
from feeds.generation import NAME, Generation
from feeds.refresh import look_at_the_clock
from feeds.renderers import CODE, ICS
from tests.feeds.test_database_away import database_away
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

PATH = "/feeds/fr/all/sessions.ics"
NOW = utc(2121, 5, 3, 9, 30)
RELEASES = ("old", "new")


@pytest.fixture
def release(monkeypatch):
    """Within the block, the code is that of a release, which says its name in each calendar."""

    @contextmanager
    def release(name: str):
        with monkeypatch.context() as patch:
            for module in (items, refresh, store):
                patch.setattr(module, "CODE", f"{CODE}-{name}")
            form = replace(ICS, assemble=lambda head, parts: said_by(name, ICS.assemble(head, parts)))
            patch.setattr(assembly, "ICS", form)
            yield

    return release


def said_by(name: str, body: bytes) -> bytes:
    return body.replace(b"END:VCALENDAR", f"X-RELEASE:{name}\r\nEND:VCALENDAR".encode())


@pytest.fixture
def ask(session, web_process, release):
    """What a worker of a release, which goes on living, answers."""
    workers = {}
    for name in RELEASES:
        with release(name):
            workers[name] = web_process()

    def ask(name: str, **headers: str):
        with release(name):
            return workers[name].ask(PATH, **headers)[0]

    with time_machine.travel(NOW):
        yield ask


def releases_in(answers) -> list[str]:
    return [body.partition(b"X-RELEASE:")[2].split()[0].decode() for _status, _headers, body in answers]


def test_each_release_gives_its_own_bytes_under_their_own_tag(ask, release):
    before = [ask(name) for name in (*RELEASES, *RELEASES)]
    with release("new"):
        look_at_the_clock(NOW)
    after = [ask(name) for name in (*RELEASES, *RELEASES)]

    assert releases_in(before) == releases_in(after) == [*RELEASES, *RELEASES]
    tags = {(headers["ETag"], body) for _status, headers, body in before + after}
    assert len({tag for tag, _body in tags}) == len({body for _tag, body in tags}) == len(tags)


def test_what_the_old_release_wrote_last_is_not_what_the_new_one_answers(ask, release):
    """Otherwise an upgrade would reach readers only with the next change of content."""
    with release("new"):
        look_at_the_clock(NOW)
    ask("old")

    assert releases_in([ask("new")]) == ["new"]


def test_reader_who_meets_both_is_never_told_that_he_has_the_other_s(ask):
    tags = {name: ask(name)[1]["ETag"] for name in RELEASES}

    statuses = {
        (name, of): ask(name, **{"If-None-Match": tags[of]})[0] for name in RELEASES for of in RELEASES
    }

    assert {pair for pair, status in statuses.items() if status == "304 Not Modified"} == {
        ("old", "old"),
        ("new", "new"),
    }


def test_tick_of_the_new_release_writes_what_the_old_one_left(ask, release):
    ask("old")
    with release("new"):
        look_at_the_clock(NOW)
        before = releases_in([("", {}, store.read(PATH).body)])
        renew_stale_files(NOW)

    assert (before, releases_in([("", {}, store.read(PATH).body)])) == (["old"], ["new"])


def test_last_bytes_outlive_the_upgrade_while_the_database_is_away(ask):
    """Those of the old release are better than none, under the tag that they always had."""
    old = ask("old")
    generation.bump()

    with database_away():
        assert ask("new") == old


def test_number_of_an_old_release_and_of_a_new_one_are_one(tmp_path):
    """The old one counts."""
    counter = struct.Struct("=Q")
    (tmp_path / NAME).write_bytes(counter.pack(41))
    new = Generation(tmp_path)
    before = new.current()

    (tmp_path / NAME).write_bytes(counter.pack(42))
    counted = new.current()
    new.bump()

    assert len({before, counted, new.current()}) == 3
    assert counter.unpack((tmp_path / NAME).read_bytes())[0] != 42
