"""What Parvis is measured against. Served by granian in processes of their own."""

import json
import os
from pathlib import Path


def bare(environ, start_response):
    """One answer from memory: the least that a server in Python can do."""
    headers, bare_headers, body, etag = _answer()
    if environ.get("HTTP_IF_NONE_MATCH") == etag:
        start_response("304 Not Modified", bare_headers)
        return []
    start_response("200 OK", headers)
    return [body]


def without_memory(environ, start_response):
    """Parvis without the answers from memory: Django, its middleware, and the database."""
    return _django()(environ, start_response)


_kept: dict[str, object] = {}


def _answer():
    if "answer" not in _kept:
        headers, bare_headers, body = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text())
        _kept["answer"] = list(headers.items()), list(bare_headers.items()), body.encode(), headers["Etag"]
    return _kept["answer"]


def _django():
    if "django" not in _kept:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  (the bare one must not load it)

        _kept["django"] = get_wsgi_application()
    return _kept["django"]
