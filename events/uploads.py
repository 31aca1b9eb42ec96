"""Files that cannot be read are refused by their field: Wagtail's own forms let an error of the reading library, or the file, through.

Pictures are stored without what a camera says of its owner (events/metadata.py).
"""

import shutil
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from wagtail.documents.models import AbstractDocument
from wagtail.images.fields import WagtailImageField

from events.metadata import NotAsFormatError, without_metadata

# How far from its ends a PDF may begin and end (ISO 32000-1, annex H.3, notes 13 and 18).
SLACK = 1024
# Beside the file itself: a picture is stored in other sizes too.
COPIES = 2

_stock_to_python = WagtailImageField.to_python
_stock_clean = AbstractDocument.clean


def install() -> None:
    """Put the careful versions in place of the stock ones; called once, when all apps are ready."""
    WagtailImageField.to_python = to_python
    AbstractDocument.clean = clean


def to_python(field: WagtailImageField, data):
    """As Wagtail's. Pillow says OSError of a file that is cut off, SyntaxError or ValueError of one that is broken inside."""
    try:
        read = _stock_to_python(field, data)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(field.error_messages["invalid_image"], code="invalid_image") from error
    if not isinstance(read, UploadedFile):
        return read
    check_room(read)
    return _without_metadata(read)


def _without_metadata(file: UploadedFile) -> UploadedFile:
    """The same file where there is nothing to take away. Raises ValidationError where nobody can tell."""
    file.seek(0)
    body = file.read()
    file.seek(0)
    try:
        bare = without_metadata(body)
    except NotAsFormatError as error:
        message = _(
            "This picture is damaged: what a camera may have noted in it, such as the place, cannot be taken out. Save it anew in your program, and upload it again."
        )
        raise ValidationError(message, code="invalid_image") from error
    if bare == body:
        return file
    fresh = SimpleUploadedFile(file.name, bare, content_type=file.content_type)
    fresh.image = file.image
    return fresh


def clean(document: AbstractDocument) -> None:
    """As Wagtail's; and a PDF is one, and is not cut off."""
    _stock_clean(document)
    file = document.file
    # Stored already: looked at when it came.
    if not file or file._committed:
        return
    check_room(file)
    if file.name.lower().endswith(".pdf") and not _is_whole_pdf(file):
        message = _("This is no whole PDF file. Save it anew in your program, and upload it again.")
        raise ValidationError({"file": message})


def check_room(file: File) -> None:
    """Raise ValidationError where the media's disk has no room for a file and its copies: half of it would be stored, or none."""
    if not isinstance(default_storage, FileSystemStorage):
        return  # storage elsewhere keeps its own account
    folder = Path(default_storage.location)
    folder = next(each for each in (folder, *folder.parents) if each.exists())
    if shutil.disk_usage(folder).free < COPIES * file.size:
        message = _(
            "The server has no room for this file, and nothing was stored. Tell whoever runs the site."
        )
        raise ValidationError({"file": message} if isinstance(file, FieldFile) else message)


def _is_whole_pdf(file: File) -> bool:
    file.seek(0)
    head = file.read(SLACK)
    file.seek(max(0, file.size - SLACK))
    tail = file.read()
    file.seek(0)
    return b"%PDF-" in head and b"%%EOF" in tail
