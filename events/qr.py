"""An address as a QR code. Pure."""

from functools import lru_cache

from django.utils.safestring import SafeString

import segno


@lru_cache(maxsize=256)
def qr_svg(address: str, *, title: str = "") -> SafeString:
    """An SVG element for a page: black on white with its quiet zone, so that it is read in a dark scheme too.

    It has no size and no style of its own: a strict content security policy forbids the latter.
    """
    code = segno.make(address, error="m", micro=False)
    return SafeString(
        code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, title=title or None)
    )
