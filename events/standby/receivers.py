"""What changes the way into a meeting takes away what was made ahead: an old link, or a private page, must not outlive it."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from wagtail.models import PageViewRestriction
from wagtail.signals import page_unpublished, post_page_move

from events.models import NewsPage, SessionPage
from events.signals import content_changed, facts_pushed
from events.standby import answers

SIGNALS = (content_changed, facts_pushed, page_unpublished, post_page_move)


def connect() -> None:
    """Connect every receiver of this module; called once, when all models are loaded."""
    for signal in SIGNALS:
        signal.connect(discard_answers)
    for signal in (post_save, post_delete):
        signal.connect(discard_all_answers, sender=PageViewRestriction)


def discard_answers(sender, instance, **kwargs) -> None:
    """Of one session, or of everything where the page may stand above some; an article stands above none."""
    if isinstance(instance, NewsPage):
        return
    what = (
        partial(answers.discard, code=instance.code)
        if isinstance(instance, SessionPage)
        else answers.discard_all
    )
    transaction.on_commit(what, robust=True)


def discard_all_answers(sender, **kwargs) -> None:
    """Who may view what has changed."""
    transaction.on_commit(answers.discard_all, robust=True)
