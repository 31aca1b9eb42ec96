"""The WSGI entry point that granian serves."""

import os
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from cms.deadline import wait_at_most, waiting_at_most
from cms.observing.peers import noting_peer

# How long a request waits for one answer of the database (seconds). Feeds have stored bytes, which come before the proxy gives up;
# editors may have to wait for each other.
DEADLINE, DEADLINE_OF_FEEDS, DEADLINE_OF_EDITORS = 5, 2, 30

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

_django = get_wsgi_application()

from feeds.fastpath import FastPath  # noqa: E402  (models are importable only now)


def _site(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Django, as patient as the request allows."""
    with waiting_at_most(_patience(environ)):
        return _django(environ, start_response)


def _patience(environ: dict) -> float:
    path = environ["PATH_INFO"]
    if path.startswith("/feeds/"):
        return DEADLINE_OF_FEEDS
    is_edit = environ["REQUEST_METHOD"] == "POST" and path.startswith("/admin/")
    return DEADLINE_OF_EDITORS if is_edit else DEADLINE


# The thread that looks for other hosts' changes too.
wait_at_most(DEADLINE)
# Only Django asks who a reader is: for logins, and whether the connection is safe.
application = FastPath(
    noting_peer(wrap_wsgi_with_proxy_headers(_site, settings.TRUSTED_PROXIES))
    if settings.TRUSTED_PROXIES
    else _site
)
