"""What every page of ours has: clean texts, no aliases, no meeting link typed into its words, reserved slugs."""

import itertools

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from anyascii import anyascii

from events.cleaning import CleanTextMixin
from events.conf import meeting_hosts
from events.folding import folded_words
from events.meeting import hosts_linked_in
from events.own_types import with_own_types
from events.page_forms import WordsPageForm
from events.powers import PowersTester
from events.text import plain_from_html

# Words in addresses under a language's home that pages must leave free (design.md 4), but for texts of these names.
TEXT_SLUGS = frozenset(["about", "legal", "accessibility"])
RESERVED_SLUGS = TEXT_SLUGS | {
    "join",
    "card",
    "subscribe",
    "partners",
    "search",
    "organisations",
    "feeds",
    "embed",
    "api",
    "archive",
}
HOME_DEPTH = 2
LONGEST_SLUG = 80


class WordsPage(CleanTextMixin, Page):
    """Base of our pages. RichTextField columns must not carry a link into a meeting: it would escape disclosure."""

    # With the label of the app in it: Page.homepage is the host project's, as `wagtail start` makes it.
    page_ptr = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="%(app_label)s_%(class)s",
    )
    base_form_class = WordsPageForm
    # Addresses of the site itself that are meant for such a page.
    own_slugs: frozenset[str] = frozenset()
    search_fields = [*Page.search_fields, index.AutocompleteField("folded_words")]

    class Meta:
        abstract = True

    @classmethod
    def clean_subpage_models(cls):
        """As Wagtail's; another project's type stands where the one stands that it was made of."""
        return with_own_types(super().clean_subpage_models())

    @classmethod
    def clean_parent_page_models(cls):
        """The same for what stands above."""
        return with_own_types(super().clean_parent_page_models())

    def full_clean(self, *args, **kwargs):
        self.fill_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        """As Wagtail's, which does not say which field it complains of where a title is too long: wagtail-localize has to know."""
        self.fill_slug()
        try:
            super().minimal_clean()
        except ValidationError as error:
            raise (
                error if hasattr(error, "error_dict") else ValidationError({"title": error.error_list})
            ) from None

    def clean(self):
        super().clean()
        errors = self.meeting_links()
        if parent := self.known_parent():
            errors |= self.slug_errors(self.slug, parent=parent)
        if errors:
            raise ValidationError(errors)

    def make_preview_request(self, *args, **kwargs):
        """As Wagtail's, of clean texts: a translation is shown as it would be stored, without being stored."""
        self.clean_texts()
        return super().make_preview_request(*args, **kwargs)

    def permissions_for_user(self, user):
        """As Wagtail's, narrowed to the roles (events/powers.py)."""
        return PowersTester(user, self)

    def meeting_links(self) -> dict[str, str]:
        """Messages by rich text field that leads to a meeting host; empty when there is none."""
        errors = {}
        for field in self._meta.concrete_fields:
            if isinstance(field, RichTextField):
                hosts = hosts_linked_in(getattr(self, field.attname), hosts=meeting_hosts())
                if hosts:
                    errors[field.name] = _(
                        "Remove the link to %(host)s: the meeting link is typed once, in its own field, and readers"
                        " get there through the join address."
                    ) % {"host": hosts[0]}
        return errors

    def known_parent(self) -> Page | None:
        """The page above; None for one that has no place in the tree yet."""
        return getattr(self, "_cached_parent_obj", None) or (self.get_parent() if self.path else None)

    def fill_slug(self) -> None:
        """Make a missing slug from the title."""
        if not self.slug and (parent := self.known_parent()):
            self.slug = self.free_slug(title=self.title, parent=parent)

    def free_slug(self, *, title: str, parent: Page) -> str:
        """The title in Latin letters whatever its script, with a number where another page below `parent` has it."""
        wish = slugify(anyascii(title))[:LONGEST_SLUG].strip("-_") or self._meta.model_name.removesuffix(
            "page"
        )
        wishes = (wish if number == 1 else f"{wish}-{number}" for number in itertools.count(1))
        return next(
            slug
            for slug in wishes
            if not self.slug_errors(slug, parent=parent)
            and self._slug_is_available(slug, parent, self if self.path else None)
        )

    @classmethod
    def slug_errors(cls, slug: str, *, parent: Page) -> dict[str, str]:
        """A message by field when the slug, below a home, is one of the site's own addresses."""
        if parent.depth != HOME_DEPTH or slug not in RESERVED_SLUGS - cls.own_slugs:
            return {}
        return {
            "slug": _("“%(slug)s” is an address of the site itself. Choose another slug.") % {"slug": slug}
        }

    def texts_to_find(self) -> list[str]:
        """What readers see and may look for, as plain text or HTML. Subclasses add theirs; nothing that is not public."""
        return [self.title]

    def folded_words(self) -> str:
        """The same as the search has it, for the index."""
        return folded_words(*map(plain_from_html, self.texts_to_find()))

    @property
    def language(self) -> str:
        """The code of the page's language."""
        return self.locale.language_code
