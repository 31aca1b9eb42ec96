"""What the public may see, and what a page or a feed needs of it, in a number of queries that does not grow."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef

from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet


class SessionQuerySet(PageQuerySet):
    """Sessions."""

    def published(self):
        """Live, a page of its own, with a moment. Who asks must see to view restrictions; `visible` does."""
        return self.live().filter(alias_of__isnull=True, starts_at__isnull=False)

    def visible(self):
        """Published below published pages, in the open: everything that a reader, feed or index may know."""
        path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        hidden = Page.objects.filter(live=False).annotate(inner=path).filter(inner__startswith=F("path"))
        return self.published().public().exclude(Exists(hidden))

    def with_participants(self):
        """Prefetch organisations and people of each session, with their names in all languages."""
        return self.prefetch_related(
            "organisation_rows__organisation__names",
            "person_rows__person__names",
            "person_rows__person__organisation__names",
        )

    def with_words(self):
        """Prefetch the lists of words and the photos."""
        return self.prefetch_related("question_rows", "channel_rows", "photo_rows__image", "resource_rows")


SessionManager = PageManager.from_queryset(SessionQuerySet)
