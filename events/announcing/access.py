"""Who may announce a session: whoever may edit or publish its page, in the language that they work in. Knows no model."""


def may_announce(page, user) -> bool:
    """Whether the user may take the announcement of a session from this page."""
    powers = page.permissions_for_user(user)
    return powers.can_edit() or powers.can_publish()
