"""What a supervisor asks: is the process alive, and can it serve pages? No page and no login is needed for either.

Answered by cms/observing/probes.py, before anything looks at the host.
"""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.migrated import is_migrated

TABLE = "wagtailcore_site"


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; the database is not asked."""
    return _plain("alive")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every table that this code needs, else 503: a proxy sends nobody here until then."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")  # noqa: S608  (a constant)
            sites = cursor.fetchone()[0]
        if not is_migrated():
            return _plain("the database is older than the code: run manage.py migrate", status=503)
    except Error:
        return _plain("the database does not answer, or is not migrated", status=503)
    return _plain("ready") if sites else _plain("there is no site yet", status=503)


def _plain(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
