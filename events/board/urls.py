"""Addresses of the board, below the admin's."""

from django.urls import path

from events.board import report, views

app_name = "board"

urlpatterns = [
    path("", report.BoardReport.as_view(), name="report"),
    path("results/", report.BoardReport.as_view(results_only=True), name="report_results"),
    path("next/", views.next_missing, name="next"),
    path("<int:pk>/translate/<str:language>/", views.translate, name="translate"),
    path("<int:pk>/link/", views.ChangeLink.as_view(), name="link"),
]
