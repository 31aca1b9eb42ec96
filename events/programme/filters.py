"""The filters of the programme: their form is Wagtail's, the filtering is events.programme.listing."""

from collections.abc import Iterable, Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

import django_filters

from events.abstract.session import Status
from events.conf import languages
from events.languages import endonym
from events.models import Organisation
from events.programme.listing import PAST, UPCOMING, Criteria, Session


class ProgrammeFilters(WagtailFilterSet):
    """The choices are those that some session of the programme has."""

    when = django_filters.ChoiceFilter(
        label=_("When"),
        empty_label=_("All"),
        choices=[(UPCOMING, pgettext_lazy("sessions", "To come")), (PAST, pgettext_lazy("sessions", "Over"))],
    )
    cycle = django_filters.ChoiceFilter(label=capfirst(_("cycle")), empty_label=_("All"))
    status = django_filters.ChoiceFilter(
        label=capfirst(_("status")), empty_label=_("All"), choices=Status.choices
    )
    unpublished_in = django_filters.ChoiceFilter(label=_("Not published in"), empty_label=_("All"))
    organisation = django_filters.ChoiceFilter(label=capfirst(_("organisation")), empty_label=_("All"))
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All"))
    days = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        # Wagtail asks for a model; one that is translated would get a filter of its language.
        model = Organisation
        fields = []

    def __init__(
        self,
        *args,
        sessions: Iterable[Session],
        organisations: Mapping[int, Organisation],
        language: str,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        names = {str(pk): each.name_in(language)[0] for pk, each in organisations.items()}
        choices = {
            "cycle": {session.cycle.code: session.cycle.title for session in sessions if session.cycle.code},
            "unpublished_in": {code: endonym(code) for code in languages()},
            "organisation": dict(sorted(names.items(), key=lambda pair: pair[1].casefold())),
            "year": {
                str(year): str(year) for year in sorted({each.date.year for each in sessions}, reverse=True)
            },
        }
        for name, values in choices.items():
            self.filters[name].extra["choices"] = list(values.items())

    def criteria(self, *, query: str) -> Criteria:
        """What was chosen. A choice that does not exist asks for nothing."""
        self.is_valid()
        chosen = self.form.cleaned_data
        days = chosen.get("days")
        return Criteria(
            when=chosen.get("when") or "",
            cycle=chosen.get("cycle") or "",
            status=chosen.get("status") or "",
            unpublished_in=chosen.get("unpublished_in") or "",
            organisation=int(chosen["organisation"]) if chosen.get("organisation") else None,
            year=int(chosen["year"]) if chosen.get("year") else None,
            first=days.start.date() if days and days.start else None,
            last=days.stop.date() if days and days.stop else None,
            query=query,
        )
