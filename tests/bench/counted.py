"""Parvis as it is; each time that a feed is put together, a byte more stands in a file (BENCH_COUNT)."""

import os
from pathlib import Path

from cms.wsgi import application
from feeds import serving

__all__ = ["application"]

_make = serving.make_feed


def _make_and_count(*args):
    with Path(os.environ["BENCH_COUNT"]).open("ab") as count:
        count.write(b".")
    return _make(*args)


serving.make_feed = _make_and_count
