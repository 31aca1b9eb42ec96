"""Images as pages show them: sized copies, all of a page in one query, and a missing file never costs the page."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

logger = logging.getLogger(__name__)

LOGO = "max-320x128"
PHOTO = "max-800x800|format-webp"
POSTER = "max-1000x1400|format-webp"
CARD = "max-1200x1200|format-jpeg"  # for those who read our metadata: some know no WebP


@dataclass(frozen=True)
class Picture:
    """A sized copy by its address (a path), with its width and height in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""
    caption: str = ""


def read_pictures(wanted: Iterable[tuple[int | None, str]]) -> dict[tuple[int, str], Picture]:
    """Pictures by image and size. One query; a size that was never made costs two more, once.

    `wanted`: pairs of an image's primary key, or None, and a filter specification. What cannot be read is left out.
    """
    keys = {(image, spec) for image, spec in wanted if image}
    if not keys:
        return {}
    renditions = (
        get_image_model()
        .get_rendition_model()
        .objects.filter(
            image_id__in={image for image, _spec in keys}, filter_spec__in={spec for _image, spec in keys}
        )
    )
    found = {(each.image_id, each.filter_spec): _picture(each) for each in renditions}
    return found | _made(keys - set(found))


def _made(keys: set[tuple[int, str]]) -> dict[tuple[int, str], Picture]:
    images = get_image_model().objects.in_bulk({image for image, _spec in keys}) if keys else {}
    made = {}
    for image, spec in keys:
        try:
            made[image, spec] = _picture(images[image].get_rendition(spec))
        except (KeyError, OSError, SourceImageIOError, InvalidFilterSpecError):
            logger.warning("Image %s cannot be shown as %s: its file is missing or damaged.", image, spec)
    return made


def _picture(rendition) -> Picture:
    return Picture(url=rendition.url, width=rendition.width, height=rendition.height)
