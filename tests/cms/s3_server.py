"""A bucket in memory behind a server on loopback: what boto3 asks of S3 for files that are put, read, looked at and deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from tests.feeds.servers import Asked, http_server

MISSING = b"<Error><Code>NoSuchKey</Code><Message>There is none.</Message></Error>"
ETAG = '"0"'


@dataclass
class Bucket:
    """`url` of the bucket; `objects` by name; `types` as they were said when they were put."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        assert asked.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        name = unquote(urlsplit(asked.resource).path).removeprefix("/media-bucket/")
        if asked.method == "PUT":
            assert "aws-chunked" not in asked.headers.get("Content-Encoding", "")
            self.objects[name], self.headers[name] = asked.body, asked.headers
            return 200, {"ETag": ETAG, "Content-Length": "0"}, b""
        if asked.method == "DELETE":
            self.objects.pop(name, None)
            return 204, {}, b""
        if name not in self.objects:
            return 404, {"Content-Type": "application/xml", "Content-Length": str(len(MISSING))}, MISSING
        body = self.objects[name]
        said = {
            "ETag": ETAG,
            "Content-Length": str(len(body)),
            "Last-Modified": "Fri, 27 Nov 2026 12:00:00 GMT",
        }
        return 200, said, b"" if asked.method == "HEAD" else body


@contextmanager
def s3() -> Iterator[Bucket]:
    """An empty bucket "media-bucket"; the key is "key"."""
    bucket = Bucket()
    with http_server(bucket.answer, methods=("GET", "HEAD", "PUT", "DELETE")) as server:
        bucket.url = f"{server.url}/media-bucket"
        yield bucket
