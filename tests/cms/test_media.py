"""Pictures and documents in a bucket: stored, shown, served, taken away, and done without while it is away."""

from io import BytesIO

from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

import pytest
from PIL import Image

from cms.security.policies import content_policies
from cms.settings.media import ON_DISK, media_storage, public_root
from events.announcing.poster import stored_name
from tests import factories
from tests.cms.s3_server import s3
from tests.cms.test_settings import ENVIRONMENT, settings_of
from tests.events.logged_in import administrator
from tests.journeys.test_uploads import upload

PUBLIC = "https://media.museum.example/pictures/"
PAGE = "/fr/solidarites/seance-7/"


@pytest.fixture
def bucket(settings, monkeypatch):
    """In place of the disk, under an address of its own for readers."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    with s3() as bucket:
        settings.MEDIA_URL = PUBLIC
        settings.STORAGES = settings.STORAGES | {"default": media_storage(bucket.url, media_url=PUBLIC)}
        yield bucket


def photo() -> bytes:
    """A picture that tells where it was taken."""
    told, out = Image.Exif(), BytesIO()
    told[0x010F] = "canary of the camera"
    Image.new("RGB", (900, 600), "navy").save(out, "JPEG", exif=told)
    return out.getvalue()


@pytest.mark.django_db
class TestBucket:
    @pytest.fixture
    def admin(self, client, site):
        return administrator(client)

    def test_picture_lies_there_without_metadata_and_is_found_under_the_public_address(self, bucket, admin):
        assert upload(admin, "wagtailimages:add", "photo.jpg", photo()) == {}

        image = get_image_model().objects.get()
        name = image.file.name
        assert b"canary" not in bucket.objects[name]
        assert image.file.url == f"{PUBLIC}{name}"
        assert (bucket.headers[name]["Content-Type"], bucket.headers[name]["Cache-Control"]) == (
            "image/jpeg",
            "public, max-age=86400",
        )

    def test_sized_copies_are_made_of_it_and_lie_beside_it(self, bucket, admin):
        upload(admin, "wagtailimages:add", "photo.jpg", photo())

        rendition = get_image_model().objects.get().get_rendition("max-300x300|format-webp")

        assert Image.open(BytesIO(bucket.objects[rendition.file.name])).size == (300, 200)
        assert rendition.url == f"{PUBLIC}{rendition.file.name}"
        assert stored_name(rendition.url) == rendition.file.name

    def test_second_picture_of_a_name_leaves_the_first(self, bucket, admin):
        for _each in range(2):
            upload(admin, "wagtailimages:add", "photo.jpg", photo())

        assert (
            len(bucket.objects)
            == len({name for name in bucket.objects if name.startswith("original_images/")})
            == 2
        )

    def test_document_is_a_download_of_the_site_and_no_address_of_the_bucket(self, bucket, admin, client):
        upload(admin, "wagtaildocs:add", "minutes.txt", b"What was said")
        document = get_document_model().objects.get()

        answer = client.get(document.url)

        assert document.url.startswith("/documents/")
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"What was said")
        assert answer["Content-Disposition"].startswith("attachment")

    def test_what_is_deleted_is_gone(self, bucket, admin, django_capture_on_commit_callbacks):
        upload(admin, "wagtaildocs:add", "minutes.txt", b"What was said")

        with django_capture_on_commit_callbacks(execute=True):
            admin.post(reverse("wagtaildocs:delete", args=[get_document_model().objects.get().pk]))

        assert bucket.objects == {}

    def test_page_and_feed_name_the_public_address(self, bucket, session, client):
        image = get_image_model().objects.create(title="x", file=SimpleUploadedFile("photo.jpg", photo()))
        factories.publish(session, poster=image)

        page, feed = (
            client.get(PAGE).content.decode(),
            client.get("/feeds/fr/all/sessions.json").content.decode(),
        )

        assert f'src="{PUBLIC}images/' in page
        assert f"{PUBLIC}original_images/photo.jpg" in feed

    def test_bucket_that_fails_costs_a_page_its_new_pictures_only(self, bucket, session, client):
        image = get_image_model().objects.create(title="x", file=SimpleUploadedFile("photo.jpg", photo()))
        factories.publish(session, poster=image)
        get_image_model().get_rendition_model().objects.all().delete()
        bucket.objects.clear()

        page = client.get(PAGE)

        assert (page.status_code, PUBLIC in page.content.decode()) == (200, False)

    def test_bucket_that_is_away_costs_a_page_its_new_pictures_only(
        self, session, client, settings, monkeypatch
    ):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
        image = get_image_model().objects.create(title="x", file=SimpleUploadedFile("photo.jpg", photo()))
        factories.publish(session, poster=image)
        get_image_model().get_rendition_model().objects.all().delete()
        away = media_storage("http://127.0.0.1:9/media-bucket", media_url=PUBLIC)
        settings.STORAGES = settings.STORAGES | {"default": away}

        page = client.get(PAGE)

        assert (page.status_code, PUBLIC in page.content.decode()) == (200, False)


class TestVariables:
    def test_disk_without_a_bucket(self):
        assert media_storage("", media_url="/media/") == ON_DISK
        assert public_root("") == "/media/"

    def test_bucket_at_amazon_has_no_address_of_its_own(self):
        options = media_storage("s3://media-bucket", media_url=PUBLIC)["OPTIONS"]

        assert options == {
            "bucket_name": "media-bucket",
            "custom_domain": "media.museum.example/pictures",
            "url_protocol": "https:",
        }

    @pytest.mark.parametrize(
        "bucket",
        [
            "media",
            "s3://",
            "https://s3.museum.example/",
            "https://k:s@s3.museum.example/media",
            "ftp://x/media",
        ],
    )
    def test_what_is_no_bucket_is_refused(self, bucket):
        with pytest.raises(ImproperlyConfigured, match="MEDIA_S3 must be"):
            media_storage(bucket, media_url=PUBLIC)

    def test_bucket_without_a_public_address_is_refused(self):
        with pytest.raises(ImproperlyConfigured, match="MEDIA_URL must be"):
            media_storage("s3://media-bucket", media_url=public_root(""))

    def test_policy_of_pages_allows_pictures_from_there(self):
        policy = content_policies(static_url="/static/", media_url=PUBLIC)[""]

        assert "img-src 'self' https://media.museum.example;" in policy

    def test_production_takes_them_from_the_environment(self, tmp_path):
        names = ("STORAGES", "MEDIA_URL", "WAGTAILDOCS_SERVE_METHOD")
        variables = ENVIRONMENT | {
            "MEDIA_S3": "https://s3.museum.example/media-bucket",
            "MEDIA_URL": PUBLIC.rstrip("/"),
        }

        storages, url, method = settings_of(tmp_path, *names, settings="cms.settings.production", **variables)

        assert (url, method) == (PUBLIC, "serve_view")
        assert storages["default"]["OPTIONS"]["endpoint_url"] == "https://s3.museum.example"
