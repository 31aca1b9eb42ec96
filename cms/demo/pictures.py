"""The demonstration's drawings as Wagtail images, each drawn and stored once."""

from collections.abc import Callable
from functools import partial

from django.core.files.base import ContentFile

from wagtail.images import get_image_model

from cms.demo.images import draw_logo, draw_photo, draw_poster
from cms.demo.record import Record


def photo(record: Record, seed: str):
    """The placeholder of a seed, or None after an editor deleted it."""
    return _once(record, seed, f"Placeholder: {seed}", partial(draw_photo, seed))


def poster(record: Record, *, seed: str, **texts: str):
    """A poster with the given texts; see cms.demo.images.draw_poster."""
    return _once(
        record, f"poster-{seed}", f"Placeholder poster: {seed}", partial(draw_poster, seed=seed, **texts)
    )


def logo(record: Record, *, key: str, name: str):
    """A plain wordmark, nobody's real logo."""
    return _once(record, f"wordmark-{key}", f"Wordmark: {name}", partial(draw_logo, name))


def _once(record: Record, name: str, title: str, draw: Callable[[], bytes]):
    return record.once(f"image:{name}", _store, f"demo-{name}.png", title, draw, author=record.author)


def _store(filename: str, title: str, draw: Callable[[], bytes], *, author):
    return get_image_model().objects.create(
        title=title, file=ContentFile(draw(), name=filename), uploaded_by_user=author
    )
