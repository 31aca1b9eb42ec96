"""What machines ask about the machine: is it alive, can it serve, how does it do? Answered whatever the Host header says.

Supervisors and Prometheus ask by the address of a process, which is in no ALLOWED_HOSTS; these answers depend on no host.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from cms import health
from cms.observing import metrics

VIEWS = {"/healthz": health.alive, "/readyz": health.ready, "/metrics": metrics.metrics}


class Probes:
    """Stands in MIDDLEWARE above whatever looks at the host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of a probe; to whom it is not given, and for every other address, the site's own."""
        view = VIEWS.get(request.path_info)
        if view is None:
            return self.get_response(request)
        try:
            return view(request)
        except Http404:
            return HttpResponse("not found\n", status=404, content_type="text/plain; charset=utf-8")
