"""Images as pages show them: sized copies, all of a page in one query, and a missing file never costs the page."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from PIL import features

logger = logging.getLogger(__name__)

LOGO = "max-320x128"
PHOTO = "max-800x800|format-webp"
SMALL_PHOTO = "max-400x400|format-webp"
POSTER = "max-1000x1400|format-webp"
SMALL_POSTER = "max-500x700|format-webp"
CARD = "max-1200x1200|format-jpeg"  # for those who read our metadata: some know no WebP
HAS_AVIF = features.check("avif")  # a Pillow that was built from source may lack it


@dataclass(frozen=True)
class Picture:
    """A sized copy by its address (a path), with its width and height in pixels.

    `choices`: the same in several widths, as the attribute `srcset` has it; "" where there is one. `lighter`: the same as
    AVIF, for browsers that read it; "" where there is none.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""
    caption: str = ""
    choices: str = ""
    lighter: str = ""


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


def copies(small: str, large: str) -> tuple[str, ...]:
    """The specifications of all that `with_choices` takes, to be read with `read_pictures`."""
    return small, large, *((_as_avif(small), _as_avif(large)) if HAS_AVIF else ())


def with_choices(pictures: Mapping, image: int | None, *, small: str, large: str) -> Picture | None:
    """The large copy of an image, with the small one for narrow columns; None where there is no picture."""
    picture = pictures.get((image, large))
    if picture is None:
        return None
    widths = _widths(pictures, image, (small, large))
    lighter = _widths(pictures, image, (_as_avif(small), _as_avif(large)))
    return replace(picture, choices=", ".join(widths) if len(widths) > 1 else "", lighter=", ".join(lighter))


def _as_avif(spec: str) -> str:
    return spec.replace("format-webp", "format-avif")


def _widths(pictures: Mapping, image: int | None, specs: Iterable[str]) -> list[str]:
    """One for each width that there is: a small image is never enlarged."""
    found = {copy.width: copy.url for spec in specs if (copy := pictures.get((image, spec)))}
    return [f"{url} {width}w" for width, url in found.items()]


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
