"""Structured data of the pages above and beside the sessions: chooser, home, cycle, article, organisation, archive, texts."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from events.addresses import absolute
from events.jsonld import Node, graph, stub
from events.jsonld_nodes import breadcrumbs, organisation, organisations, reference, series, without_empty
from events.presentation_chrome import Chrome
from events.presentation_cycle import HomeView, ProgrammeView
from events.presentation_news import Article
from events.presentation_social import Social


def chooser_document(name: str, *, languages: Iterable[str]) -> Node:
    """The site in all its languages."""
    site = {"@type": "WebSite", "@id": f"{absolute('/')}#site", "url": absolute("/"), "name": name}
    return graph(site | {"inLanguage": list(languages)})


def home_document(page: Any, home: HomeView, *, address: str) -> Node:
    """The site, what comes next, and who carries it."""
    site = {
        "@type": "WebSite",
        "@id": f"{absolute('/')}#site",
        "url": absolute(address),
        "name": page.title,
        "inLanguage": page.language,
        "publisher": organisations(home.organisers),
    }
    coming = [home.next.item] if home.next else []
    events = [stub(item, language=page.language) for item in (*coming, *home.upcoming)]
    return graph(without_empty(site), *events, *(_body(body) for body in home.bodies))


def cycle_document(page: Any, programme: ProgrammeView, *, home: tuple[str, str], address: str) -> Node:
    """The cycle as a series with its sessions."""
    node = series(
        page,
        url=absolute(address),
        logo=absolute(programme.logo.url) if programme.logo else "",
        organisers=programme.organisers,
        funders=programme.funders,
    )
    events = [stub(item, language=page.language) for item in programme.items]
    node["subEvent"] = [{"@id": event["@id"]} for event in events]
    bodies = [_body(body) for body in programme.bodies]
    return graph(without_empty(node), *events, *bodies, breadcrumbs([home, (page.title, address)]))


def article_document(
    page: Any, article: Article, social: Social, *, steps: list[tuple[str, str]], cycle_address: str
) -> Node:
    """A news article. `steps`: titles and paths from the home to the article."""
    _title, address = steps[-1]
    changed = page.last_published_at
    node = {
        "@type": "NewsArticle",
        "@id": f"{absolute(address)}#article",
        "url": absolute(address),
        "headline": page.title,
        "description": page.summary,
        "datePublished": page.date.isoformat(),
        "dateModified": changed.date().isoformat() if changed else "",
        "inLanguage": page.language,
        "image": [social.image.address] if social.image else [],
        "author": organisations(article.organisations),
        "about": reference(absolute(cycle_address), "cycle") if cycle_address else {},
    }
    return graph(without_empty(node), breadcrumbs(steps))


def organisation_document(view: Any) -> Node:
    """An organisation, with the sessions to come that it takes part in."""
    events = [stub(item, language=view.chrome.language) for item in view.upcoming]
    return graph(_body(view.body), *events, _way_to(view.body.name.shown.text, chrome=view.chrome))


def plain_document(title: str, *, chrome: Chrome) -> Node:
    """Where a page stands that is about nothing else."""
    return graph(_way_to(title, chrome=chrome))


def _way_to(title: str, *, chrome: Chrome) -> Node:
    """From the home to a page that has an address of its own."""
    return breadcrumbs([(chrome.home.title, chrome.home.address), (title, urlsplit(chrome.canonical).path)])


def _body(body: Any) -> Node:
    return organisation(body.name, logo=absolute(body.logo.url) if body.logo else "")
