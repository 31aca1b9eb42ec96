"""Mails to editors (events/outgoing.py) go through the outbox: leased, tried again for a day, then shown as not delivered.

What is logged, stored or shown of a failure names no address: a refusal is told by its class and its code alone.
"""

import datetime
import logging
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from traceback import format_tb

from events.now import now
from events.outgoing import MailError, register_outbox, send_mail_named
from feeds.deliveries import DeliveryError, register_sender
from feeds.outbox import Delivery, enqueue

logger = logging.getLogger(__name__)

KIND, TARGET = "mail", "the mail server"
# What a server says of one mail; after anything else it would take no other now either.
ABOUT_ONE = (SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused)


def connect() -> None:
    """Keep and send what events writes down; called once, when all apps are ready."""
    register_outbox(keep)
    register_sender(KIND, send)


def keep(name: str, moment: datetime.datetime) -> None:
    """Put a mail into the outbox, by its name."""
    enqueue(kind=KIND, target=TARGET, topics=[name], now=moment)


def send(delivery: Delivery) -> None:
    """Send one mail. Raises DeliveryError."""
    try:
        send_mail_named(delivery.topic, now())
    except MailError as error:
        raise DeliveryError(str(error)) from None
    except SMTPException as error:
        said = f"The mail server did not take it: {type(error).__name__}{_codes(error)}."
        raise DeliveryError(said, is_target_away=not isinstance(error, ABOUT_ONE)) from None
    except OSError as error:
        said = f"The mail server gave no answer: {type(error).__name__}: {error.strerror or error}"
        raise DeliveryError(said, is_target_away=True) from None
    except Exception as error:  # noqa: BLE001  (whatever composing it stumbles over)
        # What it says may quote an address; where it came from does not.
        logger.error("%s could not be made:\n%s", delivery, "".join(format_tb(error.__traceback__)))
        raise DeliveryError(f"It could not be made: {type(error).__name__}.") from None


def _codes(error: SMTPException) -> str:
    """The codes of a refusal (RFC 5321 4.2), and none of its words."""
    refused = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else ()
    codes = {code for code, _words in refused} | {getattr(error, "smtp_code", None)} - {None}
    return "".join(f" {code}" for code in sorted(codes))
