"""Sized copies of images: what a browser may choose from, in one query, and what becomes of an image without its file."""

from pathlib import Path

from django.core.cache import cache
from django.core.files.base import ContentFile

from wagtail.images.models import Image

import pytest
from PIL import Image as Drawing

from events import pictures
from events.pictures import PHOTO, SMALL_PHOTO, Picture, copies, read_pictures, with_choices
from tests.events import announced
from tests.events.announced import ADDRESS
from tests.events.reader import read

pytestmark = pytest.mark.django_db
BRANDS = {"avif": b"ftypavif", "webp": b"WEBP"}


def make_image(width: int, height: int) -> Image:
    made = announced.make_image("photo")
    with made.file.storage.open(made.file.name, "wb") as file:
        Drawing.new("RGB", (width, height), "teal").save(file, "PNG")
    Image.objects.filter(pk=made.pk).update(width=width, height=height)
    return Image.objects.get(pk=made.pk)


def photo(image: Image) -> Picture:
    found = read_pictures((image.pk, size) for size in copies(SMALL_PHOTO, PHOTO))
    return with_choices(found, image.pk, small=SMALL_PHOTO, large=PHOTO)


def bytes_of(choices: str) -> list[tuple[bytes, str]]:
    """The first bytes of each file of a `srcset`, and its width."""
    media = Path(Image.objects.last().file.path).parents[1]
    named = [choice.split(" ") for choice in choices.split(", ")]
    return [((media / url.partition("/media/")[2]).read_bytes()[:16], width) for url, width in named]


@pytest.mark.parametrize(("choices", "kind"), [("choices", "webp"), ("lighter", "avif")])
def test_large_image_is_offered_in_two_widths_as_webp_and_as_avif(choices, kind):
    picture = photo(make_image(1600, 1200))

    files = bytes_of(getattr(picture, choices))

    assert (picture.width, picture.height) == (800, 600)
    assert [width for _head, width in files] == ["400w", "800w"]
    assert [BRANDS[kind] in head for head, _width in files] == [True, True]


def test_small_image_is_offered_in_the_one_width_that_it_has():
    picture = photo(make_image(300, 200))

    assert (picture.width, picture.choices) == (300, "")
    assert [width for _head, width in bytes_of(picture.lighter)] == ["300w"]


def test_pictures_that_were_made_before_take_one_query(django_assert_num_queries):
    image = make_image(1600, 1200)
    made = photo(image)
    cache.clear()

    with django_assert_num_queries(1):
        again = photo(image)

    assert again == made


def test_image_without_its_file_is_no_picture():
    image = make_image(1600, 1200)
    image.file.storage.delete(image.file.name)

    assert photo(image) is None


def test_damaged_image_is_no_picture():
    image = make_image(1600, 1200)
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(ContentFile(b"\x89PNG\r\n\x1a\nnothing").read())

    assert photo(image) is None


def test_library_without_avif_leaves_webp(monkeypatch):
    image = make_image(1600, 1200)
    monkeypatch.setattr(pictures, "HAS_AVIF", False)

    picture = photo(image)

    assert [width for _head, width in bytes_of(picture.choices)] == ["400w", "800w"]
    assert picture.lighter == ""
    assert image.renditions.count() == 2


def test_session_page_offers_avif_first_and_webp_to_others(client, announcement):
    tree = read(client, ADDRESS).tree

    sources = tree.xpath("//ul[@class='gallery']//picture/source")
    images = tree.xpath("//ul[@class='gallery']//picture//img")
    assert [source.get("type") for source in sources] == ["image/avif", "image/avif"]
    assert [Path(image.get("src")).suffix for image in images] == [".webp", ".webp"]
    assert [(image.get("width"), image.get("height")) for image in images] == [("60", "40")] * 2
    assert [image.get("loading") for image in images] == ["lazy", "lazy"]
