"""The drawn placeholders: equal bytes for equal arguments, the promised sizes, Latin text only."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from cms.demo.images import composition, draw_logo, draw_photo, draw_poster
from cms.demo.lettering import UnsupportedTextError

POSTER = {
    "kind": "Cycle de débats participatifs sur plateforme numérique",
    "session": "Séance 7 - Mardi 18 mai 2021",
    "title": "Construire des solidarités entre musées à travers le monde",
    "seed": "solidarites-7",
}

# What the alternative texts in content/ describe. A colonnade has one column more than its number, a dome twice as
# many windows.
COMPOSITIONS = {
    "athens-gate": ("arcade", 4, "lavender"),
    "pickett": ("enfilade", 4, "slate"),
    "bissan": ("colonnade", 5, "ochre"),
    "andreas-gop": ("gallery", 4, "lavender"),
    "athens-1": ("vessels", 4, "lavender"),
    "athens-2": ("vessels", 3, "ochre"),
    "abulhijab": ("arcade", 5, "ochre"),
    "dooley": ("enfilade", 5, "olive"),
    "museum-athens": ("dome", 3, "slate"),
    "museum": ("skylight", 5, "rose"),
    "marie": ("colonnade", 5, "olive"),
    "museum-plaskovritsa": ("arcade", 5, "stone"),
    "reserves-shelves": ("staircase", 3, "lavender"),
    "reserves-window": ("skylight", 3, "slate"),
    "programme-saison": ("enfilade", 5, "stone"),
    "replays-sous-titres": ("gallery", 3, "stone"),
    "fiche-prets": ("colonnade", 3, "olive"),
    "appel-questions": ("vessels", 3, "stone"),
}


def chunk_names(png: bytes) -> list[bytes]:
    names, position = [], 8
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        names.append(png[position + 4 : position + 8])
        position += length + 12
    return names


@pytest.mark.parametrize("seed", COMPOSITIONS)
def test_photo_of_each_key_shows_what_its_alternative_text_says(seed):
    assert composition(seed) == COMPOSITIONS[seed]


def test_photos_of_different_keys_differ():
    photos = {draw_photo(seed) for seed in COMPOSITIONS}

    assert len(photos) == len(COMPOSITIONS)


@pytest.mark.parametrize("seed", COMPOSITIONS)
def test_photo_is_a_small_png_of_1200_by_800(seed):
    photo = draw_photo(seed)

    image = Image.open(BytesIO(photo))
    assert (image.format, image.size) == ("PNG", (1200, 800))
    assert len(photo) < 40_000


def test_photo_of_any_seed_can_be_drawn():
    assert Image.open(BytesIO(draw_photo("αποθήκη מחסן"))).size == (1200, 800)


def test_poster_is_a_small_portrait_png():
    poster = draw_poster(**POSTER)

    image = Image.open(BytesIO(poster))
    assert (image.format, image.size) == ("PNG", (1000, 1414))
    assert len(poster) < 150_000


@pytest.mark.parametrize("field", POSTER)
def test_poster_shows_each_of_its_arguments(field):
    changed = POSTER | {field: "Autre chose"}

    assert draw_poster(**changed) != draw_poster(**POSTER)


def test_poster_with_a_very_long_title_keeps_its_size():
    poster = draw_poster(**POSTER | {"title": "Une question de méthode et de mesure " * 8})

    assert Image.open(BytesIO(poster)).size == (1000, 1414)


def test_logo_is_a_framed_name_on_white():
    image = Image.open(BytesIO(draw_logo("ICOM France"))).convert("RGB")

    assert image.size == (600, 240)
    assert [image.getpixel(point) for point in ((0, 0), (20, 20))] == [(255, 255, 255), (255, 255, 255)]
    assert image.getpixel((7, 120)) != (255, 255, 255)


def test_logo_of_a_long_name_stays_inside_its_frame():
    image = Image.open(BytesIO(draw_logo("Comité international des musées de sciences"))).convert("RGB")

    margins = image.crop((12, 12, 36, 228)), image.crop((564, 12, 588, 228))
    assert [margin.getcolors() for margin in margins] == [[(24 * 216, (255, 255, 255))]] * 2


@pytest.mark.parametrize(
    "draw",
    [lambda: draw_photo("athens-gate"), lambda: draw_poster(**POSTER), lambda: draw_logo("CIMUSET")],
    ids=["photo", "poster", "logo"],
)
def test_picture_drawn_twice_is_equal_byte_for_byte_and_undated(draw):
    picture = draw()

    assert draw() == picture
    assert set(chunk_names(picture)) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


@pytest.mark.parametrize("text", ["Ελληνικό Τμήμα", "ישראל", "Å", "☂"])
def test_text_that_the_font_lacks_is_refused(text):
    with pytest.raises(UnsupportedTextError):
        draw_logo(text)
