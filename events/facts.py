"""Facts once: what is typed on the origin is equal on every page of its translation group, whatever path a change took.

Three rules keep it so, all inside FactsMixin:

1. save() holds a lock on every page of the group, and in the same transaction brings each of them in line with the
   page whose facts it must have (events/fact_groups.py says which);
2. with_content_json() gives a follower's draft, preview or old revision the facts that hold now;
3. forms show a follower's facts disabled (events/forms.py).
"""

import logging

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from wagtail_localize.fields import BaseTranslatableField, SynchronizedField
from wagtail_localize.operations import translate_object

from events.fact_groups import Member, align, fact_columns, read_members, source_of_facts
from events.fact_log import facts_before, log_changes
from events.fact_rows import aligned_rows, number_rows
from events.forms import CopyWithoutAliasForm
from events.signals import content_changed, facts_pushed

logger = logging.getLogger(__name__)

# Columns that Wagtail writes on its own; they say nothing about content.
BOOKKEEPING = frozenset(
    [
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by",
        "wagtail_admin_comments",
        "owner",
    ]
)


class NoAliasMixin(models.Model):
    """Pages that are translated or fall back, never aliased: an alias would be live in a foreign language, unmarked."""

    # A translation begins with its origin's slug. From then on the address is its own: wagtail-localize neither offers the
    # slug to translators (it makes "5" of a Hebrew one) nor takes back one that an editor chose.
    override_translatable_fields = [BaseTranslatableField("slug")]
    copy_form_class = CopyWithoutAliasForm

    class Meta:
        abstract = True

    def copy_for_translation(self, locale, copy_parents=False, alias=False, exclude_fields=None):
        """As Wagtail's; where an alias is asked for (parents, synchronised trees), a draft translation comes instead."""
        if alias:
            translate_object(self, [locale])
            return self.get_translation(locale)
        return super().copy_for_translation(locale, copy_parents, exclude_fields=exclude_fields)

    copy_for_translation.alters_data = True

    def save(self, *args, **kwargs):
        if self.alias_of_id:
            raise ValidationError(_("These pages have no aliases. Copy the page, or translate it, instead."))
        return super().save(*args, **kwargs)


class FactsMixin(NoAliasMixin):
    """A translatable page whose `fact_fields` and `fact_rows` are equal in all languages.

    fact_fields: names of columns. fact_rows: child relations that hold facts only. word_rows: child relations whose
    rows and columns in `fact_columns` are facts, whose other columns are words (photos and their captions).
    """

    fact_fields: tuple[str, ...] = ()
    fact_rows: tuple[str, ...] = ()
    word_rows: tuple[str, ...] = ()
    # Columns of words that wagtail-localize leaves alone, and that a new translation has not yet.
    own_words: tuple[str, ...] = ()

    is_origin = models.BooleanField(default=False, editable=False)

    # A copy is a session of its own; a translation is a follower. Neither inherits these.
    exclude_fields_in_copy = ["is_origin"]

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # wagtail-localize must neither offer facts for translation nor let them be overridden.
        facts = [SynchronizedField(name, overridable=False) for name in (*cls.fact_fields, *cls.fact_rows)]
        own = [BaseTranslatableField(name) for name in cls.own_words]
        cls.override_translatable_fields = [*NoAliasMixin.override_translatable_fields, *own, *facts]

    def copy_for_translation(self, locale, copy_parents=False, alias=False, exclude_fields=None):
        """As above; without what a language has of its own: a French file of captions is none for Greek readers."""
        excluded = [*(exclude_fields or ()), *self.own_words]
        return super().copy_for_translation(locale, copy_parents, alias, exclude_fields=excluded)

    copy_for_translation.alters_data = True

    @property
    def facts_model(self) -> type[models.Model]:
        """The concrete model that has all columns of the facts: another project's, where it adds some to ours."""
        return self._meta.concrete_model

    @property
    def family(self) -> type[models.Model]:
        """The model of ours that the page's own type is, or was made of."""
        return self._meta.get_field("is_origin").model

    def group(self):
        """Every page of the translation group, this one included, as a queryset."""
        return self.facts_model._base_manager.filter(translation_key=self.translation_key)

    def origin_page(self):
        """The page that owns the group's facts, as stored; this one where it is it."""
        return self if self.is_origin else self.group().get(is_origin=True)

    def lock_group(self) -> list[Member]:
        """The stored pages of the group, locked until the transaction ends."""
        return read_members(self.facts_model, self.translation_key, lock=True)

    def save(self, *args, update_fields=None, **kwargs):
        with transaction.atomic():
            members = self.lock_group()
            if update_fields is not None and set(update_fields) <= BOOKKEEPING:
                return super().save(*args, update_fields=update_fields, **kwargs)
            self._settle_origin(members)
            if not self.is_origin:
                self.take_facts(source_of_facts(members, page=self.pk))
            number_rows(self)
            self.derive_facts()
            before = facts_before(self, members)
            result = super().save(*args, update_fields=update_fields, **kwargs)
            self.align_group()
            self.facts_saved()
            log_changes(self, before)
            content_changed.send(sender=self.family, instance=self, saved=True)
        return result

    def derive_facts(self) -> None:
        """Set columns that follow from facts, before they are stored. For subclasses."""

    def facts_saved(self) -> None:
        """Called inside the transaction once page, rows and followers are stored. For subclasses."""

    def with_content_json(self, content):
        """As Wagtail's, but a follower has the facts that hold now, not those of the revision."""
        page = super().with_content_json(content)
        page.is_origin = self.group().filter(pk=self.pk, is_origin=True).exists()
        if not page.is_origin:
            page.take_facts(page.pk)
        return page

    def take_facts(self, source: int | None) -> None:
        """Overwrite this instance's facts with the stored ones of page `source` (columns and rows); not saved."""
        stored = self.group().filter(pk=source).values(*fact_columns(self.facts_model)).first()
        if stored is None:
            return
        for column, value in stored.items():
            setattr(self, column, value)
        staged = getattr(self, "_cluster_related_objects", {})
        for relation in self.fact_rows:
            staged.pop(relation, None)
        for relation in self.word_rows:
            setattr(self, relation, aligned_rows(self, relation, source=source))

    def align_group(self) -> None:
        """Bring every page of the locked group in line with what is stored, and tell who listens which others changed."""
        changed = align(self.facts_model, self.translation_key) - {self.pk}
        if changed:
            facts_pushed.send(sender=self.facts_model, instance=self, followers=sorted(changed))

    def _settle_origin(self, members: list[Member]) -> None:
        """The database says who the origin is; the first page of a group becomes it."""
        oldest = members[0].pk if members else self.pk
        self.is_origin = next((member.pk for member in members if member.is_origin), oldest) == self.pk


def promote_follower(page: FactsMixin) -> None:
    """After the origin was deleted: the oldest page left becomes the origin, its drafts keeping the facts that hold."""
    heir = page.group().order_by("pk").first()
    if heir is None or page.group().filter(is_origin=True).exists():
        return
    for revision in {heir.latest_revision, heir.live_revision, heir.scheduled_revision} - {None}:
        # Read as a follower's, so that the stored facts replace those of the day when it was written.
        revision.content = revision.as_object().serializable_data()
        revision.save(update_fields=["content"])
    page.group().filter(pk=heir.pk).update(is_origin=True)
    logger.info("Page %s is the origin of its group now: the former origin was deleted.", heir.pk)
