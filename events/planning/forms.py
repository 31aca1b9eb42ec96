"""The span of a plan: from a date, to another or for a number of dates."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from events.planning.plan import MOST_DATES

# Beyond, neither the rules of clocks nor holidays are known.
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)


class DayField(forms.DateField):
    """A date in the browser's own field, which works without a script."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        known = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
        super().__init__(widget=widget, validators=known, **kwargs)


class SpanForm(forms.Form):
    """All fields may be left empty: from today, for the next twelve months. A number of dates goes before an end."""

    first = DayField(label=_("First day"), required=False)
    last = DayField(label=_("Last day"), required=False)
    count = forms.IntegerField(
        label=_("Or a number of dates"), required=False, min_value=1, max_value=MOST_DATES
    )

    def __init__(self, data, *, today: datetime.date):
        self.today = today
        super().__init__(data if set(data) & set(self.base_fields) else None)
        self.initial = {"first": today, "last": a_year_after(today)}

    def span(self) -> dict:
        """`first`, and `last` or `count`, as events.planning.plan takes them; empty for what cannot be."""
        if not self.is_bound:
            return dict(self.initial)
        if not self.is_valid():
            return {}
        first, count = self.cleaned_data["first"] or self.today, self.cleaned_data["count"]
        if count:
            return {"first": first, "count": count}
        return {"first": first, "last": self.cleaned_data["last"] or a_year_after(first)}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first") or self.today, cleaned.get("last")
        if last and last < first and not cleaned.get("count"):
            self.add_error("last", _("The end must not be before the beginning."))
        return cleaned


def a_year_after(day: datetime.date) -> datetime.date:
    """The last day of the twelve months that begin with `day`."""
    try:
        return day.replace(year=day.year + 1) - datetime.timedelta(days=1)
    except ValueError:  # 29 February
        return datetime.date(day.year + 1, 2, 28)
