"""Wagtail's own API v3 over our pages: what it may read and write, and that secrets are written but never read.

A secret that cannot be read could still be guessed digit by digit, if lists could be filtered or ordered by it: they cannot.
"""

import re

from django.apps import apps
from django.db import DataError, IntegrityError

from wagtail.api import APIField
from wagtail.api.conf import get_model_field
from wagtail.api.rich_text import APIRichText
from wagtail.api.v3.errors import problem_response
from wagtail.api.v3.schemas.generators import create_generator, patch_generator, read_generator
from wagtail.locales.api.v3 import router as locales_router

from ninja import NinjaAPI

from events.abstract import rows
from events.api import translations
from events.fields import LanguagesField, SecretMixin
from events.models import CyclePage, NewsPage, SessionPage

# What Django says of a value that is compared with a number's column.
_NO_NUMBER = re.compile(r"Field '\w+' expected a number but got ")
SAFE_METHODS = frozenset({"GET", "HEAD"})
DERIVED = frozenset({"starts_at", "ends_at", "previous_starts"})
WORDS = {
    CyclePage: ("kind", "introduction", "initiative", "funding"),
    SessionPage: (
        "introduction",
        "body",
        "poster_alt",
        "change_reason",
        "minutes",
        "transcript",
        "question_rows",
    ),
    NewsPage: ("summary", "body", "image_alt"),
}


def _secret_schema(generator, field):
    """A secret reads as null, whoever asks."""
    return str | None, None, staticmethod(lambda _page: None)


# What stands in them is no words; Wagtail takes the tags away and leaves it as text. Word puts a style on every clipboard.
_NO_WORDS = re.compile(r"<(style|script|title)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_stock_sanitize = APIRichText.sanitize_db_html.__func__


def sanitize_db_html(cls, content: str, *, features: list[str] | None = None):
    """As Wagtail's: rich text that a program writes has what its field allows, and every word."""
    return _stock_sanitize(cls, _NO_WORDS.sub("", content), features=features)


_stock_fields = APIField.get_fields_for_model.__func__


def fields_for_model(cls, model, db_fields_only=False):
    """As Wagtail's, which asks for `db_fields_only` when it filters and orders lists: then without the secrets."""
    fields = _stock_fields(cls, model, db_fields_only)
    if not db_fields_only:
        return fields
    return [field for field in fields if not isinstance(get_model_field(model, field.name), SecretMixin)]


def complete(api: NinjaAPI) -> NinjaAPI:
    """The API with `/translations/`, and with `/locales/`, which goes missing beside wagtail-localize; called once."""
    api.add_router("/translations/", translations.router)
    if not apps.is_installed("wagtail.locales"):
        api.add_router("/locales/", locales_router)
    return guard(api)


def guard(api: NinjaAPI) -> NinjaAPI:
    """The API, answering 422 where an address, a query or what is written has something else for a number, or one that no database
    holds; Wagtail's own answers 500.
    """

    def refuse(request, error: Exception):
        # SQLite calls a number in a query so; in what is written it is another fault.
        if request.method not in SAFE_METHODS and isinstance(error, IntegrityError):
            raise error
        return problem_response(status=422, detail="A value is out of range.")

    def refuse_no_number(_request, error: ValueError):
        if not _NO_NUMBER.match(str(error)):
            raise error
        return problem_response(status=422, detail="A value is no number.")

    for error in (OverflowError, DataError, IntegrityError):
        api.add_exception_handler(error, refuse)
    api.add_exception_handler(ValueError, refuse_no_number)
    return api


def install() -> None:
    """Declare api_fields on the page models; called before Wagtail builds its schemas."""
    APIField.get_fields_for_model = classmethod(fields_for_model)
    APIRichText.sanitize_db_html = classmethod(sanitize_db_html)
    read_generator.register_field_schema(SecretMixin, _secret_schema)
    read_generator.register_field_schema(LanguagesField, lambda _generator, _field: (list[str], [], None))
    for generator in (create_generator, patch_generator):
        generator.register_field_schema(LanguagesField, lambda _generator, _field: (list[str], []))
    rows.AbstractOrganisationRow.api_fields = [
        APIField("organisation", writable=True),
        APIField("role", writable=True),
    ]
    rows.AbstractQuestionRow.api_fields = [APIField("text", writable=True)]
    for model, words in WORDS.items():
        model.api_fields = [
            APIField("is_origin"),
            *(APIField(name, writable=name not in DERIVED) for name in model.fact_fields),
            APIField("organisation_rows", writable=True),
            *(APIField(name, writable=True) for name in words),
        ]
