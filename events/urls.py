"""Addresses of ours. `urlpatterns` stand at the root; `language_urlpatterns` below each language, before Wagtail's own.

urlpatterns = [path("", include("events.urls")), ...]
urlpatterns += i18n_patterns(*language_urlpatterns, path("", include(wagtail_urls)))
"""

from django.urls import path, re_path

from wagtail.urls import serve_pattern

from events import views
from events.cards.views import cycle_card, session_card
from events.finding import views as finding
from events.join import join

CODE = r"(?P<code>[a-z0-9-]{2,40})"

urlpatterns = [
    path("", views.chooser, name="parvis_chooser"),
    path("sitemap.xml", finding.sitemap, name="parvis_sitemap"),
    re_path(rf"^s/{CODE}$", views.short_link, name="parvis_short_link"),
]

language_urlpatterns = [
    re_path(rf"^join/{CODE}/$", join, name="parvis_join"),
    re_path(rf"^organisations/{CODE}/$", finding.organisation, name="parvis_organisation"),
    path("archive/", finding.archive, name="parvis_archive"),
    path("search/", finding.search, name="parvis_search"),
    re_path(rf"^card/{CODE}\.png$", session_card, name="parvis_card"),
    re_path(rf"^card/cycle/{CODE}\.png$", cycle_card, name="parvis_cycle_card"),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
