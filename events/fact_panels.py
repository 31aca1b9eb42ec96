"""Facts in the form of a page: on a follower they are shown, not edited, with the way to the page that owns them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import HelpPanel, InlinePanel, Panel

LABELS = {
    "organisation_rows": _("Organisations"),
    "person_rows": _("People"),
    "rhythm_exceptions": _("Exceptions"),
}


class FactRowsPanel(InlinePanel):
    """An inline panel for rows that are facts; on a follower there is nothing to edit, and OriginPanel lists them."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs):
            form = kwargs.get("form")
            self.is_follower = form is not None and kwargs["panel"].relation_name not in form.formsets
            if self.is_follower:
                Panel.BoundPanel.__init__(self, **kwargs)
                self.children = []
            else:
                super().__init__(**kwargs)

        def is_shown(self):
            return not self.is_follower and super().is_shown()


@dataclass(frozen=True)
class FactRows:
    """The rows of one relation: its name for editors, and the values of each row."""

    label: str
    rows: tuple[tuple[str, ...], ...]


class OriginPanel(HelpPanel):
    """On a follower: its rows of facts, and where all facts are typed, with a link for whoever may edit that page."""

    def __init__(self, template="parvis_events/origin.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.pk) and not self.instance.is_origin

        def get_context_data(self, parent_context=None):
            origin = self.instance.group().filter(is_origin=True).select_related("locale").first()
            may_edit = origin and origin.permissions_for_user(self.request.user).can_edit()
            return super().get_context_data(parent_context) | {
                "origin": origin,
                "address": reverse("wagtailadmin_pages:edit", args=[origin.pk]) if may_edit else "",
                "relations": [each for each in self.relations() if each.rows],
            }

        def relations(self) -> Iterator[FactRows]:
            """The rows of facts, as an editor of the origin reads them."""
            for relation in self.instance.fact_rows:
                rows = getattr(self.instance, relation).all()
                values = (tuple(_shown(row, panel.field_name) for panel in row.panels) for row in rows)
                label = LABELS.get(relation, rows.model._meta.verbose_name_plural)
                yield FactRows(str(label), tuple(values))


def _shown(row, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name))
