"""Every address of the site (design.md 5): machine addresses first, then the languages, then Wagtail's pages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as wagtail_api
from wagtail.documents import urls as wagtaildocs_urls

from cms import machine_files
from events.api.pages import complete
from events.urls import language_urlpatterns

urlpatterns = [
    path("robots.txt", machine_files.robots, name="robots"),
    path(machine_files.SECURITY_PATH.removeprefix("/"), machine_files.security, name="security"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("feeds/", include("feeds.urls")),
    path("api/v1/", include("feeds.api.urls")),
    path("api/v3-preview/", complete(wagtail_api).urls),
    path("", include("feeds.embed.urls")),
    path("", include("events.urls")),
]

if settings.SERVE_MEDIA:
    # Pictures only: documents have the address above, where they are downloads, and closed to whom their collection is.
    # No name that Wagtail gives is longer, or has other signs. For a day: a picture that is replaced gets a name of its own.
    urlpatterns += [
        re_path(
            r"^media/(?P<path>(?:avatar_images|images|original_images)/[A-Za-z0-9_.-]{1,200})$",
            cache_control(public=True, max_age=86_400)(serve),
            {"document_root": settings.MEDIA_ROOT},
        )
    ]

urlpatterns += i18n_patterns(
    path("", include("feeds.subscribe.urls")),
    path("", include("feeds.kit.urls")),
    *language_urlpatterns,
    path("", include(wagtail_urls)),
)

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
