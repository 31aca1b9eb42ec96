"""Pictures without what cameras and programs write beside the pixels: places, names, devices, previews. Pure.

Losslessly: segments are left out, pixels are not touched. What stays is what a standard names for showing them: colour profiles, how
frames follow each other, which way is up. A file that is not built as its format says is refused: what cannot be read cannot be taken out.
"""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

ORIENTATION, UPRIGHT = 0x0112, 1
EXIF = b"Exif\0\0"
# JPEG (ITU-T T.81 B.1.1.3): markers by their second byte. The reserved ones, which no reader knows, are none.
SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
WITHOUT_LENGTH = {0x00, 0x01, *range(0xD0, 0xD8)}
WITH_LENGTH = {*range(0xC0, 0xF0), COMMENT} - WITHOUT_LENGTH - {SOI, EOI}
# Segments of applications that say how the pixels are to be read (JFIF 1.02; ICC.1 B.4; T.872 6.5.3).
TELL_PIXELS = {APP0: b"JFIF\0", APP2: b"ICC_PROFILE\0", APP14: b"Adobe"}
# How long JFIF's segment is without its small picture, and where the two bytes of that one's size are.
JFIF_LENGTH, JFIF_SMALL = 18, slice(16, 18)
PNG = b"\x89PNG\r\n\x1a\n"
# PNG 3, 11 (and 5.4: a capital letter begins the name of what no reader can do without).
PNG_CHUNKS = {
    *(b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT"),
    *(b"acTL", b"fcTL", b"fdAT"),
}  # fmt: skip
# WebP (RFC 9649, 2.7): what the header of an extended file says of its chunks, and those of the pixels.
WEBP_EXIF, WEBP_XMP = 0x08, 0x04
WEBP_CHUNKS = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
# GIF (GIF89a 20, 23, 26, 27): how blocks begin, and the applications that say how often frames are shown, and in which colours.
GIF = (b"GIF87a", b"GIF89a")
IMAGE, EXTENSION, TRAILER = b",", b"!", b";"
CONTROL, APPLICATION = 0xF9, 0xFF
GIF_APPLICATIONS = {b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"}


class NotAsFormatError(ValueError):
    """Not built as its format says, so that nobody can tell what is in it."""


def without_metadata(body: bytes) -> bytes:
    """A JPEG, PNG, WebP or GIF file without its metadata; anything else as it is. Raises NotAsFormatError."""
    try:
        if body.startswith(b"\xff\xd8"):
            return _jpeg(body)
        if body.startswith(PNG):
            return _png(body)
        if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
            return _webp(body)
        if body.startswith(GIF):
            return _gif(body)
    except (struct.error, IndexError) as error:
        raise NotAsFormatError from error
    return body


def _jpeg(body: bytes) -> bytes:
    kept, exif = [], b""
    for marker, segment in _jpeg_segments(body):
        if marker == APP1 and segment[4:10] == EXIF:
            exif = exif or segment[4:]
        if not _is_metadata(marker, segment):
            kept.append(_without_small_picture(segment) if marker == APP0 else segment)
    if turned := _orientation_only(exif):
        kept.insert(1, struct.pack(">BBH", 0xFF, APP1, len(turned) + 2) + turned)
    return b"".join(kept)


def _is_metadata(marker: int, segment: bytes) -> bool:
    if APP0 <= marker <= APP15:
        return marker not in TELL_PIXELS or not segment[4:].startswith(TELL_PIXELS[marker])
    return marker == COMMENT


def _without_small_picture(segment: bytes) -> bytes:
    if len(segment) < JFIF_LENGTH:
        raise NotAsFormatError
    return segment[:2] + struct.pack(">H", JFIF_LENGTH - 2) + segment[4 : JFIF_SMALL.start] + b"\0\0"


def _jpeg_segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments, entropy-coded data with its scan; nothing that lies between them or behind the picture's end.

    A file may lack its end, as one that was cut off by a few bytes does; readers show it.
    """
    yield SOI, body[:2]
    position, has_scan = 2, False
    while True:
        position = _next_marker(body, position)
        if (position == len(body) and has_scan) or body[position + 1] == EOI:
            yield EOI, b"\xff\xd9"
            return
        marker = body[position + 1]
        (length,) = struct.unpack_from(">H", body, position + 2)
        end = position + 2 + length
        if marker not in WITH_LENGTH or length < 2 or end > len(body):
            raise NotAsFormatError
        if marker == SOS:
            has_scan, end = True, _next_marker(body, end)
        yield marker, body[position:end].rstrip(b"\xff") if marker == SOS else body[position:end]
        position = end


def _next_marker(body: bytes, position: int) -> int:
    """Where the next segment begins: the last 0xFF before a byte that is none, nor stuffed, nor a restart. The file's length for nowhere.

    Within a scan that is behind its data, elsewhere behind whatever readers pass over.
    """
    while 0 <= (position := body.find(b"\xff", position)) < len(body) - 1:
        following = body[position + 1]
        if following != 0xFF and following not in WITHOUT_LENGTH:
            return position
        position += 1 if following == 0xFF else 2
    return len(body)


def _png(body: bytes) -> bytes:
    kept, exif = [PNG], b""
    position, kind = len(PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", body, position)
        kind, end = body[position + 4 : position + 8], position + 12 + length
        if end > len(body):
            raise NotAsFormatError
        if kind == b"eXIf":
            exif = EXIF + body[position + 8 : end - 4]
        elif kind[:1].isupper() or kind in PNG_CHUNKS:
            kept.append(body[position:end])
        position = end
    if turned := _orientation_only(exif):
        kept.insert(-1, _png_chunk(b"eXIf", turned.removeprefix(EXIF)))
    return b"".join(kept)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _webp(body: bytes) -> bytes:
    kept, exif = [], b""
    # What lies behind the file that it says to be goes.
    (size,) = struct.unpack_from("<I", body, 4)
    position, body = 12, body[: 8 + size]
    while position < len(body):
        (length,) = struct.unpack_from("<I", body, position + 4)
        kind, end = body[position : position + 4], position + 8 + length + length % 2
        if end > len(body) + 1:
            raise NotAsFormatError
        if kind == b"EXIF":
            exif = EXIF + body[position + 8 : position + 8 + length].removeprefix(EXIF)
        elif kind in WEBP_CHUNKS:
            kept.append(body[position:end])
        position = end
    turned = _orientation_only(exif).removeprefix(EXIF)
    if kept and kept[0].startswith(b"VP8X"):
        flags = kept[0][8] & ~(WEBP_EXIF | WEBP_XMP) | (WEBP_EXIF if turned else 0)
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
    if turned:
        kept.append(b"EXIF" + struct.pack("<I", len(turned)) + turned + b"\0" * (len(turned) % 2))
    data = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(data)) + data


def _gif(body: bytes) -> bytes:
    begin = 13 + _table_size(body[10])
    return body[:begin] + b"".join(_gif_blocks(body, begin)) + TRAILER


def _table_size(flags: int) -> int:
    """How many bytes of colours follow."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_blocks(body: bytes, position: int) -> Iterator[bytes]:
    """Frames and what tells how to show them. What readers pass over is left out, and the end may be missing."""
    is_shown = False
    while (begins := body[position : position + 1]) != TRAILER and (begins or not is_shown):
        if begins == IMAGE:
            end = _end_of_blocks(body, position + 11 + _table_size(body[position + 9]))
            is_shown = True
            yield body[position:end]
        elif begins == EXTENSION:
            end = _end_of_blocks(body, position + 2)
            if _tells_how_to_show(body[position:end]):
                yield body[position:end]
        elif begins:
            end = position + 1
        else:
            raise NotAsFormatError
        position = end


def _tells_how_to_show(extension: bytes) -> bool:
    label = extension[1]
    return label == CONTROL or (label == APPLICATION and extension[3:14] in GIF_APPLICATIONS)


def _end_of_blocks(body: bytes, position: int) -> int:
    """Behind a row of blocks, each with its length before it, of which the last is empty."""
    while length := body[position]:
        position += 1 + length
    return position + 1


def _orientation_only(exif: bytes) -> bytes:
    """EXIF that says which way is up and nothing else; b"" where that is upright, or cannot be read."""
    if not exif:
        return b""
    told = Image.Exif()
    try:
        told.load(exif)
        orientation = told.get(ORIENTATION, UPRIGHT)
    except Exception:  # noqa: BLE001  (Pillow raises whatever a broken block makes it meet)
        return b""
    if orientation not in range(2, 9):
        return b""
    kept = Image.Exif()
    kept[ORIENTATION] = orientation
    return kept.tobytes()
