"""What became of drafts that were to be published together, above the page that follows."""

from django.http import HttpRequest
from django.utils.translation import ngettext

from wagtail.admin import messages

from events.programme.publishing import Outcome
from events.programme.words import why_left


def tell_published(request: HttpRequest, outcome: Outcome, *, nothing: str) -> None:
    """Why each was left that was left, and how many were published; `nothing` where there was none to publish."""
    for line in why_left(outcome):
        messages.warning(request, line)
    if count := len(outcome.published):
        text = ngettext("%(count)s session was published.", "%(count)s sessions were published.", count)
        messages.success(request, text % {"count": count})
    elif not outcome.left:
        messages.info(request, nothing)
