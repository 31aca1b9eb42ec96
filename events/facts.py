"""Facts once: what is typed on the origin is equal on every page of its translation group, whatever path a change took.

Three rules keep it so, all inside FactsMixin:

1. save() takes the facts from their source (a follower) or pushes them to the followers (the origin), in one
   transaction that holds a lock on every page of the group;
2. with_content_json() gives a follower's draft, preview or old revision the facts that hold now;
3. forms show a follower's facts disabled (events/forms.py).
"""

import logging
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from wagtail.models import Page, TranslatableMixin

from wagtail_localize.fields import SynchronizedField
from wagtail_localize.operations import translate_object

from events.signals import content_changed, facts_pushed

logger = logging.getLogger(__name__)

# Columns that Wagtail writes on its own; they say nothing about content.
BOOKKEEPING = frozenset(
    "latest_revision latest_revision_created_at draft_title has_unpublished_changes locked locked_at locked_by"
    " wagtail_admin_comments owner".split()
)


class Member(NamedTuple):
    """One page of a translation group, as far as the choice of a source needs it."""

    pk: int
    is_origin: bool
    live: bool
    was_published: bool


def source_of_facts(group: Iterable[Member], *, page: int | None) -> int | None:
    """Primary key of the page whose stored facts `page` must have; `page` itself where it keeps its own.

    The origin while it is live. While it is not, what was published last holds: a live follower's facts, or those
    that the followers kept. An origin that was never published gives its draft facts to drafts only.
    """
    group = list(group)
    origin = next((member for member in group if member.is_origin), None)
    if origin is None or origin.pk == page:
        return page
    if origin.live:
        return origin.pk
    published = [member.pk for member in group if member.live]
    kept = [member.pk for member in group if not member.is_origin]
    if published:
        return min(published)
    return min(kept, default=origin.pk) if origin.was_published else origin.pk


class NoAliasMixin(models.Model):
    """Pages that are translated or fall back, never aliased: an alias would be live in a foreign language, unmarked."""

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

    is_origin = models.BooleanField(default=False, editable=False)

    # A copy is a session of its own; a translation is a follower. Neither inherits these.
    exclude_fields_in_copy = ["is_origin"]

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # wagtail-localize must neither offer facts for translation nor let them be overridden.
        cls.override_translatable_fields = [
            *(SynchronizedField(name, overridable=False) for name in (*cls.fact_fields, "slug")),
        ]

    @property
    def facts_model(self) -> type[models.Model]:
        """The concrete model that has the columns of the facts."""
        return self._meta.get_field("is_origin").model

    def group(self):
        """Every page of the translation group, this one included, as a queryset."""
        return self.facts_model._base_manager.filter(translation_key=self.translation_key)

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is not None and set(update_fields) <= BOOKKEEPING:
            return super().save(*args, update_fields=update_fields, **kwargs)
        with transaction.atomic():
            group = self._lock_group()
            self._settle_origin(group)
            source = source_of_facts(group, page=self.pk)
            if not self.is_origin:
                self.take_facts(source)
            self.derive_facts()
            result = super().save(*args, update_fields=update_fields, **kwargs)
            if not self.is_origin:
                copy_rows(self, source=source, target=self.pk)
            else:
                self._push(group)
            self.facts_saved()
            content_changed.send(sender=type(self), instance=self)
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
        stored = self.group().filter(pk=source).values(*self._fact_columns()).first()
        if stored is None:
            return
        for column, value in stored.items():
            setattr(self, column, value)
        staged = getattr(self, "_cluster_related_objects", {})
        for relation in self.fact_rows:
            staged.pop(relation, None)
        for relation in self.word_rows:
            setattr(self, relation, _aligned_rows(self, relation, source=source))

    def _fact_columns(self) -> list[str]:
        return [self._meta.get_field(name).attname for name in self.fact_fields]

    def _lock_group(self) -> list[Member]:
        rows = self.group().order_by("pk").select_for_update()
        return [
            Member(pk, is_origin, live, first is not None)
            for pk, is_origin, live, first in rows.values_list("pk", "is_origin", "live", "first_published_at")
        ]

    def _settle_origin(self, group: list[Member]) -> None:
        """The database says who the origin is; the first page of a group becomes it."""
        own = next((member for member in group if member.pk == self.pk), None)
        self.is_origin = own.is_origin if own else not any(member.is_origin for member in group)

    def _push(self, group: list[Member]) -> None:
        """Bring every follower that takes its facts from here up to date; one update where something differs."""
        me = Member(self.pk, True, self.live, self.first_published_at is not None)
        now = [me, *(member for member in group if member.pk != self.pk)]
        takers = [m.pk for m in now[1:] if source_of_facts(now, page=m.pk) == self.pk]
        facts = {column: getattr(self, column) for column in self._fact_columns()}
        stored = self.group().filter(pk__in=takers).values("pk", *facts)
        stale = {row["pk"] for row in stored if any(row[column] != facts[column] for column in facts)}
        if stale:
            self.facts_model._base_manager.filter(pk__in=stale).update(**facts)
        stale |= {pk for pk in takers if copy_rows(self, source=self.pk, target=pk)}
        if stale:
            facts_pushed.send(sender=type(self), instance=self, followers=sorted(stale))


