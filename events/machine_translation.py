"""Machine translation in wagtail-localize's editor: always a draft, and a service that fails is said, not a broken page."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

import requests
from wagtail_localize.views.edit_translation import machine_translate

logger = logging.getLogger(__name__)


def translate_or_say_why_not(request: HttpRequest, translation_id: int) -> HttpResponse:
    """As wagtail-localize's view: what has no translation yet gets one that a person looks over and publishes."""
    try:
        return machine_translate(request, translation_id)
    except (requests.RequestException, ValueError, KeyError) as error:
        # Its address may hold a key.
        logger.warning("Machine translation failed: %s", type(error).__name__)
        messages.error(
            request,
            _("The translation service did not answer as it should. Nothing was changed; try again later."),
        )
        return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
