"""The form of every page of ours: the slug may be left empty, and no error is lost because its field is not in the form."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from wagtail.admin.forms import WagtailAdminPageForm

from events.direction import follow_typing


class WordsPageForm(WagtailAdminPageForm):
    """An empty slug is made from the title, in Latin letters; a slug that the site itself needs is refused by its field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        follow_typing(self)
        if "expire_at" in self.fields and not self._may_withdraw():
            self.fields["expire_at"].disabled = True
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def _may_withdraw(self) -> bool:
        """To expire is to be unpublished later."""
        page = self.instance if self.instance.pk else self.parent_page
        if self.for_user is None or page is None:
            return True
        powers = page.specific.permissions_for_user(self.for_user)
        return getattr(powers, "may_withdraw", lambda: True)()

    def clean(self):
        cleaned = super().clean()
        if "slug" in cleaned and self.parent_page:
            self._settle_slug(cleaned)
        return cleaned

    def _settle_slug(self, cleaned: dict) -> None:
        if not cleaned["slug"]:
            title = cleaned.get("title") or self.instance.title
            cleaned["slug"] = self.instance.free_slug(title=title, parent=self.parent_page)
        elif errors := self.instance.slug_errors(cleaned["slug"], parent=self.parent_page):
            self.add_error(None, ValidationError(errors))

    def add_error(self, field, error):
        """As Django's, but what is wrong with a field outside this form is said of the page, by name, instead of raising."""
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            error = ValidationError(self._with_known_fields(error.error_dict))
        super().add_error(field, error)

    def _with_known_fields(self, errors: dict) -> dict:
        known: dict[str, list] = {}
        for name, problems in errors.items():
            if name in self.fields or name == NON_FIELD_ERRORS:
                known.setdefault(name, []).extend(problems)
            else:
                label = self.instance._meta.get_field(name).verbose_name
                sentences = [f"{label}: {message}" for problem in problems for message in problem.messages]
                known.setdefault(NON_FIELD_ERRORS, []).extend(map(ValidationError, sentences))
        return known
