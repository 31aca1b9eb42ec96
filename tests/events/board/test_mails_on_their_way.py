"""Mails between being written down and being taken by the mail server: none is lost, none goes out again and again, none names a reader."""

import datetime
import logging
import time
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.core import mail
from django.test import TestCase
from django.urls import reverse

import pytest
import time_machine

from events import outgoing, roles, ticking
from events.board import mails
from events.board.mails import mail_red_boards
from events.board.models import BoardMail
from events.ticking import JobRun, run_jobs
from feeds.outbox import Delivery
from tests.events.board.boards import START
from tests.events.board.mailing import DAY, EDITOR, HOUR, SOON, person, tick, ticks
from tests.factories import LINK, publish
from tests.feeds.servers import raw_server

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("groups")]

REFUSED = SMTPRecipientsRefused({"editor@parvis.example": (550, b"no editor@parvis.example here")})
LEASE = datetime.timedelta(minutes=3)


class WorkerDied(BaseException):
    """Nothing of the program runs any more: what kill -9 is to a process."""


@pytest.fixture
def unreachable(monkeypatch):
    """Addresses that cannot be written to, each with what is raised; empty it to mend them."""
    addresses = {"editor@parvis.example": REFUSED}
    sent = mails.send_mail

    def send(subject, text, recipients):
        for address in addresses.keys() & set(recipients):
            raise addresses[address]
        return sent(subject, text, recipients)

    monkeypatch.setattr(mails, "send_mail", send)
    return addresses


def test_mail_that_is_refused_does_not_hold_up_the_others_and_is_tried_again(red, unreachable):
    person("editor")
    person("publisher", group=roles.PUBLISHERS)

    first = tick(DAY)
    unreachable.clear()

    assert first == ["publisher@parvis.example"]
    assert ticks(DAY + HOUR / 60, DAY + HOUR) == [EDITOR, []]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (REFUSED, "The mail server did not take it: SMTPRecipientsRefused 550."),
        (SMTPServerDisconnected("bye editor@parvis.example"), "The mail server did not take it: SMTPServerDisconnected."),
        (ConnectionRefusedError(111, "refused"), "The mail server gave no answer: ConnectionRefusedError: refused"),
        (ValueError("editor@parvis.example is no address"), "It could not be made: ValueError."),
    ],
)  # fmt: skip
def test_mail_that_cannot_be_sent_is_given_up_where_somebody_sees_it_and_names_nobody(
    client, red, unreachable, error, said, caplog
):
    unreachable["editor@parvis.example"] = error
    client.force_login(get_user_model().objects.create_superuser("admin", "", "secret"))
    user = person("editor", language="en")
    with caplog.at_level(logging.DEBUG):
        tick(DAY)
        waiting = Delivery.objects.get(kind="mail")
        for number in range(1, 50):
            tick(DAY + number * HOUR)

    letters = Delivery.objects.given_up()
    page = client.get(reverse("feed_doctor:given_up"))
    assert (waiting.error, waiting.due_at > DAY) == (said, True)
    assert {each.topic.rpartition("/")[0] for each in letters} == {
        "board/solidarites-8/24h",
        "board/solidarites-8/2h",
    }
    assert [(each.topic in page.text, user.email in page.text) for each in letters] == [(True, False)] * 2
    assert [record for record in caplog.records if user.email in logging.Formatter().format(record)] == []


def test_mail_that_could_not_be_sent_in_time_says_so(red, unreachable):
    person("editor")

    ticks(SOON, START + HOUR, START + 8 * HOUR)

    assert Delivery.objects.get(kind="mail").error == "It could not be sent before the session began."
    assert mail.outbox == []


def test_server_that_is_away_is_asked_once_for_all_mails(red, monkeypatch):
    asked = []

    def send(_subject, _text, recipients):
        asked.append(recipients)
        raise TimeoutError("timed out")

    monkeypatch.setattr(mails, "send_mail", send)
    person("editor")
    person("publisher", group=roles.PUBLISHERS)

    assert (tick(DAY), len(asked)) == ([], 1)
    assert Delivery.objects.filter(kind="mail", due_at__isnull=False).count() == 2


@pytest.mark.parametrize("dies", ["before it is sent", "behind the yes"])
def test_mail_whose_process_dies_is_sent_again_once(red, monkeypatch, dies):
    """Whoever comes after it cannot tell which it was; a third attempt would be one too many."""
    person("editor")
    sent = mails.send_mail

    def send(*arguments):
        if dies == "behind the yes":
            sent(*arguments)
        raise WorkerDied

    monkeypatch.setattr(mails, "send_mail", send)
    for number in range(2):
        with pytest.raises(WorkerDied):
            tick(DAY + number * LEASE)
    monkeypatch.undo()

    assert tick(DAY + 2 * LEASE) == []
    assert len(mail.outbox) == (2 if dies == "behind the yes" else 0)
    assert Delivery.objects.get(kind="mail").error == (
        "It may have gone out twice, and is not sent again: the process that sent it died each time."
    )


