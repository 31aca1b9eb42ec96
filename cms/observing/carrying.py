"""Carries what each process counted into one file of the host, once a second and when the process ends: sums that no end of a worker lowers.

Processes that share VAR_DIR share the file. No memory is mapped: where the disk is full, a mapping would kill the process.
"""

import atexit
import fcntl
import json
import logging
import threading
import time
from functools import cache
from pathlib import Path

from django.conf import settings

from events.whole_files import replace_file
from feeds import figures

logger = logging.getLogger(__name__)

SECONDS = 1.0
AWAY, AWAY_UNTIL = "database_away_seconds", "database_away_until"
# By name and labels, joined by this.
Totals = dict[str, float]
BETWEEN = "|"


class Carrier:
    """What this process has carried into a file, whose folder is made where it is missing."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._carried: dict[figures.Key, float] = {}
        self._lock = threading.Lock()
        self._is_failing = False

    def carry(self) -> Totals:
        """Add what is new to the file; gives the sums of all processes. Where it cannot be written, what is new waits."""
        with self._lock:
            try:
                return self._carry()
            except OSError as error:
                if not self._is_failing:
                    logger.warning("Figures cannot be kept, and wait in memory: %s", error)
                self._is_failing = True
                return {}

    def _carry(self) -> Totals:
        counted, absences = dict(figures.counts), list(figures.absences)
        new = {
            key: amount - self._carried.get(key, 0)
            for key, amount in counted.items()
            if amount != self._carried.get(key, 0)
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.with_name(f".{self._file.name}.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            totals = _read(self._file)
            if new or absences:
                _add(totals, new, absences)
                replace_file(self._file, json.dumps(totals).encode())
        self._carried, self._is_failing = counted, False
        del figures.absences[: len(absences)]
        return totals


def keep_carrying() -> None:
    """Begin in this process, once; each further call costs nothing. Nothing is carried where no file is named (FIGURES_FILE)."""
    if settings.FIGURES_FILE:
        _begin(settings.FIGURES_FILE)


def carry_now() -> Totals:
    """Carry at once; gives the sums of all processes."""
    return _carrier(settings.FIGURES_FILE).carry() if settings.FIGURES_FILE else {}


@cache
def _begin(file: Path) -> None:
    carrier = _carrier(file)
    atexit.register(carrier.carry)
    threading.Thread(target=_run, args=[carrier], name="parvis-figures", daemon=True).start()


@cache
def _carrier(file: Path) -> Carrier:
    return Carrier(file)


def _run(carrier: Carrier) -> None:
    while True:
        time.sleep(SECONDS)
        try:
            carrier.carry()
        except Exception:  # without this thread the process would be silent from now on
            logger.exception("Figures cannot be kept")


def _read(file: Path) -> Totals:
    """What a file holds; nothing where there is none, or something else in it."""
    try:
        totals = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return totals if isinstance(totals, dict) else {}


def _add(totals: Totals, new: dict[figures.Key, float], absences: list[tuple[float, float]]) -> None:
    for key, amount in new.items():
        name = BETWEEN.join(map(str, key))
        totals[name] = totals.get(name, 0) + amount
    # All processes see the same absence: what one has carried of it the others do not.
    for began, ended in absences:
        until = totals.get(AWAY_UNTIL, 0.0)
        totals[AWAY] = totals.get(AWAY, 0) + max(0.0, ended - max(began, until))
        totals[AWAY_UNTIL] = max(ended, until)
