"""What a page weighs, compressed, beside what it may."""

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders

import pytest

from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS
from tests.events.reader import read

pytestmark = pytest.mark.django_db
KB = 1024


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/fr/", 15 * KB),
        ("/fr/solidarites/", 12 * KB),
        (ADDRESS, 12 * KB),
        ("/fr/join/solidarites-7/", 12 * KB),
    ],
)
def test_page_is_light(client, announcement, path, limit):
    announced.clone_sessions(announcement, 12)
    for language in ("en", "es", "el", "he", "fi"):
        factories.translate(announcement, language)

    assert len(gzip.compress(read(client, path).content)) < limit


@pytest.mark.parametrize(("name", "limit"), [("parvis.css", 8 * KB), ("parvis.js", 3 * KB)])
def test_sheet_and_script_are_light(name, limit):
    assert len(gzip.compress(Path(finders.find(f"events/{name}")).read_bytes())) < limit
