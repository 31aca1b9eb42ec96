"""Words pasted from Word into the admin's editors of rich text: what is stored is every word, and of the rest what a field allows."""

from django.urls import reverse

import pytest

from tests import factories
from tests.browser.admin import Mouse, log_in
from tests.browser.test_editors_tasks import publish
from tests.journeys.looking import words
from tests.word_html import WORD_HTML, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As the browser does when somebody pastes; a test has no clipboard of Word's.
PASTE = """(field, html) => {
    const data = new DataTransfer();
    data.setData('text/html', html);
    field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.mark.slow
def test_words_pasted_from_word_are_stored_without_its_markup(live_server, transactional_db, new_context):
    session = factories.make_session(factories.make_cycle(factories.read_site()), live=False)
    context = new_context(viewport={"width": 1280, "height": 1200})
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[session.pk])}")
    page.get_by_role("tab").nth(1).click()

    for name in ("introduction", "body"):
        editor = page.locator(f"[data-contentpath={name}] [contenteditable=true]")
        editor.click()
        editor.evaluate(PASTE, WORD_HTML)
    # The editor of rich text hands over what was pasted after a quarter of a second.
    page.wait_for_timeout(400)
    publish(page, Mouse(page))

    pasted = words(session)
    # The line break before the first paragraph becomes a paragraph of its own.
    assert pasted["introduction"] == "<p> </p>" + stored(title="p", blank=" ")
    assert pasted["body"] == "<p> </p>" + stored(title="h2", blank=" ")
