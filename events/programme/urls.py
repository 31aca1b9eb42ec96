"""Addresses of the programme, below the admin's."""

from django.urls import path

from events.programme import views

app_name = "programme"

urlpatterns = [
    path("", views.Programme.as_view(), name="list"),
    path("results/", views.Programme.as_view(results_only=True), name="list_results"),
    path("publish/", views.publish, name="publish"),
]
