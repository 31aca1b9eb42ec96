"""The address below each language, before Wagtail's pages: i18n_patterns(path("", include("feeds.subscribe.urls")), ...)."""

from django.urls import path

from feeds.subscribe import views

urlpatterns = [path("subscribe/", views.subscribe, name="parvis_subscribe")]
