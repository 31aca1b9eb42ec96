"""Figures, on the terminal of whoever runs the tests."""

import sys

from tests.topology.polling import Played


def report(capsys, name: str, played: Played) -> None:
    """One line."""
    with capsys.disabled():
        sys.stdout.write(f"\n  {name}: {played}\n")
