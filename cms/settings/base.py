"""What holds everywhere. Only this module and production.py read the environment (through environment.py)."""

import datetime
from pathlib import Path

from cms.observing.logs import CONSOLE, logging_settings
from cms.security.policies import content_policies
from cms.settings.cdn import frontend_caches
from cms.settings.environment import (
    cache,
    database,
    env,
    feed_memory,
    log_format,
    machine_translator,
    metrics_networks,
    names,
    rate_limits,
    standby_folder,
    value,
)
from cms.settings.media import media_storage, public_root

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(value("VAR_DIR") or BASE_DIR / "var")

DEBUG = value("DEBUG")
SECRET_KEY = value("SECRET_KEY")
ALLOWED_HOSTS = names("ALLOWED_HOSTS")
SITE_URL = value("SITE_URL").strip().rstrip("/")
# Addresses of the proxies whose word on where a request comes from is taken (cms/wsgi.py); without any, nobody's is.
TRUSTED_PROXIES = names("TRUSTED_PROXIES")
API_WRITES = value("API_WRITES")
RATE_LIMITS = rate_limits()

INSTALLED_APPS = [
    "events",
    "feeds",
    "cms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v3",
    "wagtail",
    "modelcluster",
    "taggit",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Outermost: nothing below may add a header or a cookie to a feed.
    "feeds.edge.SealFeeds",
    "cms.observing.requests.Observed",
    "cms.security.headers.SecurityHeaders",
    # Above what looks at the host: who asks by the address of a machine is answered too.
    "cms.observing.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Above what reads a cookie: an answer from memory has looked at none but the login's.
    "cms.page_cache.PageCache",
    "cms.security.rates.RateLimits",
    "cms.security.writing.CarefulWrites",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.StrictLanguageOfAddress",
    "cms.middleware.ClosedDoor",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.security.second_factor.middleware.SecondFactor",
    "events.kept_forms.KeepForms",
    "events.standby.middleware.StandBy",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.middleware.PagesThatMoved",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "events.kept_forms.refuse"
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database(value("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'parvis.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "cms.sqlite":
    # WAL lets readers go on while an editor saves; IMMEDIATE takes the write lock at the start of a
    # transaction, so that two editors wait for each other and never fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

CACHES = {"default": cache(value("CACHE_URL"))}
vars().update(env.email_url_config(value("EMAIL_URL")))
DEFAULT_FROM_EMAIL = value("DEFAULT_FROM_EMAIL").strip()
# For each answer of the mail server: Django would wait for ever, and with it tick, or the process that mails a new password.
EMAIL_TIMEOUT = 10

# Long beats strange (NIST SP 800-63B, 5.1.1): no rule asks for signs or capitals.
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# A mistyped password costs nothing; guessing is over after ten, from wherever a network asks and for whichever account. A login
# that succeeds forgives nothing: whoever has one account could guess at the others for ever.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "cms.security.login.client_address"
AXES_LOCKOUT_CALLABLE = "cms.security.login.locked"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Whether administrators and publishers must have a second factor; everybody else may.
SECOND_FACTOR_REQUIRED = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Parvis"
# The pages that change it ask for a code themselves (cms/security/second_factor).
MFA_REAUTHENTICATION_REQUIRED = False

# No code relies on TIME_ZONE: facts carry their own zone. UTC keeps the admin's time stamps unambiguous.
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
ENDONYMS = {
    "fr": "Français",
    "en": "English",
    "es": "Español",
    "el": "Ελληνικά",
    "he": "עברית",
    "fi": "Suomi",
}
LANGUAGES = [(code, ENDONYMS.get(code, code)) for code in names("LANGUAGES")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LANGUAGE_CODE = LANGUAGES[0][0]
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(value("STATIC_ROOT") or VAR_DIR / "static")
# Files that browsers ask for at the root, whatever the page says: the icon.
WHITENOISE_ROOT = BASE_DIR / "cms" / "root"
MEDIA_URL = public_root(value("MEDIA_URL"))
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": media_storage(value("MEDIA_S3").strip(), media_url=MEDIA_URL),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A session's form has 100, and up to 7 for each person, photo, question: with 240 of them it is longer than Django's own limit of 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Parvis"
# Releases are the operator's concern, and faces nobody's: no editor's browser asks another site for them.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Formats whose metadata can be taken away (events/metadata.py). No SVG: it may hold a script.
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpeg", "jpg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "vtt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# Every document is a download: a PDF may hold a script, or be something else inside.
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
# From a bucket too: an address of the bucket would open what its collection closes.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# wagtail-localize: nothing goes live by being submitted, and deleting a page keeps its translation memory.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator()

PARVIS = {
    "SITE_URL": SITE_URL,
    "UID_DOMAIN": value("UID_DOMAIN").strip(),
    "MEETING_HOSTS": names("MEETING_HOSTS"),
    "STORE_DIR": value("STORE_DIR") or str(VAR_DIR / "feeds"),
    "FEED_MEMORY": feed_memory(),
    "STANDBY_DIR": standby_folder(default=VAR_DIR / "standby"),
    "WEBSUB_HUB": value("WEBSUB_HUB").strip(),
    "PREVIEW_URL": value("PREVIEW_URL").strip(),
}

# While this file is there the site is closed, and says so (cms/middleware.py).
MAINTENANCE_FILE = VAR_DIR / "maintenance"

SECURITY_CONTACT = value("SECURITY_CONTACT").strip()
SECURITY_EXPIRES = value("SECURITY_EXPIRES").strip()

# One line for each event, structlog's and everybody's (cms/observing/logs.py).
LOGGING_CONFIG = "cms.observing.logs.configure"
LOGGING = logging_settings(log_format(default=CONSOLE))

# Caches that forget what a change touches (cms/cdn).
WAGTAILFRONTENDCACHE = frontend_caches(names("CDN"), token=value("CDN_TOKEN").strip())

# Where errors are reported (cms/observing/reports.py); nothing of it is imported without an address.
SENTRY_DSN = value("SENTRY_DSN").strip()

# Who may read /metrics, and where all processes of a host add up what they count.
METRICS_NETWORKS = metrics_networks()
FIGURES_FILE = VAR_DIR / "figures" / "sums.json"

SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Wagtail's previews and our embeds say for themselves who may frame them.
X_FRAME_OPTIONS = "DENY"
CONTENT_POLICIES = content_policies(
    static_url=STATIC_URL, media_url=MEDIA_URL, preview_url=PARVIS["PREVIEW_URL"]
)
