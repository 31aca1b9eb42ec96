"""The WSGI entry point that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

_django = get_wsgi_application()

from feeds.fastpath import FastPath  # noqa: E402  (models are importable only now)

application = FastPath(_django)
