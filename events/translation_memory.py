"""From a page that was written by hand back into wagtail-localize's translation memory, word for word or not at all."""

import json
from collections import defaultdict
from collections.abc import Iterable

from wagtail.models import Page

from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

Pair = tuple[StringSegment, StringSegmentValue]


def remember_words(translation: Translation) -> list[str]:
    """Store the words of the page as it is now in the translation memory, before a stopped translation is synced again.

    The memory has a place only for what the source page has too. Where the page says more (a paragraph, a question, a
    field that is empty on the source), syncing would drop it: then nothing is stored, and the names of these fields
    are returned. An empty list means that every word is kept.
    """
    page = translation.get_target_instance().get_latest_revision_as_object()
    segments = extract_segments(page)
    pairs, homeless = _match(translation, [one for one in segments if isinstance(one, StringSegmentValue)])
    if homeless:
        return sorted({_field_name(page, path) for path in homeless})
    for segment, written in pairs:
        store_words(translation, segment, written.string.data)
    values = {one.path: one.data for one in segments if isinstance(one, OverridableSegmentValue)}
    _remember_values(translation, values | _links(pairs))
    return []


def _match(translation: Translation, written: Iterable[StringSegmentValue]) -> tuple[list[Pair], set[str]]:
    """The source's strings beside those of the page, by path and position; and the paths that hold more than the source's."""
    known = defaultdict(list)
    strings = StringSegment.objects.filter(source=translation.source).select_related("context")
    for segment in strings.order_by("order"):
        known[segment.context.path].append(segment)
    pairs, homeless, chosen = [], set(), {}
    for value in written:
        segment = known[value.path].pop(0) if known[value.path] else None
        # The memory knows a string once per place, and the links of a string are those of the source.
        if (
            segment is None
            or set(value.attrs or {}) - set(_attributes(segment))
            or chosen.setdefault((value.path, segment.string_id), value.string.data) != value.string.data
        ):
            homeless.add(value.path)
        else:
            pairs.append((segment, value))
    return pairs, homeless


def _attributes(segment: StringSegment) -> dict[str, dict[str, str]]:
    return json.loads(segment.attrs or "null") or {}


def _links(pairs: Iterable[Pair]) -> dict[str, str]:
    """Path of each link of the source -> where the page's own link leads."""
    return {
        f"{written.path}.{quote_path_component(attributes['href'])}": written.attrs[tag]["href"]
        for segment, written in pairs
        for tag, attributes in _attributes(segment).items()
        if "href" in attributes and "href" in (written.attrs or {}).get(tag, {})
    }


def store_words(translation: Translation, segment: StringSegment, words: str, *, user=None) -> None:
    """Store what a string of the source is in the language of the translation, as somebody wrote it. HTML."""
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        locale=translation.target_locale,
        context_id=segment.context_id,
        defaults={
            "data": words,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "has_error": False,
            "field_error": "",
            **({"last_translated_by": user} if user else {}),
        },
    )


def _remember_values(translation: Translation, values: dict[str, object]) -> None:
    """Addresses and other values that a translation may have of its own, by path."""
    for segment in OverridableSegment.objects.filter(source=translation.source).select_related("context"):
        override = {"locale": translation.target_locale, "context": segment.context}
        value = values.get(segment.context.path, segment.data)
        if value == segment.data:
            SegmentOverride.objects.filter(**override).delete()
        else:
            SegmentOverride.objects.update_or_create(
                **override, defaults={"data_json": json.dumps(value), "has_error": False, "field_error": ""}
            )


def _field_name(page: Page, path: str) -> str:
    field = page._meta.get_field(path.split(".")[0])
    return str(field.verbose_name if field.concrete else field.related_model._meta.verbose_name_plural)
