"""What a backup says of itself, and whom it refuses."""

import dataclasses
import json
import re

import pytest

from cms.backup.manifest import PARTS, BackupError, Manifest, Part, refusals
from tests.feeds.world import utc

MANIFEST = Manifest(
    parvis="0.1.0",
    vendor="sqlite",
    uid_domain="museum.example",
    began_at=utc(2026, 11, 27, 3),
    migrations={"parvis_feeds": ["0001_initial", "0002_api"]},
    sessions=3,
    highest_sequence=7,
    parts={name: Part(5, "ab" * 32) for name in PARTS},
)
HERE = {
    "vendor": "sqlite", "uid_domain": "museum.example", "migrations": {"parvis_feeds": ["0001_initial", "0002_api", "0003_sizes"]},
}  # fmt: skip


def test_manifest_is_read_as_it_was_written():
    assert Manifest.from_bytes(MANIFEST.to_bytes()) == MANIFEST


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"[]", b"{}", b'{"form": "parvis-backup-1"}', b'{"form": "parvis-backup-1", "parts": 3}'],
)
def test_what_is_no_manifest_is_refused_in_words(data):
    with pytest.raises(BackupError, match="no backup of Parvis"):
        Manifest.from_bytes(data)


def test_another_form_is_named():
    said = json.loads(MANIFEST.to_bytes()) | {"form": "parvis-backup-9"}

    with pytest.raises(
        BackupError, match=r"another form \(parvis-backup-9\); this release reads parvis-backup-1"
    ):
        Manifest.from_bytes(json.dumps(said).encode())


def test_backup_of_this_site_or_of_an_older_release_is_not_refused():
    assert refusals(MANIFEST, **HERE) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"vendor": "postgresql"}, "DATABASE_URL names one of sqlite"),
        ({"uid_domain": "other.example"}, "UIDs of other.example"),
        (
            {"migrations": {"parvis_feeds": ["0009_later"]}},
            r"newer than this code \(parvis_feeds.0009_later\)",
        ),
        ({"migrations": {"foreign": ["0001_initial"]}}, r"newer than this code \(foreign.0001_initial\)"),
    ],
)
def test_backup_of_something_else_is_refused_in_one_sentence(fields, sentence):
    (refusal,) = refusals(dataclasses.replace(MANIFEST, **fields), **HERE)

    assert re.search(sentence, refusal)
