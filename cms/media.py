"""Pictures and documents in a bucket of S3, or of a server that speaks its protocol (MinIO, Garage, Ceph, R2), where MEDIA_S3 names one."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# Seconds; whoever reads a page waits for a picture that is made just now. Checksums only where a server asks: not all know them.
CONFIGURATION = Config(
    connect_timeout=3,
    read_timeout=15,
    retries={"max_attempts": 2},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
ABOUT_FILES = {"CacheControl": "public, max-age=86400"}


class MediaOnS3(S3Storage):
    """As django-storages has it, but that a bucket that is away is an OSError, as a disk that fails: no page is lost with a picture."""

    def get_default_settings(self) -> dict[str, object]:
        """Names are never used twice, and addresses are not signed: pictures are public, documents have no address here."""
        return super().get_default_settings() | {
            "client_config": CONFIGURATION,
            "object_parameters": ABOUT_FILES,
            "file_overwrite": False,
            "querystring_auth": False,
            "default_acl": None,
        }

    def _open(self, name, mode="rb"):
        with _as_disk(name):
            opened = super()._open(name, mode)
            if "r" in mode:
                opened.file  # noqa: B018  (fetched now, and not where nobody expects an error)
            return opened

    def _save(self, name, content):
        with _as_disk(name):
            return super()._save(name, content)

    def exists(self, name):
        with _as_disk(name):
            return super().exists(name)

    def delete(self, name):
        with _as_disk(name):
            super().delete(name)


@contextmanager
def _as_disk(name: str) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"The bucket failed for {name}: {type(error).__name__}: {error}") from error
