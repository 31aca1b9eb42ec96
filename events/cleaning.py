"""Text is cleaned when it is stored, for every model that editors write, so that no reader ever meets a control character or a link that runs."""

from django.db import models

from wagtail.fields import RichTextField

from events.hrefs import without_active_links
from events.text import clean_line, clean_text, without_forbidden


class CleanTextMixin(models.Model):
    """Cleans every text column before validation and before storage (events/text.py says what is removed)."""

    class Meta:
        abstract = True

    def clean_texts(self) -> None:
        """Clean in place: one-line columns, many-line columns, rich text (whose white space stays as it is, and whose
        links run nothing), and the rows that wait in memory to be stored with this one.
        """
        for rows in getattr(self, "_cluster_related_objects", {}).values():
            for row in rows:
                if isinstance(row, CleanTextMixin):
                    row.clean_texts()
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname, None)
            if not isinstance(value, str) or not isinstance(field, models.CharField | models.TextField):
                continue
            if isinstance(field, RichTextField):
                cleaned = without_active_links(without_forbidden(value))
            elif isinstance(field, models.TextField):
                cleaned = clean_text(value)
            else:
                cleaned = clean_line(value)
            if cleaned != value:
                setattr(self, field.attname, cleaned)

    def full_clean(self, *args, **kwargs):
        self.clean_texts()
        return super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        self.clean_texts()
        return super().save(*args, **kwargs)
