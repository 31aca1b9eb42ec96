"""Which content policy holds where. Pure: the settings are built from it."""

from urllib.parse import urlsplit

from feeds.content_policy import as_header, own_sources, public_directives

Directives = dict[str, list[str]]


def content_policies(*, static_url: str, media_url: str, preview_url: str = "") -> dict[str, str]:
    """Headers by the beginning of an address, as SecurityHeaders takes them. `preview_url`: the front end that shows drafts."""
    own = own_sources(static_url, media_url)
    front = urlsplit(preview_url)
    fronts = [f"{front.scheme}://{front.netloc}"] if front.netloc else []
    return {
        "/admin/": as_header(_of_editors(own, fronts=fronts)),
        "/api/": as_header(_of_documentation(own)),
        "": as_header(public_directives(own)),
    }


def _of_editors(own: list[str], *, fronts: list[str]) -> Directives:
    """Widgets of Wagtail and wagtail-localize write scripts and styles into the page: both are allowed inline there."""
    return public_directives(own) | {
        "script-src": [*own, "'unsafe-inline'"],
        "style-src": [*own, "'unsafe-inline'"],
        # Wagtail shows pictures before they are uploaded, and draws its symbols, from memory.
        "img-src": [*own, "data:", "blob:"],
        "frame-src": ["'self'", "https:", *fronts],
        "frame-ancestors": ["'self'"],
    }


def _of_documentation(own: list[str]) -> Directives:
    """The API's pages for programmers: a program of others, from our own files, that sets styles as it draws."""
    return public_directives(own) | {"style-src": [*own, "'unsafe-inline'"], "img-src": [*own, "data:"]}
