"""The poster: one sheet of A4 for the screen and for the printer, without a script; and the same as PDF."""

import hashlib
from functools import cache
from importlib import import_module
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import override

from events.addresses import absolute
from events.announcing.announcement import Announcement
from events.phrases import Phrase
from events.qr import qr_svg

TEMPLATE = "parvis_events/announcing/poster.html"
STYLE_SHEET = "parvis_events/announcing/poster.css"
# Tagged, with a title, a language and alternative texts, as screen readers need it (ISO 14289-1).
VARIANT = "pdf/ua-1"


def poster_html(announcement: Announcement, *, hint: Phrase | None = None) -> str:
    """A whole document in the reader's language. `hint` stands above the sheet on a screen and is not printed."""
    with override(announcement.language):
        return render_to_string(
            TEMPLATE,
            {
                "announcement": announcement,
                "hint": hint,
                "code": qr_svg(announcement.short_address, title=announcement.short_address),
                "style_sheet": render_to_string(STYLE_SHEET),
            },
        )


@cache
def makes_pdf() -> bool:
    """Whether WeasyPrint is installed, with the libraries that it needs."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


def poster_pdf(announcement: Announcement) -> bytes:
    """The sheet as a tagged PDF. Equal input gives equal bytes. Raises ImportError without WeasyPrint.

    Pictures come from the site's own storage: no request leaves, and nothing else is read.
    """
    weasyprint, urls = import_module("weasyprint"), import_module("weasyprint.urls")

    class Fetcher(urls.URLFetcher):
        def fetch(self, url, headers=None):
            with default_storage.open(stored_name(url)) as file:
                return urls.URLFetcherResponse(url, body=file.read())

    html = poster_html(announcement)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    document = weasyprint.HTML(string=html, base_url=absolute("/"), url_fetcher=Fetcher())
    return document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)


def stored_name(url: str) -> str:
    """The name in the storage of a picture at an address of ours. Raises ValueError for any other address."""
    base, path = absolute(settings.MEDIA_URL), url.partition("?")[0]
    if not path.startswith(base) or urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("Only pictures of this site stand on its posters.")
    return unquote(path.removeprefix(base))
