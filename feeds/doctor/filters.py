"""The filters of the report: language, scope, format, and only what needs somebody."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet

import django_filters

from events.conf import languages
from events.languages import endonym
from feeds.addresses import Address
from feeds.links import LABELS
from feeds.models import Shelf
from feeds.scopes import ALL

FORMATS = {"ics": _("Calendar"), **LABELS}
WITH_FINDINGS = "findings"


class FeedFilters(WagtailFilterSet):
    """Criteria about addresses, which no table holds: the form is Wagtail's, the filtering is `matches`."""

    language = django_filters.ChoiceFilter(label=_("Language"), empty_label=_("All"))
    scope = django_filters.ChoiceFilter(label=_("Scope"), empty_label=_("All"))
    format = django_filters.ChoiceFilter(label=_("Format"), empty_label=_("All"))
    only = django_filters.ChoiceFilter(label=_("Findings"), empty_label=_("All feeds"))

    class Meta:
        model = Shelf
        fields = []

    def __init__(self, *args, scopes: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        choices = {
            "language": [(code, endonym(code)) for code in languages()],
            "scope": [(name, scope_label(name)) for name in scopes],
            "format": list(FORMATS.items()),
            "only": [(WITH_FINDINGS, _("Only feeds with findings"))],
        }
        for name, values in choices.items():
            self.filters[name].extra["choices"] = values

    def matches(self, address: Address) -> bool:
        """Whether an address is one of those asked for."""
        shown = {"language": address.language, "scope": address.scope, "format": address.extension}
        return all(self.wanted(name) in ("", value) for name, value in shown.items())

    @property
    def is_for_findings(self) -> bool:
        """Whether only feeds with findings are asked for."""
        return self.wanted("only") == WITH_FINDINGS

    def wanted(self, name: str) -> str:
        """What was chosen; "" for everything, and for a choice that does not exist."""
        return self.form.cleaned_data.get(name, "") if self.is_valid() else ""


def scope_label(name: str) -> str:
    """A scope as editors know it: by its code, or everything."""
    return _("Everything") if name == ALL.name else name
