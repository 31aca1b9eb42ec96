"""After a session was saved: what to look at again, above the page that follows."""

from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages

from events.models import SessionPage
from events.proofreading.proofreader import sentences_of

MOST = 5


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_findings(request, page):
    """A few of them; the form lists all."""
    if (
        request.method != "POST"
        or not isinstance(page, SessionPage)
        or "application/json" in request.headers.get("Accept", "")
    ):
        return
    sentences = sentences_of(page, cycle=page.cycle)
    for sentence in sentences[:MOST]:
        messages.warning(request, sentence)
    if len(sentences) > MOST:
        messages.warning(request, _("The form lists what else there is to look at again."))
