"""The front end in the page editor: a frame that shows the draft as people will see it there."""

import json
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page

from events.conf import parvis_setting
from events.now import now
from events.previews import register_preview
from events.ticking import register_job
from feeds.drafts import tokens
from feeds.drafts.composing import KINDS, draft_of
from feeds.previews import in_its_language


def connect() -> None:
    """Offer the front end in the page editor; called once, when all apps are ready."""
    register_preview("front-end", _("On the other site"), front_end, kinds=KINDS, is_offered=has_front_end)
    register_job("drafts", tokens.forget_expired)


def has_front_end(page: Page) -> bool:
    """Whether the site names one (PREVIEW_URL)."""
    return bool(parvis_setting("PREVIEW_URL"))


def front_end(page: Page, request: HttpRequest) -> HttpResponse:
    """A frame on the front end, which is given a token to ask for the draft."""
    return in_its_language(page, request, template="front-end", present=_framed)


def address_for(draft: dict, *, token: str, base: str) -> str:
    """Where the front end shows a draft: `base`, with `kind`, `lang` and `token` behind what it asks for already."""
    parts = urlsplit(base)
    asked = urlencode({"kind": draft["kind"], "lang": draft["language"], "token": token})
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, asked]))))


def _framed(page: Page) -> dict[str, object]:
    moment = now()
    draft = draft_of(page, now=moment)
    token = tokens.keep(json.dumps(draft, ensure_ascii=False), now=moment)
    return {"address": address_for(draft, token=token, base=str(parvis_setting("PREVIEW_URL"))), "page": page}
