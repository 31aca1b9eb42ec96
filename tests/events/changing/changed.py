"""What tests of the actions do: open the page of an action, fill it in, confirm, and read what is told."""

from django.urls import reverse

from bs4 import BeautifulSoup

from events.ledger import LedgerChange
from tests.form_values import form_values


def address(session, action: str) -> str:
    return reverse(f"changing:{action}", args=[session.pk])


def opened(client, session, action: str) -> dict[str, list[str]]:
    """What a browser would send of the form of an action."""
    answer = client.get(address(session, action))
    assert answer.status_code == 200, answer.status_code
    return dict(form_values(answer.content, "change").lists())


def confirm(client, session, action: str, *, form=None, **fields):
    """Confirm an action; `form` was opened before, else it is opened now. The answer, redirects followed."""
    form = form or opened(client, session, action)
    return client.post(address(session, action), form | fields, follow=True)


def errors(answer) -> list[str]:
    """The messages in the form."""
    found = BeautifulSoup(answer.content, "lxml").select(".error-message, #change .help-critical")
    return [each.get_text(" ", strip=True) for each in found]


def last_change() -> tuple:
    """What subscribers learnt last: kind, SEQUENCE, fields and reasons."""
    change = LedgerChange.objects.order_by("-sequence").first()
    return change.kind, change.sequence, tuple(change.fields), change.reasons
