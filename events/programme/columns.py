"""The columns of the programme: Wagtail's own, filled with our rows."""

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.widgets.button import Button

from events.phrases import Phrase
from events.programme.words import Row


def named(phrase: Phrase):
    """A text that says which language it is in."""
    return format_html('<bdi lang="{}" dir="auto">{}</bdi>', phrase.language, phrase.text)


class ChoiceColumn(Column):
    """A box for each row that has something to publish."""

    cell_template_name = "parvis_events/programme/choice_cell.html"
    header_template_name = "parvis_events/programme/choice_header.html"


class NameColumn(ButtonsColumnMixin, TitleColumn):
    """The title, and the way to what was changed."""

    def get_buttons(self, instance: Row, parent_context):
        if not instance.history_url:
            return []
        label = gettext("History of “%(title)s”") % {"title": instance.title.text}
        return [Button(gettext("History"), url=instance.history_url, attrs={"aria-label": label})]


class DateTimeColumn(Column):
    """The date, and below it the times with the city of their zone."""

    cell_template_name = "parvis_events/programme/date_cell.html"


class StatusColumn(Column):
    """The status, and that the theme is still to come."""

    cell_template_name = "parvis_events/programme/status_cell.html"


class LanguagesColumn(Column):
    """One code for each language that has a page, published or not."""

    cell_template_name = "parvis_events/programme/languages_cell.html"


class NamesColumn(Column):
    """Names, each in its own language."""

    cell_template_name = "parvis_events/programme/names_cell.html"


CHOICE = ChoiceColumn("choice", label=_("Chosen"))
COLUMNS = [
    Column("number", label=capfirst(_("number"))),
    DateTimeColumn("date", label=_("Date")),
    NameColumn(
        "title",
        label=capfirst(_("title")),
        accessor=lambda row: named(row.title),
        get_url=lambda row: row.url,
    ),
    StatusColumn("status", label=capfirst(_("status"))),
    Column("cycle", label=capfirst(_("cycle")), accessor=lambda row: named(row.cycle)),
    LanguagesColumn("chips", label=_("Languages")),
    NamesColumn("organisations", label=_("Organisations")),
]
