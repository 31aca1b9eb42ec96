"""What makes a page public: its context and its caching. The words and facts are the other bases' matter."""

from django.db import models
from django.utils.cache import patch_cache_control

from events.now import now
from events.previews import find_preview, previews_of
from events.query_names import depends_on
from events.site_tree import tree_for


class PublicPageMixin(models.Model):
    """A page that is shown to readers. Subclasses say what, in `present`."""

    # Set by the view that found the page: what it read already is not read again.
    restrictions_read = None
    group_read = None
    # Set by a preview: the moment at which the page is shown, instead of the present one.
    shown_at = None
    # By this name other apps know which pages their previews are of (events/previews.py).
    preview_kind = ""
    # Parameters of a query that the page is shown by (`present`, the template): others change nothing.
    query_names: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def present(self, *, tree, now, request, **serving: object) -> dict[str, object]:
        """The context of the template: events/presentation.py makes it."""
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | self.present(
            tree=tree_for(request), now=self.shown_at or now(), request=request, **kwargs
        )

    def get_view_restrictions(self):
        """As Wagtail's, without a query where the view has read them."""
        return super().get_view_restrictions() if self.restrictions_read is None else self.restrictions_read

    def serve(self, request, *args, **kwargs):
        """As Wagtail's; caches may keep a page for as long as what it says stays true, a minute at most."""
        response = super().serve(request, *args, **kwargs)
        if hasattr(response, "context_data"):
            patch_cache_control(response, public=True, max_age=response.context_data["max_age_seconds"])
            depends_on(response, *self.query_names)
        return response

    @property
    def preview_modes(self):
        """As Wagtail's, and what we and other apps make of such a page."""
        offered = [preview for preview in previews_of(self.preview_kind) if preview.is_offered(self)]
        return [*super().preview_modes, *((preview.mode, preview.label) for preview in offered)]

    def is_previewable(self):
        """As Wagtail's, without asking which modes there are: lists of pages ask each of them."""
        return True

    def serve_preview(self, request, mode_name):
        preview = find_preview(self.preview_kind, mode_name)
        return preview.build(self, request) if preview else super().serve_preview(request, mode_name)
