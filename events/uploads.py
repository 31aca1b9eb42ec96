"""Files that cannot be read are refused by their field: Wagtail's own forms let an error of the reading library, or the file, through.

Pictures are stored without what a camera says of its owner (events/metadata.py).
"""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from wagtail.documents.models import AbstractDocument
from wagtail.images.fields import WagtailImageField

from events.metadata import without_metadata

# How far from its ends a PDF may begin and end (ISO 32000-1, annex H.3, notes 13 and 18).
SLACK = 1024

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
    return _without_metadata(read) if isinstance(read, UploadedFile) else read


def _without_metadata(file: UploadedFile) -> UploadedFile:
    """The same file where there is nothing to take away."""
    file.seek(0)
    body = file.read()
    file.seek(0)
    bare = without_metadata(body)
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
    if file and not file._committed and file.name.lower().endswith(".pdf") and not _is_whole_pdf(file):
        message = _("This is no whole PDF file. Save it anew in your program, and upload it again.")
        raise ValidationError({"file": message})


def _is_whole_pdf(file: File) -> bool:
    file.seek(0)
    head = file.read(SLACK)
    file.seek(max(0, file.size - SLACK))
    tail = file.read()
    file.seek(0)
    return b"%PDF-" in head and b"%%EOF" in tail
