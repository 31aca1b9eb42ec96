"""Settings of a site whose static files were not collected: pages name them as they are called in the source."""

from cms.settings.demo import *  # noqa: F403  (an overlay holds only the differences)
from cms.settings.demo import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
