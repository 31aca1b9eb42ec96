"""Announcements as files: a folder per language, all of them in one archive whose bytes depend on what it holds only."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping

from events.announcing.announcement import Announcement
from events.announcing.mail import mail_file, mail_html
from events.announcing.mail_text import mail_text
from events.announcing.poster import makes_pdf, poster_html, poster_pdf
from events.announcing.social import social_file
from events.text import excerpt

# The first moment that the format knows.
STAMP = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
UNIX = 3
LONGEST_NAME = 80
# What some system does not allow in the name of a file.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|%]+')


def files_of(announcement: Announcement) -> dict[str, bytes]:
    """Name -> content of everything that one language is announced with. The poster is a PDF where one can be made."""
    poster = poster_pdf(announcement) if makes_pdf() else poster_html(announcement).encode()
    return {
        "announcement.eml": mail_file(announcement),
        "announcement.html": mail_html(announcement).encode(),
        "announcement.txt": mail_text(announcement).encode(),
        "poster.pdf" if makes_pdf() else "poster.html": poster,
        "social.txt": social_file(announcement).encode(),
    }


def archive_of(announcements: Iterable[Announcement]) -> bytes:
    """All languages in one ZIP: "fr/announcement.eml" and so on."""
    return zipped(
        {
            f"{announcement.language}/{name}": content
            for announcement in announcements
            for name, content in files_of(announcement).items()
        }
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive, its files in the order of their names and without a date. Equal files give equal bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=STAMP)
            entry.external_attr, entry.create_system = READABLE, UNIX
            writer.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def file_name(announcement: Announcement, extension: str) -> str:
    """What one file is called when it is downloaded: the headline in its language, as every system allows it."""
    words = _NOT_IN_NAMES.sub(" ", announcement.heading)
    stem = excerpt(words, limit=LONGEST_NAME).strip(". \N{HORIZONTAL ELLIPSIS}") or announcement.code
    return f"{stem}.{extension}"
