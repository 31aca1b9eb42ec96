"""Commands that must succeed, and how long they took."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(command: Sequence[str | Path], *, show: bool = True, **options) -> subprocess.CompletedProcess:
    """A command that must succeed; what it said is shown where it does not."""
    done = subprocess.run(command, text=True, capture_output=True, check=False, **options)
    if done.returncode and show:
        print(done.stdout[-8000:], done.stderr[-8000:], sep="\n")
    assert not done.returncode, f"{' '.join(map(str, command))} ended with {done.returncode}"
    return done


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Says how long it took."""
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)
