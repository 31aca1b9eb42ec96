"""Mails before a session that cannot take place as it stands: who gets one, when, in which language, and never twice."""

import datetime
import logging
import time
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import TestCase
from django.urls import reverse

from wagtail.users.models import UserProfile

import pytest
import time_machine

from events import outgoing, roles, ticking
from events.board import mails
from events.board.mails import mail_red_boards
from events.board.models import BoardMail
from events.models import SessionPage
from events.ticking import JobRun, run_jobs
from feeds.deliveries import deliver_due
from feeds.outbox import Delivery
from tests.events.board.boards import START, make_ahead
from tests.factories import LINK, OTHER_LINK, make_organisation, publish, translate
from tests.feeds.servers import raw_server

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOUR = datetime.timedelta(hours=1)
DAY, SOON = START - 24 * HOUR, START - 2 * HOUR


@pytest.fixture(autouse=True)
def _roles(db):
    make_organisation()
    roles.make_roles()


@pytest.fixture
def red(cycle):
    """A published session of 18 May 2027, 11:00 UTC, without a link."""
    return make_ahead(cycle, link="", meeting_id="", passcode="")


def person(name, *, language="en", group=roles.EDITORS, **fields):
    """Somebody in a role, who reads the admin in a language."""
    user = get_user_model().objects.create_user(
        name, fields.pop("email", f"{name}@parvis.example"), "secret", **fields
    )
    user.groups.add(Group.objects.get(name=group))
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def tick(now) -> list[str]:
    """Whom a tick at this moment writes to."""
    before = len(mail.outbox)
    with time_machine.travel(now, tick=False):
        mail_red_boards(now)
        deliver_due(now, kinds=["mail"])
    return [address for message in mail.outbox[before:] for address in message.to]


def ticks(*moments) -> list[list[str]]:
    return [tick(moment) for moment in moments]


EDITOR = ["editor@parvis.example"]


# When


@pytest.mark.parametrize(
    ("moment", "told"),
    [(DAY - HOUR / 60, []), (DAY, EDITOR), (START - HOUR, EDITOR), (START, []), (START + HOUR, [])],
)
def test_mail_goes_out_from_the_day_before_to_the_start(red, moment, told):
    person("editor")

    assert tick(moment) == told


def test_each_moment_has_one_mail(red):
    person("editor")

    assert ticks(DAY, DAY + HOUR / 60, SOON - HOUR, SOON, SOON + HOUR) == [EDITOR, [], [], EDITOR, []]


def test_tick_that_comes_late_sends_only_the_nearest(red):
    person("editor")

    assert ticks(START - HOUR, START - HOUR / 2) == [EDITOR, []]


def test_session_that_has_everything_needed_gets_no_mail(cycle):
    make_ahead(cycle)
    person("editor")

    assert tick(DAY) == []


def test_board_that_turns_red_later_is_told_then(cycle):
    session = make_ahead(cycle)
    person("editor")
    first = tick(DAY)
    publish(session, link="", meeting_id="")

    assert (first, tick(DAY + HOUR)) == ([], EDITOR)


def test_board_that_was_mended_gets_no_second_mail(red):
    person("editor")
    tick(DAY)
    publish(red, link=LINK)

    assert tick(SOON) == []


def test_session_that_is_moved_gets_new_mails_for_its_new_date(red):
    person("editor")
    tick(DAY)

    publish(red, date=datetime.date(2027, 5, 25))

    assert ticks(SOON, DAY + 7 * 24 * HOUR, SOON + 7 * 24 * HOUR) == [[], EDITOR, EDITOR]


def test_session_that_comes_back_to_its_date_is_not_told_again(red):
    person("editor")
    tick(DAY)
    publish(red, date=datetime.date(2027, 5, 25))
    publish(SessionPage.objects.get(pk=red.pk), date=datetime.date(2027, 5, 18))

    assert tick(DAY + HOUR) == []


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_session_that_does_not_take_place_gets_none(red, status):
    person("editor")
    publish(red, status=status)

    assert tick(DAY) == []


def test_draft_of_tomorrow_is_red(cycle):
    make_ahead(cycle, live=False)
    person("editor")

    assert tick(DAY) == EDITOR
    assert "Nobody sees it yet in the language of its origin (French)" in mail.outbox[0].body


def test_session_in_several_languages_is_told_of_once(red):
    translate(red, "el")
    person("editor")

    assert tick(DAY) == EDITOR


# Who


