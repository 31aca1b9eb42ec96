"""`manage.py rebuild_feeds`: everything composed anew, and no subscriber notices."""

from django.core.management import call_command

import pytest

from feeds.models import Item
from tests.feeds.world import feed_paths, make_world, read_all

pytestmark = pytest.mark.django_db


def test_rebuilding_changes_no_byte(site, capsys):
    make_world(site)
    before = read_all(feed_paths())
    Item.objects.filter(kind="news").update(rss=b"<item>broken</item>", atom=b"", json=b"{}")

    call_command("rebuild_feeds")

    assert read_all(feed_paths()) == before
    assert capsys.readouterr().out == f"{Item.objects.count()} items stand in the feeds.\n"
