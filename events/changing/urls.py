"""Addresses of the actions, below the admin's."""

from django.urls import path

from events.changing.actions import Action
from events.changing.views import Change

app_name = "changing"

urlpatterns = [
    path(f"<int:pk>/{action.value}/", Change.as_view(), {"action": action.value}, name=action.value)
    for action in Action
]
