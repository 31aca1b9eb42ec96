"""Production's settings for `collectstatic` alone: the same names, without the compressed copies, which take a minute to make."""

from cms.settings.production import *  # noqa: F403  (an overlay holds only the difference)
from cms.settings.production import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
