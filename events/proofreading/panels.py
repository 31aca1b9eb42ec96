"""Above the words of a session: what to look at again, as its draft was last saved."""

from wagtail.admin.panels import HelpPanel


class FindingsPanel(HelpPanel):
    """Left out while the session is not stored yet."""

    def __init__(self, template="parvis_events/proofreading/panel.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.pk)
