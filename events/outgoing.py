"""Mails on their way out: written down in the transaction of what causes them, sent by whatever outbox another app registers.

Events has no outbox of its own. Without one, a mail is sent once, when that transaction is committed, and one that fails is logged.
"""

import datetime
import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction

logger = logging.getLogger(__name__)

# Sends the mail of a key at a moment; does nothing where there is nothing to say any more, raises where it cannot.
Send = Callable[[str, datetime.datetime], None]
# Keeps the name of a mail until `send_mail_named` was called with it and raised nothing.
Keep = Callable[[str, datetime.datetime], None]
_senders: dict[str, Send] = {}
_outboxes: list[Keep] = []


class MailError(Exception):
    """A mail that cannot be sent any more; the message says why, and names nobody."""


def register_outbox(keep: Keep) -> None:
    """Have mails kept by `keep(name, now)`, within the transaction of what causes them; called once, when all apps are ready."""
    _outboxes[:] = [keep]


def register_mails(kind: str, send: Send) -> None:
    """Have mails of a kind sent by `send(key, now)`; called while apps load.

    It may be called more than once for one mail, outside of every transaction, and must hold no address in what it raises or logs.
    """
    _senders[kind] = send


def write_down(kind: str, key: str, *, now: datetime.datetime) -> None:
    """Have the mail of this key (no address in it) sent. Belongs into the transaction of what causes it."""
    name = f"{kind}/{key}"
    if _outboxes:
        _outboxes[0](name, now)
    else:
        transaction.on_commit(partial(send_mail_named, name, now), robust=True)


def send_mail_named(name: str, now: datetime.datetime) -> None:
    """Send what was written down under a name. Raises MailError, and whatever the mail server or what composes the mail does."""
    kind, _slash, key = name.partition("/")
    _senders[kind](key, now)
