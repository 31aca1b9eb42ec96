"""Who may plan a cycle: whoever may add a session below its origin page, or publish one there."""

from events.models import CyclePage
from events.planning.sessions import origin_of


def may_make(cycle: CyclePage, user) -> bool:
    """Whether the user may add sessions below this page."""
    return cycle.permissions_for_user(user).can_add_subpage()


def may_publish(cycle: CyclePage, user) -> bool:
    """Whether the user may publish sessions below this page."""
    return cycle.permissions_for_user(user).can_publish_subpage()


def may_plan(cycle: CyclePage, user) -> bool:
    """Whether the user finds the planner of a cycle, from its page in any language."""
    origin = origin_of(cycle)
    return may_make(origin, user) or may_publish(origin, user)
