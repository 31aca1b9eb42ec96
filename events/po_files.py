"""PO files in wagtail-localize's editor: one that cannot be read, or is another translation's, is said, not a broken page."""

import tempfile

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

import polib
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import upload_pofile

OWNER = "X-WagtailLocalize-TranslationID"


def upload_or_say_why_not(request: HttpRequest, translation_id: int) -> HttpResponse:
    """As wagtail-localize's view, which takes for granted that there is a file, and that it says whose it is."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if problem := _problem(request.FILES.get("file"), translation):
        messages.error(request, problem)
        return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
    return upload_pofile(request, translation_id)


def _problem(file: UploadedFile | None, translation: Translation) -> str:
    """Why nothing of the file can be taken; empty where it can."""
    owner = _owner(file) if file else ""
    if not owner:
        return _("This is not a PO file that was downloaded here. Nothing was changed.")
    if owner != str(translation.uuid):
        return _("This PO file was made for another page or another language. Nothing was changed.")
    return ""


def _owner(file: UploadedFile) -> str:
    """The translation that a PO file names; empty where it names none or cannot be read. The file can be read again."""
    # By name, as wagtail-localize has it read: a text that looks like a path would be opened.
    with tempfile.NamedTemporaryFile() as copy:
        copy.writelines(file.chunks())
        copy.flush()
        file.seek(0)
        try:
            return polib.pofile(copy.name).metadata.get(OWNER, "")
        except (OSError, UnicodeError):
            return ""
