"""The database's search engine, as Wagtail's, except that nothing that is typed into a search box can break the query."""

from wagtail.search.backends import database

# SQLite takes a quotation mark for the end of a term, and PostgreSQL no NUL. A hyphen stands for both, and for a
# query of blanks: it separates words, and a query of nothing else finds nothing.
_BREAKING = str.maketrans({'"': "-", "\0": "-"})

# A tree of more words than fit in here is deeper than SQLite, and Python, will walk.
LONGEST = 200


def guarded_backend(params):
    """The backend for the database in use, with a guard before each query."""
    backend = database.SearchBackend(params)
    search = backend._search

    def guarded(compiler_class, query, model_or_queryset, **options):
        typed = _harmless(query) if isinstance(query, str) else query
        return search(compiler_class, typed, model_or_queryset, **options)

    backend._search = guarded
    return backend


def _harmless(query: str) -> str:
    typed = query[:LONGEST].translate(_BREAKING)
    return "-" if typed.isspace() else typed


# Wagtail looks for this name.
SearchBackend = guarded_backend
