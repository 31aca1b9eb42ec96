"""Pictures without metadata: nothing that was written beside the pixels is left, every pixel is, and up stays up (reliability.md T14)."""

import zlib
from contextlib import suppress
from functools import cache
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from events.metadata import NotAsFormatError, without_metadata

SECRET = b"Zqx-camera-of-somebody"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"


def drawing() -> Image.Image:
    image = Image.new("RGB", (40, 24))
    image.putdata([(x * 6, y * 10, (x * y) % 256) for y in range(24) for x in range(40)])
    return image


def exif(orientation: int = 1) -> Image.Exif:
    """Place, device and artist, and which way is up."""
    told = Image.Exif()
    told[0x0112], told[0x013B], told[0x010F] = orientation, SECRET.decode(), SECRET.decode()
    told.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    return told


@cache
def profile() -> bytes:
    """It holds when it was made: one for all."""
    from PIL import ImageCms  # noqa: PLC0415  (of this function only)

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture(kind: str, *, orientation: int = 1, **options) -> bytes:
    out = BytesIO()
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
        options["pnginfo"] = texts
    elif kind in {"JPEG", "WEBP"}:
        options["xmp"] = XMP
    if kind == "JPEG":
        options["comment"] = SECRET
    drawing().save(out, kind, exif=exif(orientation), icc_profile=profile(), **options)
    return out.getvalue()


def read(body: bytes) -> Image.Image:
    image = Image.open(BytesIO(body))
    image.load()
    return image


FORMS = [
    ("JPEG", {}),
    ("JPEG", {"progressive": True}),
    ("JPEG", {"restart_marker_rows": 1}),
    ("PNG", {}),
    ("WEBP", {}),
    ("WEBP", {"lossless": True}),
]


@pytest.mark.parametrize(("kind", "options"), FORMS)
def test_nothing_is_left_but_pixels_and_colours(kind, options):
    before = picture(kind, **options)
    body = without_metadata(before)

    assert SECRET in before or kind == "PNG"
    assert SECRET not in body
    image, original = read(body), read(before)
    assert image.tobytes() == original.tobytes()
    assert image.info["icc_profile"] == original.info["icc_profile"]
    assert (
        dict(image.getexif()),
        image.info.get("xmp"),
        image.info.get("comment"),
        image.info.get("Author"),
    ) == (
        {},
        None,
        None,
        None,
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [2, 6, 8])
def test_up_stays_up(kind, orientation):
    body = without_metadata(picture(kind, orientation=orientation))

    assert SECRET not in body
    assert dict(read(body).getexif()) == {0x0112: orientation}


@pytest.mark.parametrize(("kind", "options"), FORMS)
def test_what_has_nothing_to_lose_stays_byte_for_byte(kind, options):
    once = without_metadata(picture(kind, **options))

    assert without_metadata(once) == once


def test_what_lies_behind_the_picture_goes_too():
    """Telephones put previews and positions there."""
    body = without_metadata(picture("JPEG") + b"\xff\xd8" + SECRET)

    assert body == without_metadata(picture("JPEG"))


def segments(body: bytes) -> list[int]:
    """Where the segments of a JPEG's head begin, the first behind SOI."""
    positions, position = [], 2
    while body[position + 1] != 0xDA:
        positions.append(position)
        position += 2 + int.from_bytes(body[position + 2 : position + 4])
    return [*positions, position]


@pytest.mark.parametrize(
    "padding", [b"\xff", b"\xff\xff\xff", b"\0", b"junk", b"\xff\0", SECRET, b"\xff\xd0"]
)
def test_what_lies_between_the_segments_goes(padding):
    """Fill bytes are legal there (T.81 B.1.1.2), and readers pass over anything else."""
    before = picture("JPEG")
    places = segments(before)
    padded = before[:2] + b"".join(
        padding + before[begin:end] for begin, end in zip(places, [*places[1:], None], strict=True)
    )

    assert without_metadata(padded) == without_metadata(before)


@pytest.mark.parametrize(("kind", "options"), FORMS[:3])
@pytest.mark.parametrize("end", [b"", b"\xff"])
def test_end_that_is_missing_is_put_there(kind, options, end):
    before = picture(kind, **options)

    assert without_metadata(before.removesuffix(b"\xff\xd9") + end) == without_metadata(before)


def test_small_picture_beside_a_jpeg_goes():
    """In JFIF's own segment, or in its extension (JFIF 1.02): it may show what was cut away."""
    before = picture("JPEG")
    first, second = segments(before)[:2]
    small = before[first : second - 2] + b"\1\1" + b"Zqx"
    small = small[:2] + (len(small) - 2).to_bytes(2) + small[4:]
    extension = b"JFXX\0\x13\1\1" + b"Zqx"
    extension = b"\xff\xe0" + (len(extension) + 2).to_bytes(2) + extension

    body = without_metadata(before[:2] + small + extension + before[second:])

    assert body == without_metadata(before)


