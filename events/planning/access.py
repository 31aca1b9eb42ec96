"""Who may plan a cycle: whoever may add a session below its origin page, or publish one there. Knows no model."""


def may_make(cycle, user) -> bool:
    """Whether the user may add sessions below this page."""
    return cycle.permissions_for_user(user).can_add_subpage()


def may_publish(cycle, user) -> bool:
    """Whether the user may publish sessions below this page."""
    powers = cycle.permissions_for_user(user)
    return powers.can_publish_subpage() and powers.may_change_facts()


def may_plan(cycle, user) -> bool:
    """Whether the user finds the planner of a cycle, from its page in any language."""
    origin = cycle.origin_page()
    return may_make(origin, user) or may_publish(origin, user)
