"""Addresses of the planner, below the admin's."""

from django.urls import path

from events.planning import views

app_name = "planning"

urlpatterns = [
    path("<int:pk>/", views.Planner.as_view(), name="planner"),
    path("<int:pk>/make/", views.make, name="make"),
    path("<int:pk>/publish/", views.publish, name="publish"),
]
