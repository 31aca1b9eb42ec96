"""Mails before a session that cannot take place as it stands: who gets one, when, and in which language."""

import datetime

from django.contrib.auth import get_user_model
from django.core import mail

from wagtail.users.models import UserProfile

import pytest

from events import roles
from events.models import SessionPage
from tests.events.board.boards import START, make_ahead
from tests.events.board.mailing import DAY, EDITOR, HOUR, SOON, person, tick, ticks
from tests.factories import LINK, OTHER_LINK, publish, translate

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("groups")]

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
