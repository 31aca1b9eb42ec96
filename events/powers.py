"""What a user may do with a page of ours, where design.md 7 is narrower than Wagtail's permissions.

    facts       whoever may add pages there: translators, who may only change and publish, write words
    withdrawal  unpublishing, deleting, moving, making private: whoever may delete subtrees there (Publishers)

Pages answer `permissions_for_user` with this, so every view, menu and API that asks them follows.
"""

from wagtail.models import PagePermissionTester

CONTRIBUTORS = "Contributors"


class PowersTester(PagePermissionTester):
    """As Wagtail's, without what a role must not do."""

    def may_change_facts(self) -> bool:
        """Whether the user may write facts on this page, if it is the origin."""
        return self.user.is_active and (self.user.is_superuser or "add" in self.permissions)

    def may_withdraw(self) -> bool:
        """Whether the user may take pages from the public."""
        return self.user.is_active and (self.user.is_superuser or "bulk_delete" in self.permissions)

    def can_unpublish(self):
        return self.may_withdraw() and super().can_unpublish()

    def can_delete(self, ignore_bulk=False):
        """What nobody has seen yet may be deleted by whoever may change it."""
        return super().can_delete(ignore_bulk) and (self.may_withdraw() or not self._was_public())

    def can_set_view_restrictions(self):
        return self.may_withdraw() and super().can_set_view_restrictions()

    def _was_public(self) -> bool:
        below = self.page.get_descendants(inclusive=True)
        return below.filter(first_published_at__isnull=False).exists()


def codes_of_contributor(user) -> set[str]:
    """The codes of the organisations that the user writes for; empty for everybody but contributors."""
    if user is None or user.is_superuser:
        return set()
    names = user.groups.filter(name__startswith=f"{CONTRIBUTORS} ").values_list("name", flat=True)
    return {name.removeprefix(f"{CONTRIBUTORS} ") for name in names}
