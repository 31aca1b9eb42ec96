"""Which parameters of its query an answer depends on. Whoever remembers answers need not tell others apart: those that count visits, say."""

from django.http import HttpResponse


def depends_on(response: HttpResponse, *names: str) -> None:
    """Note that nothing else of the query was read. The names are the same for every answer of an address."""
    response.query_names = frozenset(names)


def names_of(response: HttpResponse) -> frozenset[str] | None:
    """The names; None where nobody noted any, and everything may matter."""
    return getattr(response, "query_names", None)
