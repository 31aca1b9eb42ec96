"""Processes that kill themselves (SIGKILL) in the middle of their work, each on its own copy of a database: `python killed.py`.

Reads jobs as JSON lines: [the work of the first process, its arguments, that of a second, its arguments]. Each has its own copy of the
database, and says whether the first was killed, and what the second found. Nothing of the product knows of it: functions are replaced
in the first process.
"""

import datetime
import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from functools import partial
from pathlib import Path
from threading import Timer

import django

import time_machine

django.setup()

from django.conf import settings  # noqa: E402  (models need the set-up)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from events.board import mails  # noqa: E402
from events.models import BoardMail, LedgerEntry, SessionPage  # noqa: E402
from feeds import deliveries  # noqa: E402
from feeds.outbox import Delivery, DeliveryQuerySet, enqueue  # noqa: E402
from feeds.refresh import refresh  # noqa: E402
from tests import factories  # noqa: E402

NOW = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE")
LANGUAGES = ("fr", "en", "he")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_behind(module: object, name: str) -> None:
    """Whoever calls it dies when it has done its work."""
    done = getattr(module, name)

    def do_and_die(*arguments, **named):
        done(*arguments, **named)
        die()

    setattr(module, name, do_and_die)


def die_instead(module: object, name: str) -> None:
    setattr(module, name, lambda *_arguments, **_named: die())


def die_at_the_second(module: object, name: str) -> None:
    done, times = getattr(module, name), []

    def do_once(*arguments, **named):
        times.append(name)
        return die() if len(times) > 1 else done(*arguments, **named)

    setattr(module, name, do_once)


# Point -> what kills a process there that delivers.
POINTS = {
    "before the lease is committed": partial(die_behind, DeliveryQuerySet, "bulk_update"),
    "after the lease": partial(die_instead, deliveries, "_send"),
    "while the hub answers": lambda: Timer(1.0, die).start(),
    "after the answer": partial(die_instead, deliveries, "_note"),
    "before the outcome is committed": partial(die_behind, DeliveryQuerySet, "delete"),
    "after the outcome": partial(die_at_the_second, deliveries, "_take"),
    "never": lambda: None,
}


def deliver_and_die(at: str, topics: list[str], hub: str) -> None:
    enqueue(kind="websub", target=hub, topics=topics, now=NOW)
    POINTS[at]()
    deliveries.deliver_due(NOW)


def deliver_later(topics: list[str], hub: str) -> dict:
    deliveries.deliver_due(NOW + deliveries.LEASE)
    return {"waiting": Delivery.objects.count()}


# The way on to a mail -> what kills its process there.
OF_MAILS = {
    "before it is written": partial(die_behind, BoardMail, "save"),
    "after it is written": partial(die_instead, deliveries, "_take"),
    "before it is sent": partial(die_instead, mails, "send_mail"),
    "after it is sent": partial(die_behind, mails, "send_mail"),
    "after that is noted": partial(die_instead, deliveries, "_note"),
    "never": lambda: None,
}


def mail_and_die(at: str) -> None:
    """Session 7 is tomorrow and has no link, and one administrator may mend that."""
    factories.make_admin()
    page = SessionPage.objects.get(code="solidarites-7", locale__language_code="fr")
    factories.publish(page, date=NOW.date() + datetime.timedelta(days=1), link="", meeting_id="", passcode="")
    OF_MAILS[at]()
    _tell(NOW)


def mail_later() -> dict:
    """As tick does, when the lease of whoever died is over, and once more."""
    for times in (1, 2):
        _tell(NOW + times * deliveries.LEASE)
    return {"waiting": Delivery.objects.filter(kind="mail").count(), "noted": BoardMail.objects.count()}


def _tell(moment: datetime.datetime) -> None:
    with time_machine.travel(moment, tick=False):
        mails.mail_red_boards(moment)
        deliveries.deliver_due(moment, kinds=["mail"])


def publish_and_die(at: int) -> int:
    """All languages are told of a new date and a new title; whoever does it dies in place of the write of that number. How many there are."""
    page = SessionPage.objects.get(code="solidarites-7", locale__language_code="fr")
    writes = iter(range(1, 1_000_000))

    def count(execute, sql, params, many, context):
        if sql.startswith(WRITES) and next(writes) == at:
            die()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        factories.publish(page, title="Autrement", date=datetime.date(2031, 5, 20), change_reason="Grève")
    return next(writes) - 1


def look_later() -> dict:
    """What every reader finds: facts of the pages, the ledger, and what feeds and API say, by language."""
    refresh(now=datetime.datetime.now(datetime.UTC))
    pages = SessionPage.objects.filter(code="solidarites-7").order_by("pk")
    entry = LedgerEntry.objects.get(code="solidarites-7")
    return {
        "dates": [str(page.date) for page in pages],
        "ledger": [entry.sequence, entry.material["date"], entry.changes.count()],
        "calendars": [_dates(f"/feeds/{language}/all/sessions.ics") for language in LANGUAGES],
        "api": [_said(f"/api/v1/sessions/solidarites-7?lang={language}") for language in LANGUAGES],
    }


def _read(path: str) -> str:
    return Client(headers={"host": settings.ALLOWED_HOSTS[0]}).get(path).content.decode()


def _dates(path: str) -> list[str]:
    lines = _read(path).splitlines()
    return sorted(line.rpartition(":")[2] for line in lines if line.startswith(("DTSTART;TZID", "SEQUENCE:")))


def _said(path: str) -> list[object]:
    said = json.loads(_read(path))
    return [said["date"], said["sequence"]]


def prepare() -> None:
    """Session 7 in three languages, and a store that has its feeds."""
    page = SessionPage.objects.get(code="solidarites-7")
    for language in LANGUAGES[1:]:
        factories.translate(page, language)
    look_later()
    # What making them has to tell a hub would be told before what a test is about.
    Delivery.objects.all().delete()


def in_a_process(work: str, arguments: list, *, database: str) -> tuple[int, object]:
    """Its exit status (-9 for a killed one), and what the work gives."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        connection.settings_dict["NAME"] = database
        settings.PARVIS["STORE_DIR"] = f"{database}-store"
        try:
            found = json.dumps(globals()[work](*arguments))
            # Or what it wrote last lies in a second file.
            connection.close()
            os.write(writer, found.encode())
            os._exit(0)
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        found = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, json.loads(found) if found else None


def main(template: str) -> None:
    if not Path(f"{template}-store").exists():
        status, _nothing = in_a_process("prepare", [], database=template)
        assert status == 0
    for line in sys.stdin:
        first, its_arguments, second, other_arguments = json.loads(line)
        database = tempfile.mkdtemp(dir=Path(template).parent) + "/database"
        shutil.copy(template, database)
        shutil.copytree(f"{template}-store", f"{database}-store")
        status, said = in_a_process(first, its_arguments, database=database)
        later, found = in_a_process(second, other_arguments, database=database)
        assert later == 0
        sys.stdout.write(json.dumps([status, said, found]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