def test_chunks_that_no_standard_names_go():
    """Programs keep their own there: previews, histories, who made it."""
    png, webp = picture("PNG"), picture("WEBP", lossless=True)
    chunk = (len(SECRET)).to_bytes(4) + b"caBX" + SECRET + zlib.crc32(b"caBX" + SECRET).to_bytes(4)
    at_end = b"Zqxx" + (len(SECRET)).to_bytes(4, "little") + SECRET + b"\0" * (len(SECRET) % 2)
    size = (len(webp) - 8 + len(at_end)).to_bytes(4, "little")

    assert without_metadata(png[:33] + chunk + png[33:]) == without_metadata(png)
    assert without_metadata(webp[:4] + size + webp[8:] + at_end) == without_metadata(webp)
    assert without_metadata(webp + SECRET) == without_metadata(webp)


def gif(*, comment: bytes = b"", between: bytes = b"") -> bytes:
    """Two frames, shown over and over; a comment as Pillow writes it."""
    out = BytesIO()
    frames = [drawing().quantize(8), drawing().rotate(180).quantize(8)]
    options = {"comment": comment} if comment else {}
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=[70, 90], loop=0, **options)
    body = out.getvalue()
    return body[:-1] + between + body[-1:]


def gif_extension(label: int, *parts: bytes) -> bytes:
    blocks = b"".join(bytes([len(part)]) + part for part in parts)
    return bytes([0x21, label]) + blocks + b"\0"


@pytest.mark.parametrize(
    "before",
    [
        gif(comment=SECRET),
        gif(between=gif_extension(0xFE, SECRET, SECRET)),
        gif(between=gif_extension(0xFF, b"XMP DataXMP", SECRET)),
        gif(between=gif_extension(0x01, b"\0" * 12, SECRET)),
        gif(between=gif_extension(0x77, SECRET)),
        gif(between=b"\0" + SECRET.replace(b",", b"").replace(b";", b"")),
        gif() + SECRET,
        gif()[:-1],
    ],
    ids=["comment", "later comment", "XMP", "text", "unknown", "junk", "behind", "no end"],
)
def test_gif_keeps_its_frames_and_no_words(before):
    body = without_metadata(before)

    assert body == without_metadata(gif()) == gif()
    assert SECRET not in body


def test_gif_keeps_its_colours_and_how_often_it_is_shown():
    profiled = gif(between=gif_extension(0xFF, b"ICCRGBG1012", profile()[:200]))

    assert without_metadata(profiled) == profiled
    image = read(without_metadata(gif(comment=SECRET)))
    assert (image.n_frames, image.info["loop"], image.info["duration"]) == (2, 0, 70)


@pytest.mark.parametrize(
    "body", [picture("JPEG"), picture("PNG"), picture("WEBP"), gif()], ids=["JPEG", "PNG", "WebP", "GIF"]
)
@pytest.mark.parametrize("length", [14, 20, 40, 200])
def test_file_that_is_cut_off_is_none_of_its_format(body, length):
    with pytest.raises(NotAsFormatError):
        without_metadata(body[:length])


@pytest.mark.parametrize("body", [b"", b"BM", b"%PDF-1.7", b"RIFF\0\0\0\0WAVE"])
def test_other_files_come_back_as_they_were(body):
    assert without_metadata(body) == body


@given(
    st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b""]),
    st.binary(max_size=300),
)
def test_any_bytes_come_back_as_bytes_or_are_refused(beginning, rest):
    with suppress(NotAsFormatError):
        assert isinstance(without_metadata(beginning + rest), bytes)


@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_no_change_of_a_picture_lets_its_metadata_through(kind, data):
    """Of one byte, or with some bytes put in, anywhere: what Pillow still reads comes without what was told, or is refused."""
    whole = gif(comment=SECRET) if kind == "GIF" else picture(kind)
    at = data.draw(st.integers(2, len(whole)))
    changed = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 2)) :]

    with suppress(NotAsFormatError):
        assert told_by(without_metadata(changed)) == {}


def told_by(body: bytes) -> dict:
    """What Pillow reads beside the pixels, but for which way is up; nothing of a file that it cannot open."""
    try:
        image = Image.open(BytesIO(body))
        told = dict(image.getexif())
    except Exception:  # noqa: BLE001  (whatever Pillow says of a broken file)
        return {}
    told.pop(0x0112, None)
    return told | {name: image.info[name] for name in ("xmp", "comment", "Author") if name in image.info}
