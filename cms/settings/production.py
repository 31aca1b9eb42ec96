"""Production: refuses to start on an unsafe or missing value, and names every one of them at once."""

from django.core.exceptions import ImproperlyConfigured

from cms.observing.logs import JSON, logging_settings
from cms.settings.base import *  # noqa: F403  (an overlay holds only the differences)
from cms.settings.base import (
    ALLOWED_HOSTS,
    DEBUG,
    DEFAULT_FROM_EMAIL,
    EMAIL_BACKEND,
    PARVIS,
    SECRET_KEY,
    SITE_URL,
    TRUSTED_PROXIES,
)
from cms.settings.environment import log_format
from cms.settings.safety import unsafe_values

if problems := unsafe_values(
    debug=DEBUG,
    secret_key=SECRET_KEY,
    allowed_hosts=ALLOWED_HOSTS,
    site_url=SITE_URL,
    uid_domain=PARVIS["UID_DOMAIN"],
    trusted_proxies=TRUSTED_PROXIES,
    mail_backend=EMAIL_BACKEND,
    sender=DEFAULT_FROM_EMAIL,
):
    raise ImproperlyConfigured("Production does not start:\n- " + "\n- ".join(problems))

DEMO = False
SERVE_MEDIA = False
SECOND_FACTOR_REQUIRED = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-login"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
# Behind a proxy that ends TLS the request looks like http, but browsers send their Origin with https.
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = False  # the proxy redirects; a redirect here would break probes on the inner network
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # the line above
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
LOGGING = logging_settings(log_format(default=JSON))
