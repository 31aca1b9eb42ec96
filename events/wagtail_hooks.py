"""What Parvis adds to Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from events.snippets import DirectoryViewSet

register_snippet(DirectoryViewSet)
