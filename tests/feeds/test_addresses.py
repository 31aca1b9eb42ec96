"""The addresses of feeds, as a contract: those that exist for ever, and what is none."""

import pytest

from feeds.addresses import EXTENSIONS, Address, feed_path, files, find_address
from feeds.models import Kind

# Published in 2021 and read for ever: nothing may leave this list.
FILES = [
    "sessions.ics", "sessions.rss", "sessions.atom", "sessions.json", "news.rss", "news.atom", "news.json", "changes.atom",
    "changes.rss",
]  # fmt: skip


def find(name: str, extension: str, year: str | None = None) -> Address | None:
    return find_address(language="he", scope="all", name=name, extension=extension, year=year)


def test_every_file_of_the_contract_is_there_and_nothing_else():
    assert [file for _kind, file in files()] == FILES
    assert {kind.value: len(extensions) for kind, extensions in EXTENSIONS.items()} == {
        "sessions": 4, "news": 3, "changes": 2,
    }  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_file_is_found_by_its_parts_and_printed_as_it_was_found(file):
    name, _dot, extension = file.partition(".")

    address = find(name, extension)

    assert (address.kind, address.year, address.file) == (Kind(name), None, file)
    assert address.path == f"/feeds/he/all/{file}" == feed_path(scope="all", language="he", file=file)


@pytest.mark.parametrize(
    ("name", "extension", "exists"),
    [
        ("sessions", "ics", True),
        ("sessions", "atom", True),
        ("news", "atom", True),
        ("changes", "atom", True),
        ("sessions", "rss", False),
        ("sessions", "json", False),
        ("news", "rss", False),
        ("news", "json", False),
        ("changes", "rss", False),
    ],
)
def test_only_calendars_and_atom_have_a_file_for_each_year(name, extension, exists):
    address = find(name, extension, "2021")

    assert (address and address.path) == (f"/feeds/he/all/{name}-2021.{extension}" if exists else None)


@pytest.mark.parametrize(
    ("name", "extension"),
    [("news", "ics"), ("changes", "ics"), ("changes", "json"), ("sessions", "xml"), ("events", "ics"), ("", "ics"), ("sessions", "")],
)  # fmt: skip
def test_what_never_was_an_address_is_none(name, extension):
    assert find(name, extension) is None


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("sessions.ics", "text/calendar; charset=utf-8"),
        ("changes.rss", "application/rss+xml; charset=utf-8"),
        ("news.atom", "application/atom+xml; charset=utf-8"),
        ("news.json", "application/feed+json"),
    ],
)
def test_media_type_is_that_of_the_format(file, media_type):
    assert find(*file.split(".")).media_type == media_type
