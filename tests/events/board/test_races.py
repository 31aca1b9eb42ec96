"""The board's buttons pressed, and its mails sent, by several at once, on a server that lets them."""

from collections import Counter

from django.core import mail
from django.test import RequestFactory
from django.urls import reverse

import pytest
import time_machine

from events.board.link import access_of, change_access
from events.board.mails import mail_red_boards
from events.board.models import BoardMail
from events.board.views import translate
from events.models import SessionPage
from feeds.deliveries import deliver_due
from tests import factories
from tests.events.board.boards import START, make_ahead
from tests.feeds.threads import in_threads

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NEW = {
    "link": "https://zoom.example/j/99999999999",
    "meeting_id": "99999999999",
    "passcode": "",
    "disclosure": "",
}


@pytest.fixture
def french(transactional_db):
    return make_ahead(factories.make_cycle(factories.read_site()))


def test_translation_that_four_ask_for_at_once_is_made_once(french):
    admin = factories.make_admin()

    def press():
        request = RequestFactory().post(reverse("board:translate", args=[french.pk, "el"]))
        request.user = admin
        assert translate(request, french.pk, "el").status_code == 302

    in_threads(press, press, press, press)

    assert SessionPage.objects.filter(locale__language_code="el").count() == 1


def test_ticks_at_the_same_time_send_each_mail_once(french):
    SessionPage.objects.update(link="", meeting_id="")
    factories.make_admin()

    def tick():
        mail_red_boards(START)

    def tick_before():
        mail_red_boards(START.replace(hour=10))
        deliver_due(START.replace(hour=10), kinds=["mail"])

    with time_machine.travel(START.replace(hour=10), tick=False):
        in_threads(tick_before, tick_before, tick, tick_before, tick_before)

    assert Counter(tuple(message.to) for message in mail.outbox) == {("admin@parvis.example",): 1}
    assert BoardMail.objects.filter(sent_at__isnull=False).count() == 1


def test_link_and_words_that_change_at_once_are_both_kept(french):
    greek = factories.translate(french, "el")

    def link():
        change_access(SessionPage.objects.get(pk=french.pk), access=NEW, user=None)

    def words():
        factories.publish(SessionPage.objects.get(pk=greek.pk), title="Κλίμα")

    in_threads(link, words, link, words)

    pages = SessionPage.objects.filter(translation_key=french.translation_key)
    assert [access_of(page) for page in pages] == [NEW, NEW]
    assert pages.get(pk=greek.pk).title == "Κλίμα"
