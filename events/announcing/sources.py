"""The announcements of a session, put together from what is public: a constant number of queries for any number of languages."""

import datetime
from collections.abc import Iterable

from django.utils.translation import override

from wagtail.models import Page

from events import reading
from events.addresses import absolute
from events.announcing.announcement import Announcement
from events.announcing.building import build_announcement, wanted_photos
from events.markup import linked_pages
from events.models import CyclePage, SessionPage
from events.pictures import read_pictures
from events.presentation_session import build_session
from events.session_material import read_materials
from events.site_tree import SiteTree


def read_announcements(
    session: SessionPage, *, tree: SiteTree, now: datetime.datetime, languages: Iterable[str] | None = None
) -> dict[str, Announcement]:
    """Language -> announcement, in the order of the settings: for each language that the site offers, or those of `languages`.

    Only what is published is announced, whatever the draft says; empty for a session that nobody may see yet.
    """
    group = reading.session_of(tree, translation_key=session.translation_key)
    chosen = [code for code in tree.public_homes if languages is None or code in languages]
    if group is None or not chosen:
        return {}
    words = {language: group.words_for(language) for language in chosen}
    cycles = _read_cycles(tree, words)
    materials = read_materials([(words[language], cycles[language]) for language in chosen])
    photos = read_pictures(wanted_photos(words.values()))
    linked = _read_linked(tree, [*words.values(), *cycles.values()])
    announcements = {}
    for language, material in zip(chosen, materials, strict=True):
        with override(language):
            view = build_session(group, material, tree=tree, language=language, now=now)
            announcements[language] = build_announcement(
                view, material, photos=photos, linked=linked, language=language
            )
    return announcements


def _read_cycles(tree: SiteTree, words: dict[str, SessionPage]) -> dict[str, CyclePage]:
    """The cycle page that readers of each language are shown. One query."""
    keys = {
        language: tree.cycle_for(tree.cycle_above(page.path).translation_key, language).pk
        for language, page in words.items()
    }
    pages = CyclePage.objects.select_related("locale", "logo").in_bulk(set(keys.values()))
    return {language: pages[key] for language, key in keys.items()}


def _read_linked(tree: SiteTree, pages: Iterable[Page]) -> dict[int, str]:
    """Absolute addresses of the public pages that introductions link to. One query, none where nothing is linked."""
    wanted = linked_pages(page.introduction for page in pages)
    if not wanted:
        return {}
    found = Page.objects.live().filter(pk__in=wanted).select_related("locale")
    open_pages = (page for page in found if not tree.is_closed(page.path))
    return {page.pk: absolute(_path(tree, page)) for page in open_pages}


def _path(tree: SiteTree, page: Page) -> str:
    """As SiteTree.address, for a page of any kind."""
    home = tree.homes.get(page.locale.language_code)
    if home is None or not page.url_path.startswith(home.url_path):
        return "/"
    return f"/{home.language}/{page.url_path.removeprefix(home.url_path)}"