def promote_follower(page: FactsMixin) -> None:
    """After the origin was deleted: the oldest page left becomes the origin, its drafts keeping the facts that hold."""
    heir = page.group().order_by("pk").first()
    if heir is None or page.group().filter(is_origin=True).exists():
        return
    for revision in {heir.latest_revision, heir.live_revision} - {None}:
        # Read as a follower's, so that the stored facts replace those of the day when it was written.
        revision.content = revision.as_object().serializable_data()
        revision.save(update_fields=["content"])
    heir.is_origin = True
    page.group().filter(pk=heir.pk).update(is_origin=True)
    logger.info("Page %s is the origin of its group now: the former origin was deleted.", heir.pk)


def fact_values(row: models.Model, parent: str) -> dict[str, object]:
    """The columns of a child row that are facts: the model's `fact_columns`, else all but its identity."""
    names = getattr(row, "fact_columns", None)
    own = {"id", parent, "locale_id"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in own and (names is None or field.name in {*names, "sort_order", "translation_key"})
    }


def copy_rows(page: FactsMixin, *, source: int | None, target: int) -> bool:
    """Make the stored fact rows of page `target` equal to those of `source`; True when something had to change."""
    if source == target:
        return False
    changed = [_copy_fact_rows(page, relation, source, target) for relation in page.fact_rows]
    changed += [_copy_word_rows(page, relation, source, target) for relation in page.word_rows]
    return any(changed)


def _related(page: FactsMixin, relation: str):
    """The child model of a relation and the column of its foreign key to the page."""
    field = page._meta.get_field(relation)
    return field.related_model, field.field.attname


def _copy_fact_rows(page, relation: str, source: int, target: int) -> bool:
    model, parent = _related(page, relation)
    wanted = [fact_values(row, parent) for row in model.objects.filter(**{parent: source}).order_by("pk")]
    stored = model.objects.filter(**{parent: target}).order_by("pk")
    if wanted == [fact_values(row, parent) for row in stored]:
        return False
    stored.delete()
    model.objects.bulk_create(model(**values, **{parent: target}) for values in wanted)
    return True


def _copy_word_rows(page, relation: str, source: int, target: int) -> bool:
    model, parent = _related(page, relation)
    locale = Page.objects.filter(pk=target).values_list("locale_id", flat=True).get()
    wanted = {
        row.translation_key: fact_values(row, parent) for row in model.objects.filter(**{parent: source})
    }
    stored = {row.translation_key: row for row in model.objects.filter(**{parent: target})}
    if wanted == {key: fact_values(row, parent) for key, row in stored.items()}:
        return False
    model.objects.filter(**{parent: target}).exclude(translation_key__in=wanted).delete()
    for key, values in wanted.items():
        if key in stored:
            model.objects.filter(pk=stored[key].pk).update(**values)
        else:
            model.objects.create(**values, locale_id=locale, **{parent: target})
    return True


def _aligned_rows(page, relation: str, *, source: int | None) -> list[TranslatableMixin]:
    """The rows of `source`, each with the words that `page` holds for it in memory."""
    model, parent = _related(page, relation)
    stored = {row.translation_key: row for row in model.objects.filter(**{parent: page.pk})} if page.pk else {}
    held = {row.translation_key: row for row in getattr(page, relation).all()}
    aligned = []
    for fact_row in model.objects.filter(**{parent: source}).order_by("sort_order", "pk"):
        row = held.get(fact_row.translation_key) or model(locale_id=page.locale_id)
        row.pk = stored[fact_row.translation_key].pk if fact_row.translation_key in stored else None
        for column, value in fact_values(fact_row, parent).items():
            setattr(row, column, value)
        aligned.append(row)
    return aligned
