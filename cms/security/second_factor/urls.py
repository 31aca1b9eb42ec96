"""Addresses of the second factor, below /admin/."""

from django.urls import path

from cms.security.second_factor import views

app_name = "second_factor"
urlpatterns = [
    path("", views.account, name="account"),
    path("ask/", views.ask, name="ask"),
    path("set-up/", views.set_up, name="set_up"),
    path("log-out-elsewhere/", views.log_out_elsewhere, name="log_out_elsewhere"),
]
