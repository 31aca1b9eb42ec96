"""The announcement as a mail: HTML, and one file (.eml) with the text and the HTML, which a mail program opens as a draft."""

import hashlib
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

from django.template.loader import render_to_string
from django.utils.translation import override

from events.announcing.announcement import Announcement
from events.announcing.mail_text import mail_text
from events.announcing.styles import ACCENT, STYLES
from events.text import clean_line

TEMPLATE = "parvis_events/announcing/mail.html"
# Base64 or quoted-printable: a mail with longer lines or with other octets is not carried everywhere.
POLICY = SMTP.clone(cte_type="7bit")


def mail_html(announcement: Announcement) -> str:
    """A whole document with its looks in its elements; in the reader's language, whatever the active one is."""
    with override(announcement.language):
        return render_to_string(TEMPLATE, {"announcement": announcement, "styles": STYLES, "accent": ACCENT})


def mail_file(announcement: Announcement) -> bytes:
    """The file of one announcement."""
    return mail_bytes(
        subject=announcement.subject,
        text=mail_text(announcement),
        html=mail_html(announcement),
        language=announcement.language,
    )


def mail_bytes(*, subject: str, text: str, html: str, language: str) -> bytes:
    """A message of two alternatives, text and HTML (RFC 2046 5.1.4). Equal input gives equal bytes.

    It has no date, sender or addressee: those are of the one who sends it. X-Unsent makes Outlook open it as a draft.
    """
    message = EmailMessage(policy=POLICY)
    message["X-Unsent"] = "1"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    for part in message.iter_parts():
        part["Content-Language"] = language
    message.set_boundary(_boundary(text, html))
    return _subject_line(subject) + message.as_bytes()


def _subject_line(subject: str) -> bytes:
    """The subject as encoded words (RFC 2047), one line whatever it held.

    By the older class of Python's email package: the newer folds some long subjects so that spaces get lost.
    """
    line = Header(clean_line(subject), "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {line}\r\n".encode("ascii")


def _boundary(text: str, html: str) -> str:
    """A mark between the parts: a digest of both, so that neither can hold it."""
    digest = hashlib.sha256("\0".join([text, html]).encode())
    return f"=_parvis-{digest.hexdigest()[:32]}"