def test_those_who_may_publish_the_facts_of_the_session_are_told(red):
    person("editor")
    person("publisher", group=roles.PUBLISHERS)
    person("french", group=roles.translators("fr"))
    person("english", group=roles.translators("en"))
    person("contributor", group=roles.contributors("icom-greece"))
    person("left", is_active=False)
    person("silent", email="")
    get_user_model().objects.create_superuser("admin", "admin@parvis.example", "secret")

    assert tick(DAY) == [f"{name}@parvis.example" for name in ("editor", "publisher", "admin")]


def test_somebody_with_two_accounts_gets_one_mail(red):
    person("editor")
    person("other", email="editor@parvis.example")

    assert ticks(DAY, DAY + HOUR) == [EDITOR, []]


def test_nobody_reads_the_address_of_another(red):
    person("editor")
    person("publisher", group=roles.PUBLISHERS)

    tick(DAY)

    assert [(message.to, message.cc, message.bcc) for message in mail.outbox] == [
        (["editor@parvis.example"], [], []), (["publisher@parvis.example"], [], []),
    ]  # fmt: skip


# Failures


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
        broken.setattr(mails, "_send", die)
        with pytest.raises(WorkerDied):
            tick(DAY)

    assert ticks(DAY + LEASE, DAY + 2 * LEASE) == [EDITOR, []]


def test_mail_and_the_order_to_send_it_are_written_together(red, monkeypatch):
    person("editor")
    with monkeypatch.context() as broken:
        broken.setattr(mails, "write_down", die)
        with pytest.raises(WorkerDied):
            tick(DAY)
    assert (BoardMail.objects.count(), Delivery.objects.filter(kind="mail").count()) == (0, 0)

    assert tick(DAY + HOUR / 60) == EDITOR


def die(*_arguments, **_named):
    raise WorkerDied


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


# What it says


def test_mail_comes_from_whom_the_settings_name(red, settings):
    settings.DEFAULT_FROM_EMAIL = "Museum <sessions@museum.example>"
    person("editor")

    tick(DAY)

    assert [message.from_email for message in mail.outbox] == ["Museum <sessions@museum.example>"]


def test_mail_says_what_is_missing_and_where_to_mend_it(red):
    person("editor")

    tick(DAY)

    message = mail.outbox[0]
    assert message.subject == "Not ready: \u2068Climat\u2069"
    assert message.body == (
        "\u2068Climat\u2069\n"
        "\u2068Tuesday, May 18, 2027, 13:00-14:30 Paris\u2069\n\n"
        "It starts in about 24 hours and cannot take place as it stands:\n\n"
        "- The meeting link is missing: nobody can join.\n\n"
        "It can take place without these, less well:\n"
        "- No moderator is named.\n"
        "- There is no poster.\n"
        "- English: not translated yet.\n"
        "- Spanish: not translated yet.\n"
        "- Greek: not translated yet.\n"
        "- Hebrew: not translated yet.\n"
        "- Finnish: not translated yet.\n"
        "- Nothing looks after the feeds at the moment.\n\n"
        f"The session: https://parvis.example/admin/pages/{red.pk}/edit/\n\n"
        "Everything at a glance: https://parvis.example/admin/"
    )
    assert message.extra_headers == {"Auto-Submitted": "auto-generated"}


def test_last_hour_is_one_hour(red):
    person("editor")

    tick(START - HOUR / 6)

    assert "It starts in about 1 hour and" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("language", "date"), [("el", "Τρίτη 18 Μαΐου 2027"), ("he", "יום שלישי, 18 במאי 2027")]
)
def test_mail_is_in_the_language_in_which_its_reader_uses_the_admin(red, language, date):
    person("editor")
    person("other", language=language)

    tick(DAY)

    assert [("Tuesday, May 18, 2027" in each.body, date in each.body) for each in mail.outbox] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_user_who_never_chose_a_language_gets_the_sites(red):
    UserProfile.objects.filter(user=person("editor")).delete()

    tick(DAY)

    assert "mardi 18 mai 2027" in mail.outbox[0].body


def test_mail_holds_no_secret(cycle):
    session = make_ahead(cycle, live=False)
    person("editor")
    publish(session, link=OTHER_LINK)
    SessionPage.objects.filter(pk=session.pk).update(live=False)

    tick(DAY)

    told = mail.outbox[0].subject + mail.outbox[0].body
    assert not [
        secret
        for secret in ("another-token", "planted-token", "81174854920", "811 7485 4920", "314159")
        if secret in told
    ]
