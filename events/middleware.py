"""The language of a request: that of its address, and never a redirect for programs, feeds and short links."""

import re

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

# What is not found there is not found: there is no page of that name in some language.
WITHOUT_LANGUAGE = re.compile(r"/(?:feeds/|s/|api/v1/|embed/|oembed|sitemap\.xml)")


class LanguageOfAddress(LocaleMiddleware):
    """As Django's, for another project: an address of a page without a language leads into one; none of ours for machines does."""

    # Programs and other sites ask for a language by name.
    for_others = ("/api/v1/", "/embed/", "/oembed")

    def process_request(self, request):
        """Speak the language of the address, or the browser's; to programs and other sites the site's first."""
        if request.path_info.startswith(self.for_others):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
            return
        super().process_request(request)

    def process_response(self, request, response):
        """As Django's, where people ask."""
        if WITHOUT_LANGUAGE.match(request.path_info):
            return response
        return super().process_response(request, response)
