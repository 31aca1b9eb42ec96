"""The contexts of the pages: what each template gets, as frozen views built for one language and one moment.

The pages' get_context calls these with the tree of the request and the present moment; nothing here reads a clock or a
request. Each context has `chrome` and `max_age_seconds`: for how long what it says stays true.
"""

import datetime
from collections.abc import Iterable

from django.core.paginator import Paginator

from events import reading
from events.addresses import absolute, short_path
from events.cards.building import cycle_card, session_card
from events.groups import Group
from events.jsonld import graph, script_json, session_document
from events.jsonld_nodes import breadcrumbs
from events.jsonld_pages import article_document, cycle_document, home_document, plain_document
from events.presentation_chrome import Chrome, addresses_of, build_chrome, session_languages
from events.presentation_cycle import NextSession, build_home, build_programme
from events.presentation_news import build_article, build_news
from events.presentation_programme import Item
from events.presentation_session import SessionView, build_session, with_neighbours
from events.presentation_social import (
    Social,
    SocialImage,
    build_social,
    card_image,
    described,
    picture_image,
    when_in_words,
)
from events.presentation_state import NO_CHANGE
from events.qr import qr_svg
from events.session_material import read_material
from events.site_tree import SiteTree

Context = dict[str, object]
UPCOMING = 6
LATEST_NEWS = 3
NEWS_PER_PAGE = 20


def home_context(page, *, tree: SiteTree, now: datetime.datetime) -> Context:
    """The home of a language: next session, what comes after it, latest replay, organisations, news."""
    home = build_home(
        reading.upcoming(tree, now=now, limit=UPCOMING),
        reading.latest_replay(tree, now=now),
        tree=tree,
        language=page.language,
        now=now,
    )
    news = reading.latest_news(tree, language=page.language)[:LATEST_NEWS]
    items = [*home.upcoming, *([home.next.item] if home.next else [])]
    chrome = _chrome_of(page, tree=tree, x_default="/")
    social = build_social(
        chrome,
        title=page.title,
        description=described(page),
        image=_image_of_next(home.next, chrome.language),
    )
    return {
        "home": home,
        "social": social,
        "jsonld": script_json(home_document(page, home, address=chrome.home.address)),
        "news": build_news(news, tree=tree),
        "news_address": next((tree.address(node) for node in tree.below(page.language) if node.is_news), ""),
        "chrome": chrome,
        "max_age_seconds": _shortest(items),
    }


def cycle_context(page, *, tree: SiteTree, now: datetime.datetime) -> Context:
    """A cycle: its whole programme, in whatever language each session has been published."""
    groups = reading.programme(tree, key=page.translation_key)
    programme = build_programme(page, groups, tree=tree, now=now)
    chrome = _chrome_of(page, tree=tree, scope_code=page.code)
    card = cycle_card(page, rhythm=programme.rhythm, language=page.language)
    image = card_image(card, code=page.code, alt=page.title, of_cycle=True)
    document = cycle_document(page, programme, home=_home_step(chrome), address=tree.address(page))
    return {
        "programme": programme,
        "social": build_social(chrome, title=page.title, description=described(page), image=image),
        "jsonld": script_json(document),
        "qr": qr_svg(chrome.canonical),
        "chrome": chrome,
        "max_age_seconds": _shortest(programme.items),
    }


def session_context(
    page, *, cycle, group: Group | None, language: str, tree: SiteTree, now: datetime.datetime
) -> Context:
    """A session for readers of `language`, in the words of `page`; `cycle` is the cycle page that they are shown.

    `group`: the session in all its public languages, as far as it was read already.
    """
    group = group or reading.session_of(tree, translation_key=page.translation_key)
    group = Group({**(group.versions if group else {}), page.language: page})
    view = build_session(group, read_material(page, cycle=cycle), tree=tree, language=language, now=now)
    chrome = _session_chrome(view, group, tree=tree, language=language)
    social = _session_social(view, chrome, language=language)
    document = {} if view.is_fallback else session_document(view, social, home=_home_step(chrome))
    return {
        "session": with_neighbours(view, tree=tree, language=language, now=now),
        "social": social,
        "jsonld": script_json(document) if document else "",
        "qr": qr_svg(absolute(short_path(page.code))),
        "chrome": chrome,
        "max_age_seconds": view.facts.moment.max_age_seconds,
    }


