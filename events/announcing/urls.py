"""Addresses of announcements, below the admin's."""

from django.urls import path

from events.announcing import views

app_name = "announcing"

urlpatterns = [
    path("<int:pk>/", views.AnnouncementView.as_view(), name="announcement"),
    path("<int:pk>/all.zip", views.archive, name="archive"),
    path("<int:pk>/<slug:language>/mail.html", views.mail, name="mail"),
    path("<int:pk>/<slug:language>/mail.eml", views.mail_download, name="mail_download"),
    path("<int:pk>/<slug:language>/poster.html", views.poster, name="poster"),
    path("<int:pk>/<slug:language>/poster.pdf", views.poster_download, name="poster_download"),
]
