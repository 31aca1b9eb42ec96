"""The address below each language, before Wagtail's pages: i18n_patterns(path("", include("feeds.kit.urls")), ...)."""

from django.urls import path

from feeds.kit import views

urlpatterns = [path("partners/", views.kit, name="parvis_partners")]
