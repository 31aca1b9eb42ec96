"""The screens of organisations and people: what all languages share."""

from django.utils.translation import gettext_lazy as _

from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events.models import Organisation, Person


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["__str__", "code", "country", "timezone"]
    list_filter = ["country"]
    ordering = ["code"]
    copy_view_enabled = False  # a copy would carry the code, which is one organisation's for ever


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["__str__", "organisation"]
    copy_view_enabled = False


class DirectoryViewSet(SnippetViewSetGroup):
    menu_label = _("Directory")
    menu_icon = "group"
    items = (OrganisationViewSet, PersonViewSet)
