"""Addresses of embeds: `path("", include("feeds.embed.urls"))`. They stand in other people's pages, and never change."""

from django.urls import path, re_path

from feeds.embed import oembed, views

PLACE = r"(?P<language>[a-zA-Z0-9-]{2,15})/(?P<scope>[a-z0-9-]{2,46})"

urlpatterns = [
    path("embed/v1.js", views.script, name="parvis_embed_script"),
    # With or without the last slash: partners copy by hand, and a frame follows no redirect that its site's policy forbids.
    re_path(rf"^embed/{PLACE}/?\Z", views.frame, name="parvis_embed"),
    re_path(rf"^embed/{PLACE}/fragment\.html\Z", views.fragment, name="parvis_embed_fragment"),
    re_path(r"^embed/", views.nowhere),
    path("oembed", oembed.answer, name="parvis_oembed"),
]
