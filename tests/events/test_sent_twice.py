"""The form for a new session sent twice: the second time says so, and there is one session, one code, nothing half done."""

from django.urls import reverse

import pytest

from events.codes import Kind, ReservedCode
from events.models import LedgerEntry, SessionPage
from tests.admin_forms import AdminForm
from tests.events.logged_in import told

NEW = {"title": "Climat", "slug": "", "date": "2027-05-18"}
THERE = "“Climat” is there already, on this date and at this time."


def new_session(client, cycle) -> AdminForm:
    return AdminForm(
        client, reverse("wagtailadmin_pages:add", args=("parvis_events", "sessionpage", cycle.pk))
    )


def made() -> list[tuple]:
    return list(SessionPage.objects.values_list("title", "number", "code", "live"))


def codes() -> list[str]:
    return list(ReservedCode.objects.filter(kind=Kind.SESSION).values_list("code", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(("button", "live"), [("action-publish", True), (None, False)])
def test_new_session_sent_twice_is_made_once_and_says_so(admin, cycle, button, live):
    form = new_session(admin, cycle)
    form.send(button, **NEW)
    subscribers_saw = LedgerEntry.objects.count()

    answer = form.send(button, **NEW)

    assert (answer.status_code, answer.lost) == (200, {})
    assert THERE in told(answer)
    assert (made(), codes()) == ([("Climat", 1, "solidarites-1", live)], ["solidarites-1"])
    assert LedgerEntry.objects.count() == subscribers_saw == int(live)


@pytest.mark.django_db
def test_session_of_the_same_title_at_another_time_is_made(admin, cycle):
    form = new_session(admin, cycle)
    form.send(**NEW)

    form.send(**NEW | {"start_time": "17:00", "end_time": "18:30", "number": "2"})

    assert made() == [("Climat", 1, "solidarites-1", True), ("Climat", 2, "solidarites-2", True)]
