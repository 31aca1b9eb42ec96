"""Who may change a session that was announced: whoever may write and publish the facts of its origin. Knows no model of ours."""

from wagtail.locks import BasicLock


def may_change(origin, user) -> bool:
    """Whether the user may reschedule, postpone, cancel or restore the session of this origin page.

    A page that somebody locked is left alone. A scheduled publication or a review, which lock a page too, does not keep a
    session from being called off: what waits gets the new facts (events/changing/publishing.py).
    """
    is_locked = origin.locked and BasicLock(origin).for_user(user)
    powers = origin.permissions_for_user(user)
    return powers.can_publish() and powers.may_change_facts() and not is_locked
