"""Editors and readers at the same time, on a server that lets them: nobody waits for ever, and nobody reads what is stale."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from django.test import Client

from wagtail.models import Page, PageViewRestriction

import icalendar
import pytest

from feeds.models import Representation
from feeds.store import bump, current_generation
from tests import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ICS = "/feeds/fr/all/sessions.ics"
ROUNDS = 8


@pytest.fixture
def site(transactional_db):
    """Committed, so that other connections see it."""
    return factories.read_site()


def in_threads(*works) -> None:
    """Run all of them at once, each with a connection of its own; raises what one of them raises, or after 60 seconds."""

    def run(work):
        try:
            work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(len(works))
    try:
        for future in [pool.submit(run, work) for work in works]:
            future.result(timeout=60)
    finally:
        pool.shutdown(wait=False)


def titles() -> set[str]:
    return {
        str(event["SUMMARY"])
        for event in icalendar.Calendar.from_ical(Client().get(ICS).content).walk("VEVENT")
    }


def test_publishers_do_not_wait_for_each_other_to_count():
    before = current_generation()
    with transaction.atomic():
        bump()
        in_threads(bump)

    assert current_generation() == before + 2


def test_every_change_counts_whoever_else_counts():
    before = current_generation()

    in_threads(*[lambda: [bump() for _time in range(20)] for _thread in range(4)])

    assert current_generation() == before + 80


def test_cycle_made_private_while_its_sessions_are_published_stops_nobody(session):
    cycle = Page.objects.get(pk=session.get_parent().pk)
    others = [factories.make_session(cycle.specific, number=number) for number in (8, 9)]

    def toggle():
        for _round in range(ROUNDS):
            PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)
            assert titles() == set()
            PageViewRestriction.objects.all().delete()

    def publish(page):
        for number in range(ROUNDS):
            # Long ones: modelsearch updates every title of exactly the average length at once, and can deadlock with itself.
            factories.publish(page, title=f"Un titre qui se prolonge de mot en mot {page.number}.{number}")

    in_threads(toggle, *[lambda page=page: publish(page) for page in others])

    ends = {title.rpartition(" ")[2] for title in titles()} - {"solidarités"}
    assert ends == {f"{number}.{ROUNDS - 1}" for number in (8, 9)}


def test_reader_never_keeps_what_was_old_when_a_change_was_committed(session):
    def read():
        for _round in range(10 * ROUNDS):
            assert Client().get(ICS).status_code == 200

    def publish():
        for number in range(ROUNDS):
            factories.publish(session, title=f"Titre {number}")
            assert {title.endswith(f"Titre {number}") for title in titles()} == {True}

    in_threads(read, read, publish)

    assert Representation.objects.filter(path=ICS).count() == 1
