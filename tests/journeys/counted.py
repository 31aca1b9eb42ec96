"""The site, for granian: notes in a file each feed that it puts together, and where it may pause in the middle of that."""

import os
import time
from pathlib import Path

from cms.wsgi import application
from feeds import files, serving
from feeds.assembly import make_feed

__all__ = ["application"]

NOTES, PAUSE = Path(os.environ["NOTES"]), float(os.environ.get("PAUSE", "0"))


def _make_and_note(shelf, address):
    with NOTES.open("a") as notes:
        notes.write(f"begins {os.getpid()}\n")
    time.sleep(PAUSE)
    made = make_feed(shelf, address)
    with NOTES.open("a") as notes:
        notes.write(f"{address.path} {made.version}\n")
    return made


serving.make_feed = files.make_feed = _make_and_note
