"""What the software does with what it knows of people, as the words of a page: a new site's, and the demo's."""

from pathlib import Path

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

CATALOGUES = Path(__file__).parent / "locale"
PARAGRAPHS = (
    _(
        "Reading this site sets no cookie and stores nothing in your browser. Its pages load nothing from another site, measure no audience"
        " and ask for no account. Only those who write the site log in; a cookie then keeps their login."
    ),
    _(
        "Whoever subscribes to a calendar or a feed leaves no address: their program comes back to read the file. The server may keep a"
        " technical log of the requests that it gets; how long depends on whoever runs it."
    ),
    _(
        "Links to a meeting room, a video or an online calendar lead to other sites, which have rules of their own. Nothing is sent to them"
        " before you follow the link."
    ),
    _(
        "Old versions of pages are deleted after two years, failed logins after a quarter of an hour, and what was withdrawn leaves the feeds"
        " 90 days after its date. Whoever asks for it is taken out of pages, drafts, feeds and searches."
    ),
)


def privacy_paragraphs(language: str) -> list[str]:
    """In a language as "fr" or "fr-ca"; none in one into which they are not translated."""
    name = language.partition("-")[0]
    # Asked for a language without a catalogue, Django answers in the site's first.
    if name != "en" and not (CATALOGUES / name).is_dir():
        return []
    with override(language):
        return [str(paragraph) for paragraph in PARAGRAPHS]


def privacy_title(language: str) -> str:
    """The title of such a page."""
    with override(language):
        return gettext("Privacy")


def as_rich_text(paragraphs: list[str]) -> SafeString:
    """Paragraphs of plain text as a rich text field holds them."""
    return format_html_join("", "<p>{}</p>", ([paragraph] for paragraph in paragraphs))
