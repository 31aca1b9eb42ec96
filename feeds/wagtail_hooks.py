"""What feeds add to Wagtail's admin: the feed doctor among the reports, and the right to try deliveries again."""

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from feeds.doctor import urls
from feeds.doctor.views import ICON


@hooks.register("register_admin_urls")
def register_doctor_urls():
    """Below the reports; Wagtail lets in only who may access the admin."""
    return [path("reports/feeds/", include(urls))]


@hooks.register("register_reports_menu_item")
def register_doctor():
    """For everybody in the admin: an editor is asked first when a partner misses a session."""
    return MenuItem(_("Feeds"), reverse("feed_doctor:report"), name="feeds", icon_name=ICON, order=1300)


@hooks.register("register_permissions")
def register_try_again():
    """Groups may be given the right to have what could not be delivered tried again."""
    return Permission.objects.filter(content_type__app_label="parvis_feeds", codename="change_delivery")
