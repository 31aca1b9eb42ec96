"""A web process without a network: the fast path in front of Django, with a count of what reaches Django."""

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from feeds.fastpath import FastPath

Said = tuple[str, dict[str, str], bytes]


class Server:
    """FastPath in front of Django; `django` may be replaced."""

    def __init__(self) -> None:
        self.passed_on = 0
        self.django = WSGIHandler()
        self._fast = FastPath(self._application)

    def _application(self, environ, start_response):
        self.passed_on += 1
        return self.django(environ, start_response)

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> tuple[Said, bool]:
        """Status, headers and body, and whether Django was asked."""
        before, said = self.passed_on, []
        environ = RequestFactory().generic(method, path, headers=headers).environ
        body = b"".join(self._fast(environ, lambda *args: said.append(args)))
        (status, sent), *_others = said
        return (status, dict(sent), body), self.passed_on > before
