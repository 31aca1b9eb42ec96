"""Mails to the editors of a session that is near and cannot take place as it stands: one for each moment, start and person.

Who is told, and of what, is read anew at every tick, and once more when a mail is sent. A mail is noted in one transaction with the order
to send it (events/outgoing.py), so that a process that dies loses none. One that dies behind the mail server's yes, before that is
noted, makes its mail go out twice; a second time, never a third.
"""

import datetime
import logging
from collections.abc import Iterator
from contextlib import suppress

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from wagtail.admin.localization import get_available_admin_languages
from wagtail.admin.mail import send_mail
from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.addresses import absolute
from events.board.checklist import Checklist, read_checklists
from events.board.models import BoardMail
from events.board.moments import FIRST, due_moment
from events.board.readiness import Level
from events.board.reading import Row, origins, read_rows
from events.board.words import item_sentence
from events.outgoing import MailError, write_down
from events.presentation_when import when_words
from events.states import TAKES_PLACE

logger = logging.getLogger(__name__)

# Around a title, so that it does not turn the sentence around it: first strong isolate, pop directional isolate.
ISOLATED = "\N{FIRST STRONG ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"


KIND = "board"
# After so many attempts of which nobody knows how they ended, somebody may have the mail so often.
MOST_UNKNOWN = 2


def mail_red_boards(now: datetime.datetime) -> None:
    """Write down mails to whoever may publish a session that starts soon and whose board is red."""
    for row, hours, user in _due(now):
        _write_down(row, hours, user, now=now)


def send_noted(key: str, now: datetime.datetime) -> None:
    """Send the mail of a key, and note that; nothing where it is sent, or has nothing to say any more.

    Raises MailError where it cannot be sent any more, else what the mail server does.
    """
    mail = BoardMail.objects.filter(pk=key.rpartition("/")[2], sent_at=None).select_related("user").first()
    if mail is None:
        return
    if mail.begun >= MOST_UNKNOWN:
        raise MailError(
            "It may have gone out twice, and is not sent again: the process that sent it died each time."
        )
    if mail.starts_at <= now:
        raise MailError("It could not be sent before the session began.")
    row = _still_red(mail, now=now)
    if row is None:
        # The board may turn red again before the same moment is over.
        mail.delete()
        return
    _send_once(mail, row, now=now)


def _send_once(mail: BoardMail, row: Row, *, now: datetime.datetime) -> None:
    noted = BoardMail.objects.filter(pk=mail.pk)
    noted.update(begun=mail.begun + 1)
    try:
        _send(row, mail.user, now=now)
    except Exception:
        noted.update(begun=mail.begun)
        raise
    noted.update(sent_at=timezone.now(), begun=mail.begun)


def _still_red(mail: BoardMail, *, now: datetime.datetime) -> Row | None:
    """The session of a mail, where its reader still has to be told; None where it was moved or mended, or the reader left."""
    sessions = origins().filter(
        translation_key=mail.translation_key, starts_at=mail.starts_at, status__in=TAKES_PLACE
    )
    for row in read_rows(list(sessions)):
        if read_checklists([row], now=now)[row.key].is_red and mail.user in _readers(row):
            return row
    return None


def _due(now: datetime.datetime) -> Iterator[tuple[Row, int, object]]:
    """Who is to be told of which session at which moment, and was not yet."""
    near = origins().filter(status__in=TAKES_PLACE, starts_at__gt=now, starts_at__lte=now + FIRST)
    rows = read_rows(list(near.order_by("starts_at", "pk")))
    checklists = read_checklists(rows, now=now)
    for row in (row for row in rows if checklists[row.key].is_red):
        hours = due_moment(starts_at=row.origin.starts_at, now=now)
        for user in _recipients(row, hours) if hours else ():
            yield row, hours, user


def _recipients(row: Row, hours: int) -> list:
    """Those who may publish the session and were not told; an address that several accounts have gets one mail."""
    told = BoardMail.objects.filter(**_identity(row, hours))
    addresses = set(
        get_user_model().objects.filter(pk__in=told.values("user")).values_list("email", flat=True)
    )
    by_address = {user.email: user for user in reversed(_readers(row)) if user.email not in addresses}
    return list(reversed(by_address.values()))


def _readers(row: Row) -> list:
    """Those who may publish the session and have an address."""
    policy = policy_registry.get_by_type(Page)
    users = policy.users_with_permission_for_instance("publish", row.origin).exclude(email="")
    users = users.select_related("wagtail_userprofile").order_by("pk")
    return [user for user in users if row.origin.permissions_for_user(user).may_change_facts()]


def _identity(row: Row, hours: int) -> dict[str, object]:
    return {"translation_key": row.key, "starts_at": row.origin.starts_at, "hours": hours}


def _write_down(row: Row, hours: int, user, *, now: datetime.datetime) -> None:
    """Both rows or none; nothing where another tick has taken it on."""
    with suppress(IntegrityError), transaction.atomic():
        mail = BoardMail.objects.create(**_identity(row, hours), user=user)
        write_down(KIND, f"{row.origin.code}/{hours}h/{mail.pk}", now=now)


def _send(row: Row, user, *, now: datetime.datetime) -> None:
    language = _language_of(user)
    with override(language):
        checklist = read_checklists([row], now=now)[row.key]
        send_mail(*_words(checklist, language=language, now=now), [user.email])


def _language_of(user) -> str:
    """The language in which the user reads the admin."""
    profile = getattr(user, "wagtail_userprofile", None)
    offered = [code for code, _name in get_available_admin_languages()]
    wished = profile.get_preferred_language() if profile else ""
    return wished if wished in offered else offered[0]


def _words(checklist: Checklist, *, language: str, now: datetime.datetime) -> tuple[str, str]:
    """Subject and text in the active language."""
    session = checklist.row.origin
    title, when = ISOLATED % checklist.row.title, ISOLATED % ", ".join(when_words(session, language=language))
    subject = gettext("Not ready: %(title)s") % {"title": title}
    edit, home = (
        absolute(reverse("wagtailadmin_pages:edit", args=[session.pk])),
        absolute(reverse("wagtailadmin_home")),
    )
    paragraphs = [
        f"{title}\n{when}",
        _how_soon(session.starts_at - now),
        "\n".join(f"- {sentence}" for sentence in _sentences(checklist, Level.MISSING, language=language)),
    ]
    if wishes := _sentences(checklist, Level.WARNING, language=language):
        also = gettext("It can take place without these, less well:")
        paragraphs.append("\n".join([also, *(f"- {sentence}" for sentence in wishes)]))
    paragraphs.append(gettext("The session: %(url)s") % {"url": edit})
    paragraphs.append(gettext("Everything at a glance: %(url)s") % {"url": home})
    return subject, "\n\n".join(paragraphs)


def _how_soon(left: datetime.timedelta) -> str:
    hours = max(1, round(left / datetime.timedelta(hours=1)))
    return ngettext(
        "It starts in about %(count)s hour and cannot take place as it stands:",
        "It starts in about %(count)s hours and cannot take place as it stands:",
        hours,
    ) % {"count": hours}


def _sentences(checklist: Checklist, level: Level, *, language: str) -> list[str]:
    items = [item_sentence(item, language=language) for item in checklist.items if item.level is level]
    return items + [each.sentence for each in checklist.findings if each.level is level]
