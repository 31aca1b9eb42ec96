"""What every page of ours has: clean texts, no aliases, no meeting link typed into its words, reserved slugs."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from wagtail.fields import RichTextField
from wagtail.models import Page

from events.cleaning import CleanTextMixin
from events.conf import meeting_hosts
from events.meeting import hosts_linked_in

# Words in addresses under a language's home that pages must leave free (design.md 4).
RESERVED_SLUGS = frozenset(
    "join subscribe partners search organisations feeds embed api archive about legal accessibility".split()
)


class WordsPage(CleanTextMixin, Page):
    """Base of our pages. RichTextField columns must not carry a link into a meeting: it would escape disclosure."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        errors = {}
        for field in self._meta.concrete_fields:
            if isinstance(field, RichTextField):
                hosts = hosts_linked_in(getattr(self, field.attname), hosts=meeting_hosts())
                if hosts:
                    errors[field.name] = _(
                        "Remove the link to %(host)s: the meeting link is typed once, in its own field, and readers"
                        " get there through the join address."
                    ) % {"host": hosts[0]}
        if errors:
            raise ValidationError(errors)

    def check_reserved_slug(self) -> None:
        """Raise ValidationError when the page lies under a home and its slug is one of the site's own addresses."""
        parent = self.get_parent() if self.path else None
        if parent and parent.depth == 2 and self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("“%(slug)s” is an address of the site itself. Choose another slug.") % {"slug": self.slug}}
            )

    @property
    def language(self) -> str:
        """The code of the page's language."""
        return self.locale.language_code

