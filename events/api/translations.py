"""A page translated by a program: string by string, in wagtail-localize's memory, so that its editor goes on from there.

    POST  /translations/        {"page_id": 7, "locale": "en"}                        make the page, or bring its strings up to date
    GET   /translations/{id}/
    PATCH /translations/{id}/   {"words": [{"id": 3, "words": "..."}], "publish": true}

Wagtail's own `copy_for_translation` makes a page that wagtail-localize knows nothing of: nobody could bring it up to date later.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.errors import as_validation_error
from wagtail.models import Locale, Page

from ninja import Field, Router, Schema, Status
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.strings import StringValue, validate_translation_links

from events.translation_memory import store_words

router = Router(tags=["translations"], auth=BearerTokenAuth())

SUBMIT = "wagtail_localize.submit_translation"
LONGEST = 100_000


class NewTranslation(Schema):
    """A page, and the language that it shall have."""

    page_id: int = Field(ge=1, le=2**31 - 1, description="A page that is not itself a translation.")
    locale: str = Field(
        max_length=100, description="Code of the language to translate into.", examples=["en"]
    )


class Words(Schema):
    """What one string is in the language."""

    id: int = Field(description="The string's id, as `strings` gives it.")
    words: str = Field(
        min_length=1, max_length=LONGEST, description="Plain text, or HTML with the tags of the source."
    )


class NewWords(Schema):
    """Strings of a translation; those that are not named stay as they are."""

    words: list[Words] = Field(default=[], max_length=1_000)
    publish: bool = Field(default=False, description="Publish the page with the words that it has then.")


class SourceString(Schema):
    """One string of the page, and what it is in the language."""

    id: int
    field: str = Field(description="Where it stands on the page.", examples=["title", "body"])
    source: str
    words: str | None = Field(description="Null until somebody has written them.")


class TranslationOut(Schema):
    """A page's translation into one language."""

    id: int
    source_page_id: int
    page_id: int = Field(description="The page in the language.")
    locale: str
    is_live: bool
    strings: list[SourceString]


@router.post("/", response={200: TranslationOut, 201: TranslationOut}, operation_id="translations_create",
             summary="Translate a page, or bring a translation's strings up to date")  # fmt: skip
def create_translation(request: HttpRequest, data: NewTranslation) -> Status:
    """201 with a draft in the language; 200 where there is one: its strings are those that the source page has now."""
    page = get_object_or_404(Page, pk=data.page_id).specific
    if not (request.user.has_perm(SUBMIT) and page.permissions_for_user(request.user).can_edit()):
        raise PermissionDenied
    locale = Locale.objects.filter(language_code=data.locale).exclude(pk=page.locale_id).first()
    if locale is None:
        raise _refusal("This is no other language of the site.", "locale")
    with transaction.atomic():
        # Who asks twice at one moment gets one page.
        Page.objects.select_for_update().get(pk=page.pk)
        known = _translation_of(page, locale)
        if known is None:
            _make(page, locale, request.user)
        else:
            known.source.update_from_db()
        return Status(201 if known is None else 200, _said(_translation_of(page, locale)))


@router.get(
    "/{translation_id}/", response=TranslationOut, operation_id="translations_detail", summary="Translation"
)
def read_translation(request: HttpRequest, translation_id: int) -> dict:
    """The strings, in the order of the page."""
    return _said(_editable(translation_id, request.user)[0])


@router.patch("/{translation_id}/", response=TranslationOut, operation_id="translations_update",
              summary="Write words, and publish them")  # fmt: skip
def write_words(request: HttpRequest, translation_id: int, data: NewWords) -> dict:
    """All of the words or, where one cannot be taken, none."""
    translation, page = _editable(translation_id, request.user)
    if data.publish and not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    segments = _segments(translation)
    with transaction.atomic():
        for number, each in enumerate(data.words):
            _write(translation, segments.get(each.id), each.words, loc=("words", number), user=request.user)
        _save(translation, user=request.user, publish=data.publish)
    # wagtail-localize publishes when all is committed, and passes over what then cannot be.
    if data.publish and not _is_published(page):
        raise _refusal(
            "The words are kept, and the page could not be published: open it in the admin.", "publish"
        )
    return _said(translation)


def _translation_of(page: Page, locale: Locale) -> Translation | None:
    """The translation that strings are written to. Raises 422 for a page in the language that was written by hand."""
    known = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=locale, enabled=True
    )
    translation = known.select_related("source", "target_locale").order_by("-pk").first()
    if translation is None and page.has_translation(locale):
        raise _refusal("The page in this language is written by hand: change it by PATCH /pages/.", "locale")
    return translation


def _make(page: Page, locale: Locale, user) -> None:
    if source := TranslationSource.objects.get_for_instance_or_none(page):
        source.update_from_db()
    translate_object(page, [locale], user=user)
    if not page.has_translation(locale):
        raise _refusal("The page cannot be made: is the page above it there in this language?", "locale")


def _editable(translation_id: int, user) -> tuple[Translation, Page]:
    """The translation and its page. 404 where there is none, 403 for who may not change the page."""
    known = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
    translation = get_object_or_404(known, pk=translation_id)
    page = get_object_or_404(
        Page, translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).specific
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return translation, page


def _segments(translation: Translation) -> dict[int, StringSegment]:
    strings = StringSegment.objects.filter(source=translation.source).order_by("order")
    return {segment.pk: segment for segment in strings.select_related("context", "string")}


def _write(
    translation: Translation, segment: StringSegment | None, words: str, *, loc: tuple[str, int], user
) -> None:
    if segment is None:
        raise _refusal("This translation has no such string.", *loc, "id")
    try:
        StringValue.from_translated_html(words)
        validate_translation_links(segment.string.data, words)
    except ValueError as error:
        raise _refusal(str(error), *loc, "words") from error
    store_words(translation, segment, words, user=user)


def _save(translation: Translation, *, user, publish: bool) -> None:
    try:
        translation.save_target(user=user, publish=publish)
    except ValidationError as error:
        raise as_validation_error(error, "; ".join(error.messages), ("words",)) from error


def _is_published(page: Page) -> bool:
    page.refresh_from_db()
    return page.live and page.live_revision_id == page.latest_revision_id


def _said(translation: Translation) -> dict:
    """What is answered of a translation. Four queries."""
    pages = dict(
        Page.objects.filter(translation_key=translation.source.object_id).values_list("locale_id", "pk")
    )
    page = Page.objects.get(pk=pages[translation.target_locale_id])
    written = {
        (known.translation_of_id, known.context_id): known.data
        for known in StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale
        )
    }
    return {
        "id": translation.pk,
        "source_page_id": pages[translation.source.locale_id],
        "page_id": page.pk,
        "locale": translation.target_locale.language_code,
        "is_live": page.live,
        "strings": [
            {
                "id": segment.pk,
                "field": segment.context.path,
                "source": segment.string.data,
                "words": written.get((segment.string_id, segment.context_id)),
            }
            for segment in _segments(translation).values()
        ],
    }


def _refusal(message: str, *loc: str | int) -> Exception:
    return as_validation_error(ValueError(message), message, loc)
