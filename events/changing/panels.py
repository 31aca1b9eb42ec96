"""Above the facts of an announced session: the ways to change it."""

from django.urls import reverse

from wagtail.admin.panels import HelpPanel

from events.changing.access import may_change
from events.changing.actions import offered
from events.changing.words import WORDINGS


class ActionsPanel(HelpPanel):
    """Links to the actions, for whoever may take them; left out while the session is no public origin."""

    def __init__(self, template="parvis_events/changing/panel.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            session = self.instance
            return bool(session.pk and session.live and session.is_origin) and may_change(
                session, self.request.user
            )

        def get_context_data(self, parent_context=None):
            actions = offered(self.form.announced["status"])
            links = [
                (WORDINGS[action], reverse(f"changing:{action.value}", args=[self.instance.pk]))
                for action in actions
            ]
            return super().get_context_data(parent_context) | {"links": links}
