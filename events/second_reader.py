"""A workflow in which somebody else than the author reads a page before it is published."""

from django.utils.translation import gettext_lazy as _

from wagtail.models import AbstractGroupApprovalTask


class SecondReaderTask(AbstractGroupApprovalTask):
    """As Wagtail's approval by groups, but nobody approves what they wrote last, or could not publish themselves.

    So a group that writes may read as well: translators of one language read each other, and no other language.
    """

    class Meta:
        verbose_name = _("second reader")
        verbose_name_plural = _("second readers")

    def user_can_access_editor(self, obj, user):
        return super().user_can_access_editor(obj, user) and self._may_decide(obj, user)

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        return actions if self._may_decide(obj, user) and not _wrote(obj, user) else []

    @classmethod
    def get_description(cls):
        return _("Somebody who may publish the page, and did not write it, reads and approves it")

    @staticmethod
    def _may_decide(obj, user) -> bool:
        permissions = getattr(obj, "permissions_for_user", None)
        return user.is_superuser or permissions is None or permissions(user).can_publish()


def _wrote(obj, user) -> bool:
    revision = obj.latest_revision
    return revision is not None and revision.user_id == user.pk
