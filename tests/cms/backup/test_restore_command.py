"""What operators read of a restore, whatever comes after it."""

from io import StringIO

from django.core.management import call_command

import pytest

from cms.backup.restoring import Restored
from cms.management.commands import restore


def test_losses_and_where_the_former_site_lies_are_said_before_feeds_are_composed(monkeypatch):
    out = StringIO()

    def fail(now):
        raise ConnectionError("the database is away")

    monkeypatch.setattr(
        restore, "restore", lambda *_arguments, **_options: Restored(["lost: 12"], "parvis_before_x")
    )
    monkeypatch.setattr(restore, "compose_restored", fail)

    with pytest.raises(ConnectionError):
        call_command("restore", "file", stdout=out)

    assert out.getvalue().splitlines() == [
        "lost: 12",
        "What was there before: parvis_before_x. Remove it when all is well; it holds secrets.",
    ]
