"""The first pages of a new site, and the address of the one that Wagtail knows."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from wagtail.models import Locale, Page, Site

from cms.privacy import as_rich_text, privacy_paragraphs, privacy_title
from events.conf import languages, site_url
from events.models import HomePage, TextPage

WELCOME = "Welcome to your new Wagtail site!"


@transaction.atomic
def make_homes() -> list[str]:
    """A published home page for each language, with the site's name as title, where there is no page but Wagtail's welcome page;
    below them a page that says what the software does with what it knows of people.

    Returns the languages; none where somebody has begun already.
    """
    if Page.objects.filter(depth__gt=1).exclude(pk__in=untouched_welcome_pages()).exists():
        return []
    root = Page.get_first_root_node()
    first = _publish_home(HomePage(locale=_locale(languages()[0])), below=root)
    make_root(first, site_name=settings.WAGTAIL_SITE_NAME)
    for language in languages()[1:]:
        _publish_translation(first, language=language)
    _publish_privacy(first)
    return list(languages())


def make_root(home: HomePage, *, site_name: str) -> None:
    """The default site begins at this home, and Wagtail's welcome page goes if nobody touched it."""
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "site_name": site_name})
    for page in untouched_welcome_pages():
        page.delete()


def untouched_welcome_pages():
    """What Wagtail's migrations made, as long as nobody did anything with it."""
    untouched = {"depth": 2, "title": WELCOME, "numchild": 0, "latest_revision": None}
    return Page.objects.filter(**untouched, content_type__model="page")


def set_address() -> None:
    """Host and port of Wagtail's default site follow SITE_URL."""
    address = urlsplit(site_url())
    port = address.port or (443 if address.scheme == "https" else 80)
    for site in Site.objects.filter(is_default_site=True):
        if (site.hostname, site.port) != (address.hostname, port):
            site.hostname, site.port = address.hostname, port
            site.save()


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _publish_home(home: HomePage, *, below: Page) -> HomePage:
    home.title, home.slug = settings.WAGTAIL_SITE_NAME, home.locale.language_code
    below.add_child(instance=home)
    home.save_revision().publish()
    return home


def _publish_translation(home: HomePage, *, language: str) -> None:
    translated = home.copy_for_translation(_locale(language))
    translated.slug = language
    translated.save_revision().publish()


def _publish_privacy(first: HomePage) -> None:
    """In the languages into which its words are translated; the first of them is the origin."""
    page = None
    for language in languages():
        title, paragraphs, locale = privacy_title(language), privacy_paragraphs(language), _locale(language)
        if not paragraphs:
            continue
        if page is None:
            page = first.get_translation(locale).add_child(
                instance=TextPage(title=title, slug="privacy", locale=locale)
            )
        else:
            page = page.copy_for_translation(locale)
        page.title, page.body = title, as_rich_text(paragraphs)
        page.save_revision().publish()
