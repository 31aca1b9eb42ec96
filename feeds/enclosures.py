"""An image of the site as feeds show it: the file itself, with its size."""

from events.addresses import absolute
from feeds.documents import Picture

MIME_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
}


def picture_of(image, *, alt: str = "", credit: str = "") -> Picture | None:
    """An image of Wagtail's; None for none, and for a format that feed readers cannot be told of."""
    mime_type = MIME_TYPES.get(image.file.name.rpartition(".")[2].lower()) if image else None
    if not mime_type:
        return None
    return Picture(
        url=absolute(image.file.url),
        mime_type=mime_type,
        length=image.file_size or 0,
        width=image.width,
        height=image.height,
        alt=alt,
        credit=credit,
    )
