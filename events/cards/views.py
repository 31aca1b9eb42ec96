"""The addresses of the cards. A card is drawn once and kept as long as nothing on it changes."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events import reading
from events.cards import building
from events.cards.card import Card
from events.cards.drawing import draw_card
from events.cards.lettering import can_write
from events.now import now
from events.phrases import Phrase
from events.presentation_cycle import rhythm_of
from events.query_names import depends_on
from events.site_tree import tree_for

# An address with the digest in its query gives the same picture until the page names another.
MAX_AGE = 300
KEPT_SECONDS = 7 * 24 * 3600


@require_safe
def session_card(request: HttpRequest, code: str) -> HttpResponse:
    """The card of a public session, as it is announced now. Raises Http404 where no public session has the code."""
    tree, language = tree_for(request), _language()
    group = reading.session_of(tree, code=code) if language in tree.public_homes else None
    if group is None:
        raise Http404("There is no session with this code.")
    page = group.words_for(language)
    node = tree.cycle_for(tree.cycle_above(page.path).translation_key, language)
    cycle = Phrase(node.title, node.language)
    return _answer(request, building.session_card(page, cycle=cycle, language=language))


@require_safe
def cycle_card(request: HttpRequest, code: str) -> HttpResponse:
    """The card of a public cycle. Raises Http404 where no public cycle has the code."""
    tree, language = tree_for(request), _language()
    node = next((each for each in tree.cycles() if each.cycle_code == code), None)
    if node is None or language not in tree.public_homes:
        raise Http404("There is no cycle with this code.")
    cycle = reading.read_cycles(tree, language=language, key=node.translation_key)[node.path]
    rhythm = rhythm_of(cycle, language=language, now=now())
    return _answer(request, building.cycle_card(cycle, rhythm=rhythm, language=language))


def _language() -> str:
    """The language of the address. Raises Http404 for one that cannot be written on this machine."""
    language = get_language()
    if not can_write(language):
        raise Http404("No card can be drawn in this language here.")
    return language


def _answer(request: HttpRequest, card: Card) -> HttpResponse:
    etag = f'"{card.digest}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        _drawn(card), content_type="image/png"
    )
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    depends_on(response)
    return response


def _drawn(card: Card) -> bytes:
    return cache.get_or_set(f"parvis:card:{card.digest}", lambda: draw_card(card), KEPT_SECONDS)