def test_mail_whose_process_died_once_before_it_was_sent_goes_out(red, monkeypatch):
    person("editor")
    with monkeypatch.context() as broken:
        die_in(broken, "_send")

    assert ticks(DAY + LEASE, DAY + 2 * LEASE) == [EDITOR, []]


def test_mail_and_the_order_to_send_it_are_written_together(red, monkeypatch):
    person("editor")
    with monkeypatch.context() as broken:
        die_in(broken, "write_down")

    assert (BoardMail.objects.count(), Delivery.objects.filter(kind="mail").count()) == (0, 0)

    assert tick(DAY + HOUR / 60) == EDITOR


def die_in(broken, name: str) -> None:
    """The process of a tick dies where it calls a function of the module."""

    def die(*_arguments, **_named):
        raise WorkerDied

    broken.setattr(mails, name, die)
    with pytest.raises(WorkerDied):
        tick(DAY)


@pytest.mark.parametrize("change", ["mended", "moved", "cancelled", "reader left"])
def test_mail_that_waits_is_not_sent_where_it_has_nothing_to_say_any_more(red, unreachable, change):
    user = person("editor")
    tick(DAY)
    unreachable.clear()
    if change == "reader left":
        user.is_active = False
        user.save()
    else:
        fields = {
            "mended": {"link": LINK},
            "moved": {"date": datetime.date(2027, 6, 1)},
            "cancelled": {"status": "cancelled"},
        }
        publish(red, **fields[change])

    assert tick(DAY + HOUR) == []
    assert (BoardMail.objects.count(), Delivery.objects.filter(kind="mail").count()) == (0, 0)


def test_mail_of_the_release_before_is_not_sent_again(red):
    """It was noted without an order to send it: whether it went out is not known."""
    user = person("editor")
    BoardMail.objects.create(translation_key=red.translation_key, starts_at=START, hours=24, user=user)

    assert ticks(DAY, SOON) == [[], EDITOR]


def test_mails_go_out_once_where_no_outbox_is_registered(red, monkeypatch):
    monkeypatch.setattr(outgoing, "_outboxes", [])
    person("editor")

    with time_machine.travel(DAY, tick=False), TestCase.captureOnCommitCallbacks(execute=True):
        mail_red_boards(DAY)

    assert [message.to for message in mail.outbox] == [EDITOR]
    assert not Delivery.objects.filter(kind="mail").exists()


def test_two_ticks_at_the_same_time_send_one_mail(red, monkeypatch):
    user = person("editor")
    both = [(each, 24, user) for each in mails.read_rows([mails.origins().get(pk=red.pk)])] * 2
    monkeypatch.setattr(mails, "_due", lambda now: iter(both))

    assert tick(DAY) == EDITOR


def test_sent_mail_is_noted(red):
    user = person("editor")

    with time_machine.travel(DAY, tick=False):
        tick(DAY)

    assert list(BoardMail.objects.values("translation_key", "starts_at", "hours", "user", "sent_at")) == [
        {"translation_key": red.translation_key, "starts_at": START, "hours": 24, "user": user.pk, "sent_at": DAY}
    ]  # fmt: skip


def test_tick_runs_the_mails(red):
    person("editor")

    with time_machine.travel(DAY, tick=False):
        run_jobs()

    assert [message.to for message in mail.outbox] == [EDITOR]
    assert JobRun.objects.get(name="mails about sessions").error == ""


def test_mail_server_that_says_nothing_holds_up_no_other_job(red, settings, monkeypatch):
    """It takes the connection, and no time but the one that the settings give it; here less than that."""
    assert settings.EMAIL_TIMEOUT == 10
    person("editor")
    done = []
    monkeypatch.setitem(ticking._jobs, "the last", done.append)
    with raw_server(wait) as url:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", urlsplit(url).port
        settings.EMAIL_TIMEOUT = 1
        begin = time.monotonic()

        with time_machine.travel(DAY, tick=False):
            run_jobs()

    assert (len(done), time.monotonic() - begin < 8) == (1, True)


def wait(connection) -> None:
    """Until the other side has had enough; half a minute at most."""
    connection.settimeout(30)
    while connection.recv(1024):
        pass
