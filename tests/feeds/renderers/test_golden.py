"""Whole documents, to be read like code when they change; they open in any validator.

A failure says how to write them anew: `pytest tests/feeds/renderers/test_golden.py --snapshot-update`.
"""

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from feeds.renderers import FORMATS
from tests.feeds import samples


@pytest.fixture
def golden(snapshot, request):
    """A snapshot in a file of the format's own extension."""
    extension = request.node.callspec.params["name"]
    suffix = {"file_extension": {"rss": "rss.xml", "atom": "atom.xml"}.get(extension, extension)}
    return snapshot.use_extension(type("Golden", (SingleFileSnapshotExtension,), suffix))


@pytest.mark.parametrize("name", ["ics"])
def test_calendar_in_three_alphabets(name, golden):
    assert FORMATS[name].render(samples.calendar()) == golden


@pytest.mark.parametrize("name", ["ics"])
def test_download_of_one_session(name, golden):
    assert FORMATS[name].render(samples.calendar(samples.event(), is_download=True)) == golden


@pytest.mark.parametrize("name", ["rss", "atom", "json"])
def test_feed_of_sessions_and_news(name, golden):
    assert FORMATS[name].render(samples.feed(extension=name)) == golden
