"""The variables MEDIA_S3 and MEDIA_URL: where pictures and documents lie, and under which address readers find the pictures."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ON_DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def media_storage(bucket: str, *, media_url: str) -> dict[str, object]:
    """Django's setting for the storage of files. Raises ImproperlyConfigured for an address that is none.

    `bucket`: "s3://NAME" at Amazon, "https://s3.museum.example/NAME" elsewhere, "" for the disk. `media_url`: with a slash at its end.
    """
    if not bucket:
        return ON_DISK
    parts = urlsplit(bucket)
    name = parts.netloc if parts.scheme == "s3" else parts.path.strip("/")
    if parts.scheme not in ("s3", "https", "http") or "@" in parts.netloc or not BUCKET.fullmatch(name):
        raise ImproperlyConfigured(
            "MEDIA_S3 must be s3://BUCKET, or an address such as https://s3.museum.example/BUCKET."
        )
    public = urlsplit(media_url)
    if public.scheme not in ("https", "http") or not public.netloc:
        raise ImproperlyConfigured(
            "MEDIA_URL must be the public address of the bucket's pictures, with MEDIA_S3."
        )
    options = {
        "bucket_name": name,
        "custom_domain": f"{public.netloc}{public.path}".rstrip("/"),
        "url_protocol": f"{public.scheme}:",
    }
    if parts.scheme != "s3":
        options |= {"endpoint_url": f"{parts.scheme}://{parts.netloc}", "addressing_style": "path"}
    return {"BACKEND": "cms.media.MediaOnS3", "OPTIONS": options}


def public_root(address: str) -> str:
    """MEDIA_URL as Django has it, with a slash at its end; our own folder where it is empty."""
    return f"{address.strip().rstrip('/')}/" if address.strip() else "/media/"
