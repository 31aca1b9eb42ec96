"""An editor's desk: every way in which a page changes, through the views and commands that people use."""

import json
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from wagtail.models import Locale, Page

import time_machine
from wagtail_localize.models import Translation, TranslationSource

from tests.form_values import form_values
from tests.journeys.looking import stored

API = "/api/v3-preview/pages"


@dataclass
class Desk:
    """One user's browser and API client. `commit` runs what waits for the end of a transaction, as a server does."""

    client: Client
    commit: Any
    user: str

    def post(self, name: str, *args: object, data: dict[str, Any] | None = None) -> HttpResponse:
        """POST to an admin view that answers with a redirect."""
        with self.commit(execute=True):
            response = self.client.post(reverse(name, args=args), data or {})
        assert response.status_code == 302, response.content.decode()[:2000]
        return response

    def form(self, page: Page) -> dict[str, Any]:
        """What a browser would send back from the page's edit form, unchanged."""
        return self._form_at(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    def _form_at(self, url: str) -> dict[str, Any]:
        return dict(form_values(self.client.get(url).content, "page-edit-form").lists())

    def create(self, model: type[Page], parent: Page, **fields: Any) -> None:
        """Fill in the form of a new page below `parent` and publish it."""
        address = (model._meta.app_label, model._meta.model_name, parent.pk)
        form = self._form_at(reverse("wagtailadmin_pages:add", args=address))
        self.post("wagtailadmin_pages:add", *address, data=form | fields | {"action-publish": "1"})

    def edit(
        self, page: Page, *, action: str = "publish", form: dict[str, Any] | None = None, **fields: Any
    ) -> Page:
        """Open the form (or take one that was opened before), change fields, press a button."""
        data = (form or self.form(page)) | fields
        self.post(
            "wagtailadmin_pages:edit",
            page.pk,
            data=data if action == "save" else data | {f"action-{action}": "1"},
        )
        return stored(page)

    def change(self, page: Page, action: str, **fields: Any) -> Page:
        """Reschedule, postpone, cancel or restore an announced session: open the page of the action, fill in, confirm."""
        address = reverse(f"changing:{action}", args=[page.pk])
        form = dict(form_values(self.client.get(address).content, "change").lists())
        self.post(f"changing:{action}", page.pk, data=form | fields)
        return stored(page)

    def unpublish(self, page: Page) -> Page:
        """Press "Unpublish", and once more where subscribers have seen the page."""
        address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        with self.commit(execute=True):
            answer = self.client.post(address)
            if answer.status_code == 200:
                self.post("wagtailadmin_pages:unpublish", page.pk, data={"parvis-confirmed": "1"})
        return stored(page)

    def revert(self, page: Page, revision: int, **fields: Any) -> Page:
        """Publish an old revision from the page's history."""
        form = self._form_at(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision]))
        self.post(
            "wagtailadmin_pages:revisions_revert",
            page.pk,
            revision,
            data=form | fields | {"action-publish": "1"},
        )
        return stored(page)

    def approve(self, page: Page) -> Page:
        """Approve a page that was submitted for moderation."""
        task = page.current_workflow_task_state
        self.post("wagtailadmin_pages:workflow_action", page.pk, "approve", task.pk)
        return stored(page)

    def wait_until(self, moment: datetime, *, command: str = "tick") -> None:
        """Let time pass, then do what is due: by Parvis's own command, or by Wagtail's."""
        with time_machine.travel(moment), self.commit(execute=True):
            call_command(command)

    def submit(self, page: Page, *languages: str, subtree: bool = False) -> None:
        """Send a page to translation."""
        locales = Locale.objects.filter(language_code__in=languages).values_list("pk", flat=True)
        data = {"locales": list(locales)} | ({"include_subtree": "on"} if subtree else {})
        self.post("wagtail_localize:submit_page_translation", page.pk, data=data)

    def write_strings(self, page: Page, **words: str) -> None:
        """Translate strings in the translation editor; `page` is the translation, `words` maps fields to words."""
        translation = translation_of(page)
        for segment in translation.source.stringsegment_set.filter(context__path__in=words).select_related(
            "context"
        ):
            url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            body = urlencode({"value": words[segment.context.path]})
            response = self.client.put(url, body, content_type="application/x-www-form-urlencoded")
            assert response.status_code in {200, 201}

    def publish_translation(self, page: Page) -> Page:
        """Press "Publish" in the translation editor."""
        self.post("wagtailadmin_pages:edit", page.pk, data={"action": "publish"})
        return stored(page)

    def sync(self, page: Page, *, publish: bool) -> None:
        """ "Sync translated pages" of a source page."""
        source = TranslationSource.objects.get_for_instance(page)
        data = {"publish_translations": "on"} if publish else {}
        self.post("wagtail_localize:update_translations", source.pk, data=data)

    def stop_sync(self, page: Page) -> None:
        """ "Stop synced translation" of a translation."""
        self.post("wagtail_localize:stop_translation", translation_of(page).pk)

    def start_sync(self, page: Page) -> None:
        """ "Start synced translation" of one that was stopped."""
        self.post("wagtailadmin_pages:edit", page.pk, data={"localize-restart-translation": "1"})

    def patch(self, page: Page, *, publish: bool = False, **fields: Any) -> HttpResponse:
        """Change a page through the API."""
        meta = {"type": page._meta.label} | ({"action": "publish"} if publish else {})
        return self.call("patch", f"{API}/{page.pk}/", {"meta": meta} | fields)

    def act(self, page: Page, action: str, **fields: Any) -> HttpResponse:
        """Call one of the API's actions on a page."""
        return self.call("post", f"{API}/{page.pk}/actions/{action}/", fields)

    def call(self, method: str, address: str, body: dict[str, Any]) -> HttpResponse:
        """Call the API with a token of the user."""
        with self.commit(execute=True):
            return getattr(self.client, method)(
                address,
                json.dumps(body),
                content_type="application/json",
                headers={"Authorization": f"Bearer {self.token}"},
            )

    @property
    def token(self) -> str:
        out = StringIO()
        call_command("api_tokens", "create", f"--user={self.user}", "--name=journey", stdout=out)
        return next(word for word in out.getvalue().split() if word.startswith("wagtail_"))


def translation_of(page: Page) -> Translation:
    """wagtail-localize's record of a translated page."""
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale_id)


def rows(relation: str, form: dict[str, Any], *added: dict[str, Any]) -> dict[str, Any]:
    """Form data for more rows at the end of an inline panel that `form` holds already."""
    first = int(form[f"{relation}-TOTAL_FORMS"][0])
    data = {f"{relation}-TOTAL_FORMS": str(first + len(added))}
    for number, row in enumerate(added, start=first):
        columns = {"ORDER": str(number + 1), "DELETE": "", "id": ""} | row
        data |= {f"{relation}-{number}-{name}": value for name, value in columns.items()}
    return data
