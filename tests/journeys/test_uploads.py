"""Files that editors upload: what is too big, broken or hostile is refused with a message at its field, and nothing is stored."""

from io import BytesIO
from pathlib import Path

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

import pytest
from PIL import Image

from tests import factories
from tests.admin_forms import errors_by_field
from tests.events.logged_in import administrator
from tests.feeds.disks import small_disk

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
PAGE = b"<!DOCTYPE html><title>x</title><script>alert(1)</script>"
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png(size: tuple[int, int] = (4, 4)) -> bytes:
    out = BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def admin(client, site, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return administrator(client)


def upload(client, view: str, name: str, content: bytes):
    """Send a file by the form of an image or a document; the messages by field."""
    data = {"title": "Affiche", "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse(view), data)
    return errors_by_field(answer) if answer.status_code == 200 else {}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("poster.png", png() + b"0" * 40 * MEGABYTE, "too big", id="40 MB"),
        pytest.param("poster.png", b"\x89PNG\r\n\x1a\nbroken", "corrupted image", id="broken"),
        pytest.param("poster.svg", SCRIPT, "Not a supported image format", id="SVG"),
        pytest.param("poster.png", SCRIPT, "Not a valid .png image", id="SVG by another name"),
        pytest.param("poster.png", PAGE, "corrupted image", id="page by another name"),
        pytest.param("poster.gif", png(), "Not a valid .gif image", id="PNG by another name"),
        pytest.param("poster.png", png((13_000, 10_000)), "too many pixels", id="130 million pixels"),
    ],
)
def test_image_that_cannot_be_shown_is_refused_by_its_field(admin, name, content, message):
    errors = upload(admin, "wagtailimages:add", name, content)

    assert [message in text for text in errors["file"]] == [True], errors
    assert get_image_model().objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("minutes.pdf", b"%PDF-1.7" + b"0" * 40 * MEGABYTE, "too big", id="40 MB"),
        pytest.param("minutes.html", b"<script>alert(1)</script>", "not allowed", id="HTML"),
        pytest.param("minutes.svg", SCRIPT, "not allowed", id="SVG"),
        pytest.param("minutes.exe", b"MZ", "not allowed", id="program"),
        pytest.param("minutes.PDF", b"%PDF-1.7 cut o", "no whole PDF", id="PDF that is cut off"),
        pytest.param("minutes.pdf", PAGE + b"%%EOF", "no whole PDF", id="page by another name"),
    ],
)
def test_document_of_no_good_kind_is_refused_by_its_field(admin, name, content, message):
    errors = upload(admin, "wagtaildocs:add", name, content)

    assert [message in text for text in errors["file"]] == [True], errors
    assert get_document_model().objects.count() == 0


def drop(client, view: str, name: str, content: bytes) -> dict:
    """Drop a file on the page for several; what the page is told of it."""
    data = {"title": "Affiche", "files[]": SimpleUploadedFile(name, content)}
    return client.post(reverse(view), data, headers={"X-Requested-With": "XMLHttpRequest"}).json()


@pytest.mark.parametrize(
    ("view", "name", "content", "message"),
    [
        pytest.param("wagtailimages", "poster.png", png() + b"0" * 11 * MEGABYTE, "too big", id="11 MB"),
        pytest.param(
            "wagtailimages", "poster.png", b"\x89PNG\r\n\x1a\nbroken", "corrupted image", id="broken picture"
        ),
        pytest.param("wagtailimages", "poster.svg", SCRIPT, "Not a supported image format", id="SVG"),
        pytest.param("wagtailimages", "poster.png", PAGE, "corrupted image", id="picture that is a page"),
        pytest.param("wagtaildocs", "minutes.pdf", b"0" * 11 * MEGABYTE, "too big", id="11 MB of a document"),
        pytest.param("wagtaildocs", "minutes.pdf", PAGE, "no whole PDF", id="page as a PDF"),
        pytest.param("wagtaildocs", "minutes.svg", SCRIPT, "not allowed", id="SVG as a document"),
        pytest.param("wagtaildocs", "poster.png", PAGE, "not allowed", id="picture as a document"),
    ],
)
def test_file_that_is_dropped_among_several_is_refused_with_a_message(admin, view, name, content, message):
    told = drop(admin, f"{view}:add_multiple", name, content)

    assert (told["success"], message in told["error_message"]) == (False, True), told
    assert (get_image_model().objects.count(), get_document_model().objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(
            "minutes.pdf",
            b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\n%%EOF\n",
            id="PDF with a script",
        ),
        pytest.param("minutes.pdf", b"%PDF-1.7" + PAGE + b"%%EOF", id="PDF that is a page too"),
        pytest.param("minutes.txt", PAGE, id="text that is a page"),
        pytest.param("minutes.vtt", SCRIPT, id="captions that are a drawing"),
    ],
)
def test_document_is_a_download_that_runs_nothing(admin, client, name, content):
    upload(admin, "wagtaildocs:add", name, content)
    client.logout()

    answer = client.get(get_document_model().objects.get().url)

    assert b"".join(answer) == content
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert (
        answer["Content-Type"]
        == {"pdf": "application/pdf", "txt": "text/plain", "vtt": "text/vtt"}[name[-3:]]
    )


