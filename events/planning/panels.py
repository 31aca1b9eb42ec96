"""In forms: from a cycle to its planner; what the facts of a session mean."""

from django.urls import reverse

from wagtail.admin.panels import HelpPanel

from events.planning.access import may_plan


class PlannerPanel(HelpPanel):
    """A link for whoever may plan; it is left out while the cycle is not stored yet."""

    def __init__(self, template="parvis_events/planning/panel.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.pk) and may_plan(self.instance, self.request.user)

        def get_context_data(self, parent_context=None):
            address = reverse("planning:planner", args=[self.instance.pk])
            return super().get_context_data(parent_context) | {"address": address}


class MeaningPanel(HelpPanel):
    """What the facts of a session mean, as they stand in its draft; left out while there is nothing to say."""

    def __init__(self, template="parvis_events/planning/meaning.html", **kwargs):
        super().__init__(template=template, **kwargs)
