"""Answers as files: replaced as a whole, for their owner alone, and never given when torn."""

import datetime
import os
from pathlib import Path

import pytest

from events.standby import answers
from events.standby.answers import Answer, Asked
from events.whole_files import DRAFT


def at(hour: int) -> datetime.datetime:
    return datetime.datetime(2021, 5, 18, hour, tzinfo=datetime.UTC)


PAGE = Asked("GET", "/he/join/solidarites-7/", "solidarites-7")
BUTTON = Asked("POST", PAGE.path, PAGE.code, within=(at(10), at(12)))
HOME = Asked("GET", "/he/")
EARLY = Answer(at(9), at(10), 200, {"Content-Type": "text/html"}, "לפני")
LATE = Answer(at(10), at(12), 200, {"Cache-Control": "no-store"}, "עכשיו")


def write(asked: Asked, made: list[Answer]) -> None:
    answers.write(asked, made, after=answers.last_discarding())


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PARVIS = settings.PARVIS | {"STANDBY_DIR": str(tmp_path / "standby")}
    return tmp_path / "standby"


@pytest.mark.parametrize(("hour", "expected"), [(8, None), (9, EARLY), (10, LATE), (11, LATE), (12, None)])
def test_answer_is_that_of_the_moment(hour, expected):
    write(PAGE, [EARLY, LATE])

    assert answers.answer_at("GET", PAGE.path, now=at(hour)) == expected
    assert answers.answer_at("POST", PAGE.path, now=at(hour)) is None


def test_later_answers_replace_earlier_ones():
    write(PAGE, [EARLY])
    write(PAGE, [LATE])

    assert answers.read("GET", PAGE.path) == [LATE]


def test_answers_of_one_session_are_discarded():
    for asked in (PAGE, BUTTON, HOME, Asked("GET", "/fr/join/solidarites-70/", "solidarites-70")):
        write(asked, [EARLY])

    answers.discard(code="solidarites-7")

    assert [answers.read("GET", PAGE.path), answers.read("POST", PAGE.path)] == [[], []]
    assert [answers.read("GET", path) for path in ("/he/", "/fr/join/solidarites-70/")] == [[EARLY], [EARLY]]


def test_everything_is_discarded_but_what_is_asked_for():
    for asked in (PAGE, BUTTON, HOME):
        write(asked, [EARLY])

    answers.keep_only([HOME])

    assert [answers.read(asked.method, asked.path) for asked in (PAGE, BUTTON, HOME)] == [[], [], [EARLY]]
    answers.discard_all()
    assert answers.read("GET", "/he/") == []


def test_what_was_read_before_a_change_is_not_kept_behind_it():
    """tick reads the old link, an editor changes it and everything is discarded, tick writes what it has read."""
    write(PAGE, [EARLY])
    before = answers.last_discarding()

    answers.discard(code="another")
    answers.write(PAGE, [LATE], after=before)

    assert answers.read("GET", PAGE.path) == []
    write(PAGE, [LATE])
    assert answers.read("GET", PAGE.path) == [LATE]


def test_files_are_for_their_owner_alone(folder):
    write(PAGE, [EARLY])

    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("content", [b"", b"{", b'{"form": "x"}', b"\xff", b"[]", b"7"])
def test_torn_or_foreign_file_is_no_answer(folder, content):
    write(PAGE, [EARLY])
    (file,) = folder.iterdir()
    file.write_bytes(content)

    assert answers.read("GET", PAGE.path) == []


def test_file_of_another_path_is_no_answer(folder):
    write(PAGE, [EARLY])
    (file,) = folder.iterdir()
    write(HOME, [LATE])
    file.write_bytes(next(each for each in folder.iterdir() if each != file).read_bytes())

    assert answers.read("GET", PAGE.path) == []


def test_what_cannot_be_written_leaves_what_was_there(folder, monkeypatch):
    write(PAGE, [EARLY])

    def full(*args):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(OSError, match="disk full"):
        write(PAGE, [LATE])

    assert answers.read("GET", PAGE.path) == [EARLY]
    assert len(list(folder.iterdir())) == 1


def test_folder_that_cannot_be_made_is_an_error(folder, settings):
    folder.write_text("")

    with pytest.raises(OSError, match="standby"):
        write(PAGE, [EARLY])
    assert answers.read("GET", PAGE.path) == []


def test_without_a_folder_nothing_is_kept(settings):
    settings.PARVIS = settings.PARVIS | {"STANDBY_DIR": ""}

    write(PAGE, [EARLY])
    answers.discard_all()

    assert answers.read("GET", PAGE.path) == []


def test_what_a_killed_process_had_begun_to_write_is_removed(folder):
    """It may hold a link."""
    write(HOME, [EARLY])
    left, fresh = folder / f"{DRAFT}left", folder / f"{DRAFT}fresh"
    for draft in (left, fresh):
        draft.write_text("https://zoom.example/j/1")
    os.utime(left, (0, 0))

    answers.keep_only([HOME])

    assert (left.exists(), fresh.exists()) == (False, True)
    assert answers.answer_at("GET", HOME.path, now=at(9)) == EARLY
