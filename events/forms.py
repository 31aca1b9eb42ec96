"""The forms of pages with facts: on a follower the facts are shown, not editable; through the API, refused by name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.admin.forms.pages import CopyForm

from events.changing.drafted import holds_other_facts
from events.page_forms import WordsPageForm
from events.powers import codes_of_contributor


class FactsPageForm(WordsPageForm):
    """Disables facts on a follower, and for those who write words only: what is posted is ignored, the stored facts stay."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.follower_facts: list[str] = []
        if self.instance.pk is None or (self.instance.is_origin and self._may_change_facts()):
            return
        self._disable_columns()
        self._drop_fact_rows()
        self._disable_word_rows()

    def _may_change_facts(self) -> bool:
        return self.for_user is None or self.instance.permissions_for_user(self.for_user).may_change_facts()

    def clean(self):
        cleaned = super().clean()
        if codes := codes_of_contributor(self.for_user):
            self._check_organisations(codes)
        if (
            self.instance.pk
            and self.instance.is_origin
            and self.follower_facts
            and "action-publish" in self.data
        ):
            self._check_drafted_facts()
        return cleaned

    def _check_drafted_facts(self) -> None:
        """Whoever writes words only does not publish facts that somebody else drafted."""
        stored = self.instance.group().get(pk=self.instance.pk)
        if holds_other_facts(stored, self.instance):
            self.add_error(
                None,
                _(
                    "The draft holds facts that nobody has published yet. Save it, and ask an editor to publish."
                ),
            )

    def _check_organisations(self, codes: set[str]) -> None:
        """A contributor writes for an organisation: it takes part in what they write."""
        rows = self.formsets.get("organisation_rows")
        if rows is None or not rows.is_valid():
            return
        taking_part = {row["organisation"].code for row in rows.cleaned_data if row and not row.get("DELETE")}
        if not codes & taking_part:
            message = _("You write for %(codes)s: add it to the organisations.")
            self.add_error(None, message % {"codes": ", ".join(sorted(codes))})

    def _disable_columns(self) -> None:
        for name in self.instance.fact_fields:
            if name in self.fields:
                self.fields[name].disabled = True
                self.follower_facts.append(name)

    def _drop_fact_rows(self) -> None:
        for relation in self.instance.fact_rows:
            if self.formsets.pop(relation, None) is not None:
                self.follower_facts.append(relation)

    def _disable_word_rows(self) -> None:
        """Which rows there are, and in which order, is a fact: none can be added, and none moved."""
        for formset in (self.formsets.get(relation) for relation in self.instance.word_rows):
            if formset is None:
                continue
            formset.can_order = False
            formset.max_num = formset.initial_form_count()
            if self.instance.is_origin:
                # On a follower, rows that are too many are left out when it is stored; an origin would keep them.
                formset.absolute_max = formset.max_num
            for form in formset.initial_forms:
                for name in {*form.instance.fact_columns, "DELETE"} & set(form.fields):
                    form.fields[name].disabled = True


class FactsApiForm(FactsPageForm):
    """The API's form has only the fields of the request: a fact among them, on a follower, is an error that names it."""

    def clean(self):
        cleaned = super().clean()
        for name in self.follower_facts:
            self._errors[name] = self.error_class([self._refusal(name)])
            cleaned.pop(name, None)
        return cleaned

    def _refusal(self, name: str) -> ValidationError:
        if self.instance.is_origin:
            return ValidationError(
                _("“%(name)s” is a fact: your role writes words only."),
                code="fact_by_translator",
                params={"name": name},
            )
        origin = self.instance.group().filter(is_origin=True).values_list("pk", flat=True).first()
        return ValidationError(
            _("“%(name)s” is a fact: it is typed once, on the origin page %(origin)s."),
            code="fact_on_follower",
            params={"name": name, "origin": origin},
        )


class CopyWithoutAliasForm(CopyForm):
    """Wagtail's form for copying a page of ours, without the choice that would make an alias."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)

    def clean(self):
        """A copy needs a slug of its own, and none that the site itself needs."""
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        for message in self.page.specific.slug_errors(cleaned.get("new_slug", ""), parent=parent).values():
            self.add_error("new_slug", message)
        return cleaned
