"""Addresses of the doctor's pages, below the admin's."""

from django.urls import path

from feeds.doctor import trouble, views

app_name = "feed_doctor"

urlpatterns = [
    path("", views.FeedsReport.as_view(), name="report"),
    path("results/", views.FeedsReport.as_view(results_only=True), name="report_results"),
    path("given-up/", trouble.GivenUpReport.as_view(), name="given_up"),
    path("given-up/<int:pk>/again/", trouble.try_again, name="try_again"),
    path("left-out/", trouble.LeftOutReport.as_view(), name="left_out"),
    path("<slug:language>/<slug:scope>/<str:file>/", views.FeedReport.as_view(), name="feed"),
]
