"""Images as pages show them: sized copies, all of a page in one query, and a missing file never costs the page."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

logger = logging.getLogger(__name__)

LOGO = "max-320x128"
PHOTO = "max-800x800|format-webp"
SMALL_PHOTO = "max-400x400|format-webp"
POSTER = "max-1000x1400|format-webp"
SMALL_POSTER = "max-500x700|format-webp"
CARD = "max-1200x1200|format-jpeg"  # for those who read our metadata: some know no WebP


@dataclass(frozen=True)
class Picture:
    """A sized copy by its address (a path), with its width and height in pixels.

    `choices`: the same in several widths, as the attribute `srcset` has it; "" where there is one.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""
    caption: str = ""
    choices: str = ""


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


def with_choices(pictures: Mapping, image: int | None, *, small: str, large: str) -> Picture | None:
    """The large copy of an image, with the small one for narrow columns; None where there is no picture."""
    picture, narrow = pictures.get((image, large)), pictures.get((image, small))
    if picture is None or narrow is None or narrow.width == picture.width:
        return picture
    widths = (f"{each.url} {each.width}w" for each in (narrow, picture))
    return replace(picture, choices=", ".join(widths))


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
