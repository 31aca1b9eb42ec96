"""oEmbed (oembed.com): who pastes the address of one of our pages into WordPress and others gets the programme behind it."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from events.addresses import absolute
from events.codes import CODE
from events.conf import languages, site_url
from events.links import register_embed_offer
from events.now import now
from feeds.addresses import embed_path
from feeds.api.records import Resource, ResourceKind
from feeds.refresh import refresh_for_reader
from feeds.scopes import ALL, cycle_scope_name, organisation_scope_name

WIDTH, HEIGHT = 600, 480
# WordPress gives its frames a sandbox of its own; others keep this one: links lead on, into this window or another.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
MAX_AGE = 3600


@dataclass(frozen=True)
class Place:
    """What a page of ours stands for: a scope in a language, with its title and the page of people."""

    language: str
    scope: str
    title: str
    page: str

    @property
    def embed(self) -> str:
        """The address for a frame."""
        return absolute(embed_path(self.scope, language=self.language))


def embed_offer(address: str) -> str:
    """Where to ask for what may be shown of a page; "" in a project that does not serve it."""
    try:
        return absolute(f"{reverse('parvis_oembed')}?{urlencode({'url': address, 'format': 'json'})}")
    except NoReverseMatch:
        return ""


def connect() -> None:
    """Have pages name their oEmbed; called once, when all apps are ready."""
    register_embed_offer(embed_offer)


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """/oembed?url=ADDRESS&format=json&maxwidth=&maxheight= : 404 for an address that is none of ours, 501 for XML."""
    if request.GET.get("format", "json") != "json":
        return _plain("Only JSON is spoken here: format=json.", status=501)
    try:
        width = _size(request.GET.get("maxwidth"), most=WIDTH)
        height = _size(request.GET.get("maxheight"), most=HEIGHT)
    except ValueError:
        return _plain("maxwidth and maxheight are whole numbers of pixels, from 1.", status=400)
    refresh_for_reader(now=now())
    place = find_place(request.GET.get("url", ""))
    if place is None:
        return _plain("There is no such page, or nothing of it to embed.", status=404)
    response = JsonResponse(
        offer(place, width=width, height=height), json_dumps_params={"ensure_ascii": False}
    )
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def offer(place: Place, *, width: int, height: int) -> dict[str, object]:
    """The answer. WordPress keeps of `html` a blockquote, a link and a frame, and only where all of them are there."""
    html = format_html(
        '<blockquote class="wp-embedded-content"><a href="{page}">{title}</a></blockquote>'
        '<iframe class="wp-embedded-content" sandbox="{sandbox}" src="{embed}" width="{width}" height="{height}"'
        ' title="{title}" frameborder="0" marginwidth="0" marginheight="0"></iframe>',
        sandbox=SANDBOX, page=place.page, title=place.title, embed=place.embed, width=width, height=height,
    )  # fmt: skip
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": urlsplit(site_url()).hostname,
        "provider_url": site_url(),
        "title": place.title,
        "html": html,
        "width": width,
        "height": height,
        "cache_age": MAX_AGE,
    }


def find_place(address: str) -> Place | None:
    """What one of our public pages stands for: a home everything, a cycle and its sessions the cycle, an organisation itself.

    Two queries at most.
    """
    bare = address.partition("#")[0].partition("?")[0]
    path = bare.removeprefix(site_url())
    parts = path.strip("/").split("/")
    if path == bare or parts[0] not in languages():
        return None
    language = parts[0]
    if len(parts) == 1:
        with override(language):
            return Place(language, ALL.name, gettext("The whole programme"), absolute(f"/{language}/"))
    return _of_cycle(absolute(path), language=language) or _of_organisation(parts, language=language)


def _of_cycle(address: str, *, language: str) -> Place | None:
    rows = Resource.objects.filter(kind=ResourceKind.CYCLES, language=language, is_gone=False)
    for code, body in rows.values_list("code", "body"):
        said = json.loads(body)
        # Its own page, or one of a session below it.
        if f"{address.rstrip('/')}/".startswith(said["url"]):
            return Place(language, cycle_scope_name(code), said["title"], said["url"])
    return None


def _of_organisation(parts: list[str], *, language: str) -> Place | None:
    if parts[1:2] != ["organisations"] or len(parts) != 3 or not CODE.match(parts[2]):
        return None
    row = Resource.objects.filter(
        kind=ResourceKind.ORGANISATIONS, language=language, code=parts[2], is_gone=False
    ).first()
    if row is None:
        return None
    said = json.loads(row.body)
    return Place(language, organisation_scope_name(row.code), said["name"], said["url"])


def _size(asked: str | None, *, most: int) -> int:
    """At most what was asked for, in pixels. Raises ValueError for what is no number of pixels."""
    if not asked:
        return most
    if not re.fullmatch(r"[0-9]{1,9}", asked) or not int(asked):
        raise ValueError(asked)
    return min(most, int(asked))


def _plain(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
