"""Addresses of feeds: a public contract. They hold languages, codes and formats only; never a slug."""

from django.urls import re_path

from feeds import views

app_name = "feeds"
LANGUAGE = r"(?P<language>[a-zA-Z0-9-]{2,15})"

urlpatterns = [
    re_path(rf"^{LANGUAGE}/feeds\.opml\Z", views.subscriptions, name="opml"),
    re_path(
        rf"^{LANGUAGE}/session/(?P<code>[a-z0-9-]{{2,40}})\.ics\Z", views.session_download, name="session"
    ),
    re_path(
        rf"^{LANGUAGE}/(?P<scope>[a-z0-9-]{{2,46}})/(?P<name>sessions|news|changes)"
        r"(-(?P<year>[12][0-9]{3}))?\.(?P<extension>[a-z]{2,5})\Z",
        views.feed,
        name="feed",
    ),
]
