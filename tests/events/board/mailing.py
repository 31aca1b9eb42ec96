"""What tests of mails have in common: editors who are written to, and ticks at moments before a session."""

import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail

from wagtail.users.models import UserProfile

import time_machine

from events import roles
from events.board.mails import mail_red_boards
from feeds.deliveries import deliver_due
from tests.events.board.boards import START

HOUR = datetime.timedelta(hours=1)
DAY, SOON = START - 24 * HOUR, START - 2 * HOUR
EDITOR = ["editor@parvis.example"]


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
