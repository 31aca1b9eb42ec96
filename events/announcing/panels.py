"""The way from a session's form to its announcement."""

from django.urls import reverse

from wagtail.admin.panels import HelpPanel

from events.announcing.access import may_announce


class AnnouncementPanel(HelpPanel):
    """A link for whoever may announce; it is left out while the session is not stored yet."""

    def __init__(self, template="parvis_events/announcing/panel.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.pk) and may_announce(self.instance, self.request.user)

        def get_context_data(self, parent_context=None):
            address = reverse("announcing:announcement", args=[self.instance.pk])
            return super().get_context_data(parent_context) | {"address": address}