def test_good_picture_and_minutes_are_kept(admin):
    assert upload(admin, "wagtailimages:add", "poster.png", png()) == {}
    assert upload(admin, "wagtaildocs:add", "minutes.pdf", b"%PDF-1.7\n" + b"0" * 5000 + b"%%EOF\r\n") == {}

    assert (get_image_model().objects.count(), get_document_model().objects.count()) == (1, 1)


def test_picture_is_stored_without_the_place_where_it_was_taken(admin):
    told = Image.Exif()
    told[0x0112], told[0x013B] = 6, "Zqx"
    told.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0)})
    out = BytesIO()
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=told)

    assert upload(admin, "wagtailimages:add", "place.jpg", out.getvalue()) == {}

    image = get_image_model().objects.get()
    with image.file.open() as file:
        stored = Image.open(file)
        assert dict(stored.getexif()) == {0x0112: 6}
    # As it is shown: Wagtail turns it.
    assert image.get_rendition("original").width == 20
    assert image.file_size == image.file.size


@pytest.mark.parametrize(
    ("kind", "damage", "errors"),
    [
        pytest.param("JPEG", lambda body: body[:2] + b"\xff\xff" + body[2:], [], id="fill bytes"),
        pytest.param("GIF", lambda body: body, [], id="comment"),
        pytest.param("GIF", lambda body: body[:-20], ["damaged"], id="second frame cut off"),
        pytest.param("PNG", lambda body: body[:-12], ["damaged"], id="no end"),
    ],
)
def test_picture_of_which_nobody_can_say_what_is_in_it_is_not_stored(admin, kind, damage, errors):
    """Pillow shows them all. What is kept is kept without what was told."""
    secret = b"Zqx-camera-of-somebody"
    told = Image.Exif()
    told[0x013B] = secret.decode()
    frames = [Image.effect_noise((40, 20), 50) for _number in range(2)]
    animated = {"comment": secret, "save_all": True, "append_images": frames[1:]}
    out = BytesIO()
    frames[0].save(out, kind, **(animated if kind == "GIF" else {"exif": told}))
    content = damage(out.getvalue())
    assert secret in content

    said = upload(admin, "wagtailimages:add", f"place.{kind.lower()}", content)

    assert [error in text for text, error in zip(said.get("file", []), errors, strict=True)] == [True] * len(
        errors
    )
    stored = [Path(image.file.path).read_bytes() for image in get_image_model().objects.all()]
    assert [secret in body for body in stored] == [False] * (1 - len(errors))


@pytest.mark.small_disk
@pytest.mark.parametrize(
    ("view", "name", "content"),
    [("wagtailimages:add", "poster.png", png()), ("wagtaildocs:add", "minutes.pdf", b"%PDF-1.7 ... %%EOF")],
    ids=["image", "document"],
)
def test_full_disk_refuses_a_file_by_its_field_and_keeps_nothing_of_it(
    client, site, tmp_path, settings, view, name, content
):
    with small_disk(tmp_path) as disk:
        settings.MEDIA_ROOT = tmp_path
        admin = administrator(client)
        before = upload(admin, view, name, content)
        held = stored_in(tmp_path)
        disk.fill()

        errors = upload(admin, view, f"2-{name}", content)

        assert (before, ["no room for this file" in text for text in errors["file"]]) == ({}, [True]), errors
        assert stored_in(tmp_path) == held != set()
        disk.free()
        assert upload(admin, view, f"3-{name}", content) == {}


@pytest.mark.small_disk
def test_full_disk_costs_a_page_its_new_copies_only(client, session, tmp_path, settings):
    with small_disk(tmp_path) as disk:
        settings.MEDIA_ROOT = tmp_path
        session.poster = get_image_model().objects.create(
            title="Affiche", file=SimpleUploadedFile("poster.png", png((600, 800)))
        )
        factories.publish(session)
        disk.fill()
        full = client.get("/fr/solidarites/seance-7/")
        disk.free()
        cache.clear()

        again = client.get("/fr/solidarites/seance-7/")

    assert (full.status_code, "images/poster" in full.text) == (200, False)
    assert (again.status_code, "images/poster" in again.text) == (200, True)


def stored_in(folder) -> set[str]:
    return {each.name for each in folder.rglob("*") if each.is_file()} - {"ballast"}
