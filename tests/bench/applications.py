"""What Parvis is measured against. Served by granian in processes of their own."""

import json
import os
from pathlib import Path


def bare(environ, start_response):
    """Answers from memory: the least that a server in Python can do."""
    answers = _kept.get("answers") or _read_answers()
    if environ.get("HTTP_IF_NONE_MATCH") == answers["etag"]:
        status, headers, body = answers["304"]
    elif environ.get("HTTP_ACCEPT_ENCODING") == "gzip":
        status, headers, body = answers["gzip"]
    else:
        status, headers, body = answers["200"]
    start_response(status, headers)
    return body


def without_memory(environ, start_response):
    """Parvis without the answers from memory: Django, its middleware, and the database."""
    return _django()(environ, start_response)


_kept: dict = {}


def _read_answers() -> dict:
    read = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text())
    lines = {"200": "200 OK", "304": "304 Not Modified", "gzip": "200 OK"}
    answers = {}
    for name, (headers, body) in read.items():
        content = bytes.fromhex(body)
        answers[name] = (lines[name], list(headers.items()), [content] if content else [])
    _kept["answers"] = answers | {"etag": read["200"][0]["Etag"]}
    return _kept["answers"]


def _django():
    if "django" not in _kept:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  (the bare one must not load it)

        _kept["django"] = get_wsgi_application()
    return _kept["django"]
