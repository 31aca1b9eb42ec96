"""Caches that understand the method PURGE: Varnish, nginx with such a module, Squid. Wagtail's own backend waits for ever for one that hangs."""

import datetime
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends import HTTPBackend

from feeds.deliveries import DeliveryError

TIMEOUT = datetime.timedelta(seconds=3)
# All of a batch together; a lease is longer (feeds/deliveries.py).
LONGEST = datetime.timedelta(seconds=45)
# 404: of nothing that the cache holds, as nginx says it.
DONE = {200, 204, 404}


class PurgeBackend(HTTPBackend):
    """As Wagtail's, over one connection for a batch, with deadlines. Raises DeliveryError where the cache did not do it."""

    def purge(self, url: str) -> None:
        """One address."""
        self.purge_batch([url])

    def purge_batch(self, urls: Sequence[str]) -> None:
        """Every address, or DeliveryError: whatever was purged before it is purged again later."""
        kind = HTTPSConnection if self.cache_scheme == "https" else HTTPConnection
        end = monotonic() + LONGEST.total_seconds()
        try:
            with closing(kind(self.cache_netloc, timeout=TIMEOUT.total_seconds())) as link:
                for url in urls:
                    _purge(link, url)
                    if monotonic() > end:
                        raise TimeoutError("it takes too long")
        except (OSError, HTTPException) as error:
            raise DeliveryError(
                f"The cache gave no answer: {type(error).__name__}: {error}", is_target_away=True
            ) from error


def _purge(link: HTTPConnection, url: str) -> None:
    parts = urlsplit(url)
    link.request(
        "PURGE", url.removeprefix(f"{parts.scheme}://{parts.netloc}"), headers={"Host": parts.netloc}
    )
    with link.getresponse() as answer:
        answer.read(10_000)
        if answer.status not in DONE:
            raise DeliveryError(f"The cache answered {answer.status} to PURGE.", is_target_away=True)
