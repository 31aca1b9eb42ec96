"""The form for a new session sent four times at the same moment, on a server that lets them."""

from collections import Counter

from django.test import Client

import pytest

from tests import factories
from tests.admin_forms import AdminForm
from tests.events.logged_in import administrator
from tests.events.test_sent_twice import NEW, codes, made, new_session
from tests.feeds.threads import in_threads

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("slug", ["", "climat"])
def test_new_session_sent_four_times_at_once_is_made_once(transactional_db, client, slug):
    form = new_session(administrator(client), factories.make_cycle(factories.read_site()))
    answered = Counter()

    def send():
        browser = Client()
        browser.cookies.update(client.cookies)
        answer = AdminForm(browser, form.url, fields=form.fields).send(**NEW | {"slug": slug})
        answered[answer.status_code] += 1

    in_threads(send, send, send, send)

    assert answered == {302: 1, 200: 3}
    assert (made(), codes()) == ([("Climat", 1, "solidarites-1", True)], ["solidarites-1"])
