"""Pictures without metadata: nothing that was written beside the pixels is left, every pixel is, and up stays up (reliability.md T14)."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from events.metadata import without_metadata

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


def profile() -> bytes:
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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("length", [3, 11, 20, 40, 200])
def test_file_that_is_cut_off_comes_back_as_it_was(kind, length):
    cut = picture(kind)[:length]

    assert without_metadata(cut) == cut


@pytest.mark.parametrize("body", [b"", b"GIF89a", b"%PDF-1.7", b"RIFF\0\0\0\0WAVE"])
def test_other_files_come_back_as_they_were(body):
    assert without_metadata(body) == body


@given(
    st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b""]), st.binary(max_size=300)
)
def test_no_bytes_raise(beginning, rest):
    assert isinstance(without_metadata(beginning + rest), bytes)
