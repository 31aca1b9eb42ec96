"""The page of a session's announcement, in all languages, and its files."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.announcing.access import may_announce
from events.announcing.announcement import Announcement
from events.announcing.files import archive_of, file_name
from events.announcing.mail import mail_file, mail_html
from events.announcing.poster import makes_pdf, poster_html, poster_pdf
from events.announcing.sheets import build_sheets
from events.announcing.sources import read_announcements
from events.models import SessionPage
from events.now import now
from events.phrases import Phrase
from events.site_tree import tree_for

ICON = "mail"


class AnnouncementView(WagtailAdminTemplateMixin, TemplateView):
    """Mail, poster and social text in each language of the site, that of the page open."""

    template_name = "parvis_events/announcing/announcement.html"
    page_title = _("Announcement")
    header_icon = ICON

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.session = _session(request, kwargs["pk"])

    def get_page_subtitle(self):
        return self.session.get_admin_display_title()

    def get_breadcrumbs_items(self):
        form = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.session.pk]),
            "label": self.get_page_subtitle(),
        }
        return [*self.breadcrumbs_items, form, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        announcements = read_announcements(self.session, tree=tree_for(self.request), now=now())
        return super().get_context_data(
            session=self.session,
            sheets=build_sheets(announcements.values(), opened=self.session.language),
            makes_pdf=makes_pdf(),
            **kwargs,
        )


@require_safe
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """All languages in one ZIP."""
    session = _session(request, pk)
    announcements = read_announcements(session, tree=tree_for(request), now=now())
    if not announcements:
        raise Http404("The session is not published.")
    name = gettext("Announcement %(code)s") % {"code": session.code}
    return _file(archive_of(announcements.values()), name=f"{name}.zip", media_type="application/zip")


@require_safe
def mail(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The mail as it looks."""
    return HttpResponse(mail_html(_announcement(request, pk, language)))


@require_safe
def mail_download(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The mail as a file, which a mail program opens."""
    announcement = _announcement(request, pk, language)
    return _file(mail_file(announcement), name=file_name(announcement, "eml"), media_type="message/rfc822")


@require_safe
def poster(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The poster, to be printed by the browser."""
    announcement = _announcement(request, pk, language)
    hint = gettext("To print this sheet or to save it as PDF, press Ctrl+P (⌘P on a Mac) and choose A4.")
    return HttpResponse(poster_html(announcement, hint=Phrase(hint, get_language())))


@require_safe
def poster_download(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The poster as PDF, where WeasyPrint is installed."""
    announcement = _announcement(request, pk, language)
    if not makes_pdf():
        raise Http404("WeasyPrint is not installed here.")
    return _file(poster_pdf(announcement), name=file_name(announcement, "pdf"), media_type="application/pdf")


def _session(request: HttpRequest, pk: int) -> SessionPage:
    session = get_object_or_404(SessionPage.objects.select_related("locale"), pk=pk)
    if not may_announce(session, request.user):
        raise PermissionDenied
    return session


def _announcement(request: HttpRequest, pk: int, language: str) -> Announcement:
    session = _session(request, pk)
    found = read_announcements(session, tree=tree_for(request), now=now(), languages=[language])
    if language not in found:
        raise Http404("The session is not announced in this language.")
    return found[language]


def _file(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(content, content_type=media_type, headers=headers)
