"""The WSGI entry point that granian serves."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

from cms.postgresql import waiting_at_most

# How long a request waits for one answer of the database (seconds); editors, who may have to wait for each other, longer.
DEADLINE, DEADLINE_OF_EDITORS = 5, 30

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

_django = get_wsgi_application()

from feeds.fastpath import FastPath  # noqa: E402  (models are importable only now)


def _impatient(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Django, which lets go of a database that does not answer."""
    writes = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith("/admin/")
    with waiting_at_most(DEADLINE_OF_EDITORS if writes else DEADLINE):
        return _django(environ, start_response)


application = FastPath(_impatient)