def news_index_context(page, *, tree: SiteTree, number: str) -> Context:
    """The list of news. `number` is what a query string asked for: anything but the number of a page is its first."""
    paginator = Paginator(reading.latest_news(tree, language=page.language), NEWS_PER_PAGE)
    news = paginator.get_page(number)
    address = tree.address(page)
    canonical = f"{address}?page={news.number}" if news.number > 1 else address
    chrome = _chrome_of(page, tree=tree, canonical=canonical, is_indexed=news.number == 1)
    steps = [_home_step(chrome), (page.title, address)]
    return {
        "news": build_news(news, tree=tree),
        "pages": news,
        "social": build_social(chrome, title=page.title, description=described(page)),
        "jsonld": script_json(graph(breadcrumbs(steps))),
        "chrome": chrome,
        "max_age_seconds": NO_CHANGE,
    }


def news_context(page, *, tree: SiteTree) -> Context:
    """One article, with the cycle that it belongs to."""
    node = next((each for each in tree.cycles() if each.pk == page.cycle_id), None)
    cycle = tree.cycle_for(node.translation_key, page.language) if node else None
    versions = {**reading.news_versions(tree, key=page.translation_key), page.language: page}
    cycle_address, article = tree.address(cycle) if cycle else "", build_article(page)
    chrome = build_chrome(
        tree,
        language=page.language,
        published={language: tree.address(version) for language, version in versions.items()},
        canonical=tree.address(page),
        scope_code=cycle.cycle_code if cycle else None,
    )
    social = build_social(
        chrome,
        kind="article",
        title=page.title,
        description=page.search_description or page.summary,
        image=picture_image(article.card, alt=page.image_alt),
    )
    above = next((node for node in tree.below(page.language) if page.path.startswith(node.path)), None)
    steps = [_home_step(chrome), *([(above.title, tree.address(above))] if above else [])]
    steps.append((page.title, tree.address(page)))
    document = article_document(page, article, social, steps=steps, cycle_address=cycle_address)
    return {
        "article": article,
        "item": build_news([page], tree=tree)[0],
        "cycle": cycle,
        "cycle_address": cycle_address,
        "social": social,
        "jsonld": script_json(document),
        "chrome": chrome,
        "max_age_seconds": NO_CHANGE,
    }


def text_context(page, *, tree: SiteTree) -> Context:
    """A text of the site itself."""
    chrome = _chrome_of(page, tree=tree)
    document = plain_document(page.title, chrome=chrome)
    return {"chrome": chrome, "jsonld": script_json(document), "max_age_seconds": NO_CHANGE}


def _session_social(view: SessionView, chrome: Chrome, *, language: str) -> Social:
    """The drawn card; where it cannot be drawn, the poster."""
    page, when = view.page, when_in_words(view.facts.when)
    card = session_card(page, cycle=view.cycle.title, language=language)
    image = card_image(card, code=page.code, alt=f"{view.title.text} ({when})")
    return build_social(
        chrome,
        title=view.title.text,
        description=described(page, before=f"{when}."),
        image=image or picture_image(view.card, alt=page.poster_alt),
    )


def _image_of_next(coming: NextSession | None, language: str) -> SocialImage | None:
    """The home shows the card of what comes next."""
    if coming is None:
        return None
    card = session_card(coming.page, cycle=coming.item.cycle, language=language)
    alt = f"{coming.item.title.text} ({when_in_words(coming.when)})"
    return card_image(card, code=coming.item.code, alt=alt)


def _home_step(chrome: Chrome) -> tuple[str, str]:
    return chrome.home.title, chrome.home.address


def _chrome_of(page, *, tree: SiteTree, canonical: str = "", **options: object) -> Chrome:
    """The chrome of a page of the upper two levels."""
    published = addresses_of(tree, tree.versions(page.translation_key))
    return build_chrome(
        tree,
        language=page.language,
        published=published,
        canonical=canonical or tree.address(page),
        **options,
    )


def _session_chrome(view: SessionView, group: Group, *, tree: SiteTree, language: str) -> Chrome:
    """A fallback is not indexed: it names the page of its words as canonical, and no alternates."""
    published, marked = session_languages(group, tree, key=view.cycle.page.translation_key)
    return build_chrome(
        tree,
        language=language,
        published=published,
        marked=marked,
        canonical=tree.address(view.page),
        is_indexed=not view.is_fallback,
        scope_code=view.cycle.page.code,
    )


def _shortest(items: Iterable[Item]) -> int:
    return min((item.moment.max_age_seconds for item in items), default=NO_CHANGE)
