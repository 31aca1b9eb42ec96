"""Forms of the admin as a browser sees them: open, fill, send, and read what came back."""

import re
from typing import Any

from django.http import QueryDict
from django.test import Client

from bs4 import BeautifulSoup

from tests.form_values import SHOWN_FOR_NUL, form_values

# Buttons and counters of the form itself: not what the editor typed.
NOT_TYPED = re.compile("action-|csrfmiddlewaretoken|next$|comment|loaded_revision|.*-ORDER$")


class AdminForm:
    """One form of the admin, opened by a client that is logged in. `url` is where it is posted.

    `fields`: those of an equal form that was opened before; then this one need not be.
    """

    def __init__(
        self, client: Client, url: str, form_id: str = "page-edit-form", *, fields: QueryDict | None = None
    ):
        self.client, self.url, self.form_id = client, url, form_id
        self.fields = fields or self._open()

    def _open(self) -> QueryDict:
        answer = self.client.get(self.url)
        assert answer.status_code == 200, (self.url, answer.status_code)
        return form_values(answer.content, self.form_id)

    def send(self, button: str | None = "action-publish", **fields: Any):
        """Fill fields in and press a button; returns the answer.

        Where the form came back, `answer.errors` has its messages by field, and `answer.lost` what was typed and is gone.
        """
        sent = self.fields.copy()
        for name, value in fields.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        if button:
            sent[button] = "1"
        answer = self.client.post(self.url, dict(sent.lists()))
        if answer.status_code == 200:
            answer.errors = errors_by_field(answer)
            back = form_values(answer.content, self.form_id)
            typed = {
                name: [str(value).replace("\0", SHOWN_FOR_NUL) for value in values]
                for name, values in sent.lists()
                if not NOT_TYPED.match(name)
            }
            answer.lost = {name: values for name, values in typed.items() if back.getlist(name) != values}
        return answer


def errors_by_field(answer) -> dict[str, list[str]]:
    """The messages that stand at a field, by the field's name."""
    found: dict[str, list[str]] = {}
    for message in BeautifulSoup(answer.content, "lxml").select(".w-field__errors .error-message"):
        name = next(each["name"] for each in message.find_parent(class_="w-field").select("[name]"))
        found.setdefault(name, []).append(message.get_text(" ", strip=True))
    return found
