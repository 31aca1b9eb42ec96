"""What keeps the records of words true."""

from django.db.models.signals import pre_delete

from events.board.mails import KIND, mail_red_boards, send_noted
from events.board.records import hand_over_words, record_words
from events.models import SessionPage
from events.now import now
from events.outgoing import register_mails
from events.signals import content_changed
from events.ticking import register_job


def connect() -> None:
    """Connect the records to what happens to sessions, and the mails to the tick; called once, when all models are loaded."""
    content_changed.connect(record, sender=SessionPage)
    pre_delete.connect(hand_over, sender=SessionPage)
    register_job("mails about sessions", mail_red_boards)
    register_mails(KIND, send_noted)


def record(sender, instance, saved=False, **kwargs) -> None:
    """A page was stored; what only changed around it (a restriction, the page above) published no words."""
    if saved:
        record_words(instance, now=now())


def hand_over(sender, instance, **kwargs) -> None:
    """Deleting the origin makes no translation stale."""
    if instance.is_origin:
        hand_over_words(instance)
