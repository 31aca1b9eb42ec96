"""Pictures without what cameras and programs write beside the pixels: places, names, devices, previews. Pure.

Losslessly: segments are left out, pixels are not touched. What stays: colour profiles, and which way is up. A file that is not built
as its format says comes back as it was; whoever asks has had it read by Pillow before.
"""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

ORIENTATION, UPRIGHT = 0x0112, 1
EXIF = b"Exif\0\0"
# JPEG (ITU-T T.81 B.1.1.3): markers by their second byte.
SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
WITHOUT_LENGTH = {0x00, 0x01, *range(0xD0, 0xD8)}
PNG = b"\x89PNG\r\n\x1a\n"
PNG_TEXTS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
# WebP (RFC 9649, 2.7): what the header of an extended file says of its chunks.
WEBP_EXIF, WEBP_XMP = 0x08, 0x04


class _BrokenError(ValueError):
    """Not built as its format says."""


def without_metadata(body: bytes) -> bytes:
    """A JPEG, PNG or WebP file without its metadata; anything else as it is."""
    try:
        if body.startswith(b"\xff\xd8"):
            return _jpeg(body)
        if body.startswith(PNG):
            return _png(body)
        if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
            return _webp(body)
    except (_BrokenError, struct.error):
        pass
    return body


def _jpeg(body: bytes) -> bytes:
    kept, exif = [], b""
    for marker, segment in _jpeg_segments(body):
        if marker == APP1 and segment[4:10] == EXIF:
            exif = exif or segment[4:]
        if not _is_metadata(marker, segment):
            kept.append(segment)
    if turned := _orientation_only(exif):
        kept.insert(1, struct.pack(">BBH", 0xFF, APP1, len(turned) + 2) + turned)
    return b"".join(kept)


def _is_metadata(marker: int, segment: bytes) -> bool:
    if marker == APP2:
        return not segment[4:].startswith(b"ICC_PROFILE\0")
    return marker == COMMENT or (APP0 < marker <= APP15 and marker != APP14)


def _jpeg_segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments, entropy-coded data with its scan; nothing that lies behind the picture's end."""
    yield SOI, body[:2]
    position = 2
    while True:
        marker = _marker_at(body, position)
        if marker == EOI:
            yield EOI, b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", body, position + 2)
        end = position + 2 + length
        if marker == SOS:
            end = _end_of_scan(body, end)
        if length < 2 or end > len(body):
            raise _BrokenError
        yield marker, body[position:end]
        position = end


def _marker_at(body: bytes, position: int) -> int:
    if body[position : position + 1] != b"\xff" or position + 1 >= len(body):
        raise _BrokenError
    return body[position + 1]


def _end_of_scan(body: bytes, position: int) -> int:
    """Where the next segment begins: 0xFF and a byte that is neither stuffed nor a restart."""
    while True:
        position = body.find(b"\xff", position)
        if position < 0 or position + 1 >= len(body):
            raise _BrokenError
        if body[position + 1] not in WITHOUT_LENGTH:
            return position
        position += 2


def _png(body: bytes) -> bytes:
    kept, exif = [PNG], b""
    position = len(PNG)
    while position < len(body):
        (length,) = struct.unpack_from(">I", body, position)
        kind, end = body[position + 4 : position + 8], position + 12 + length
        if end > len(body):
            raise _BrokenError
        if kind == b"eXIf":
            exif = EXIF + body[position + 8 : end - 4]
        elif kind == b"IEND":
            kept.append(body[position:end])
            break
        elif kind not in PNG_TEXTS:
            kept.append(body[position:end])
        position = end
    if turned := _orientation_only(exif):
        kept.insert(-1, _png_chunk(b"eXIf", turned.removeprefix(EXIF)))
    return b"".join(kept)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _webp(body: bytes) -> bytes:
    kept, exif = [], b""
    position = 12
    while position < len(body):
        (length,) = struct.unpack_from("<I", body, position + 4)
        kind, end = body[position : position + 4], position + 8 + length + length % 2
        if end > len(body) + 1:
            raise _BrokenError
        if kind == b"EXIF":
            exif = EXIF + body[position + 8 : position + 8 + length].removeprefix(EXIF)
        elif kind != b"XMP ":
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
