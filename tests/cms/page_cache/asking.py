"""Pages that are asked for, and what an answer costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

PAGE = "/fr/solidarites/seance-7/"
JOIN = "/fr/join/solidarites-7/"


def queries(client, path: str, **headers) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(path, headers=headers)
    return len(found)
