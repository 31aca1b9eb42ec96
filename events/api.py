"""Wagtail's own API v3 over our pages: what it may read and write, and that secrets are written but never read."""

from wagtail.api import APIField
from wagtail.api.v3.schemas.generators import read_generator

from events.abstract import rows
from events.fields import SecretMixin
from events.models import CyclePage, NewsPage, SessionPage

DERIVED = frozenset({"starts_at", "ends_at", "previous_starts"})
WORDS = {
    CyclePage: ("kind", "introduction", "initiative", "funding"),
    SessionPage: ("introduction", "body", "poster_alt", "change_reason", "minutes", "question_rows"),
    NewsPage: ("summary", "body", "image_alt"),
}


def _secret_schema(generator, field):
    """A secret reads as null, whoever asks."""
    return str | None, None, staticmethod(lambda _page: None)


def install() -> None:
    """Declare api_fields on the page models; called before Wagtail builds its schemas."""
    read_generator.register_field_schema(SecretMixin, _secret_schema)
    rows.AbstractOrganisationRow.api_fields = [APIField("organisation", writable=True), APIField("role", writable=True)]
    rows.AbstractQuestionRow.api_fields = [APIField("text", writable=True)]
    for model, words in WORDS.items():
        model.api_fields = [
            APIField("is_origin"),
            *(APIField(name, writable=name not in DERIVED) for name in model.fact_fields),
            APIField("organisation_rows", writable=True),
            *(APIField(name, writable=True) for name in words),
        ]
