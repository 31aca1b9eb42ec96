"""Every address of the admin, with things that stand behind it, and what somebody gets there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as Role
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import APIToken, Collection, Locale, Site, UploadedFile

from wagtail_localize.models import OverridableSegment

from events.models import Organisation, Person, SessionPage
from feeds.outbox import Delivery
from tests import factories
from tests.feeds.world import make_image
from tests.journeys.desk import translation_of

SNIPPETS = ("wagtailsnippets", "wagtailsnippetchoosers")
# What `app_label` and `model_name` are, where not an organisation; by namespace or name.
SESSION = {"app_label": "parvis_events", "model_name": "sessionpage"}
MODELS = {
    "wagtailadmin_editing_sessions": SESSION,
    "wagtailadmin_pages": SESSION,
    "wagtailadmin_workflows": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
    "wagtailadmin_tag_model_autocomplete": {"model_name": "tag"},
    "wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page", "action": "unpublish"},
    "wagtailadmin_api:pages": {"action_name": "copy"},
}

# Wagtail shows the question to everybody, and refuses the answer.
ONLY_ASKS = {"wagtailadmin_pages:move_confirm"}
# Elsewhere than home, which is where Wagtail sends whoever may not.
BACK = urlencode({"next": "/admin/reports/board/", "value": "x"})
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver: its name, and what its parts are called. A name may have several patterns."""

    name: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.parts)})"


def addresses() -> list[Address]:
    """Those that have a name; without one are Wagtail's page for what is not found, and what other patterns hide."""
    admin = reverse("wagtailadmin_home").lstrip("/")
    found = {
        Address(":".join([*spaces, pattern.name]), tuple(pattern.pattern.regex.groupindex))
        for route, spaces, pattern in _patterns(get_resolver())
        if route.startswith(admin) and pattern.name
    }
    return sorted(found, key=str)


def _patterns(
    resolver: URLResolver, route: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], URLPattern]]:
    for pattern in resolver.url_patterns:
        below = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _patterns(pattern, below, inner)
        else:
            yield below, spaces, pattern


class Things:
    """Something of each kind, made by the administrator: no role's own. `page` is French, its translation English."""

    def __init__(self, group):
        page = factories.publish(group.fr, introduction='<p><a href="https://icom.example/">un lien</a></p>')
        translation = translation_of(group.en)
        translation.source.update_from_db()
        elsewhere = factories.make_cycle(
            factories.Tree(None, {"fr": page.get_parent().get_parent().specific}),
            title="Échanges",
            slug="echanges",
            code="echanges",
        )
        admin = get_user_model().objects.get(username="admin")
        state = page.get_workflow().start(SessionPage.objects.get(pk=group.el.pk), admin)
        kind = ContentType.objects.get_for_model
        editing = EditingSession.objects.create(
            user=admin, content_type=kind(page), object_id=str(page.pk), last_seen_at=timezone.now()
        )
        document = get_document_model().objects.create(
            title="Actes", file=ContentFile(b"%PDF-", name="a.pdf")
        )
        self.parts: dict[str, Any] = {
            "page_id": page.pk, "parent_page_id": page.get_parent().pk, "page_to_move_id": page.pk, "page_pk": page.pk,
            "destination_id": elsewhere.pk, "content_type_app_name": "parvis_events",
            "content_type_model_name": "sessionpage", "revision_id": page.latest_revision_id, "revision_id_a": "earliest",
            "revision_id_b": "latest", "task_state_id": state.current_task_state_id, "workflow_state_id": state.pk,
            "task_id": state.current_task_state.task_id, "workflow_pk": state.workflow_id, "document_id": document.pk,
            "doc_id": document.pk, "image_id": make_image().pk, "filter_spec": "width-100", "collection_id": _collection(),
            "redirect_id": Redirect.objects.create(old_path="/x", redirect_link="/y").pk, "translation_id": translation.pk,
            "translation_source_id": translation.source_id, "mode": "present", "action_name": "approve", "app_name": "taggit", "session_id": editing.pk,
            "string_segment_id": translation.source.stringsegment_set.first().pk, "app_label": "parvis_events",
            "model_name": "organisation", "uidb64": "x", "token": "y", "language": "en", "scope": "all", "file": "sessions.ics",
            "overridable_segment_id": OverridableSegment.objects.filter(source=translation.source).first().pk,
        }  # fmt: skip
        # What waits for somebody who may approve it.
        self.reviewed = {"page_id": group.el.pk, "pk": state.workflow_id}
        self.by_name = {
            "announcing": page.pk, "board": page.pk, "changing": page.pk, "planning": page.get_parent().pk,
            "feed_doctor": _given_up(),
            "wagtailadmin_collections": self.parts["collection_id"], "wagtailadmin_api:pages": page.pk,
            "wagtailadmin_api:documents": document.pk, "wagtailadmin_api:images": self.parts["image_id"],
            "wagtailadmin_workflows": state.workflow_id, "wagtaildocs_chooser": document.pk,
            "wagtailimages_chooser": self.parts["image_id"], "wagtaillocales": Locale.objects.first().pk,
            "wagtailsites": Site.objects.get().pk, "wagtailusers_users": admin.pk, "wagtailusers_groups": Role.objects.first().pk,
            "wagtailusers_api_tokens": APIToken.objects.create(user=admin, name="program").pk, "wagtailadmin_pages": page.pk,
            **{f"{app}_parvis_events_organisation": Organisation.objects.first().pk for app in SNIPPETS},
            **{f"{app}_parvis_events_person": Person.objects.create(name_original="Anna").pk for app in SNIPPETS},
        }  # fmt: skip
        self.uploads = {
            "uploaded_image_id": make_upload(admin, kind(get_image_model())),
            "uploaded_file_id": make_upload(admin, kind(get_document_model())),
        }

    def url(self, address: Address) -> str:
        """Where the address stands with these things."""
        namespace = address.name.rpartition(":")[0]
        mine = dict(MODELS.get(namespace, MODELS.get(address.name, {})))
        known = self.parts | {"pk": self.by_name.get(namespace), "object_id": self.parts["page_id"]} | mine
        if "workflow" in address.name.rpartition(":")[2] and "pages" in namespace:
            known |= self.reviewed
        if "task" in address.name:
            known["pk"] = self.parts["task_id"]
        if "uploaded" in address.name or "upload_multiple" in address.name:
            known["uploaded_file_id"] = self.uploads[
                "uploaded_image_id" if "wagtailimages" in address.name else "uploaded_file_id"
            ]
        try:
            url = reverse(address.name, kwargs={part: known[part] for part in address.parts})
        except NoReverseMatch as error:
            raise AssertionError(f"{address}: tell Things what stands there") from error
        return f"{url}?id={self.parts['page_id']}" if address.name == "wagtail_bulk_action" else url


def make_upload(user, kind: ContentType) -> int:
    """A file that waits for its title."""
    return UploadedFile.objects.create(for_content_type=kind, file="a.png", uploaded_by_user=user).pk


def _given_up() -> int:
    return Delivery.objects.create(
        kind="hub", target="https://hub.example/", topic="https://parvis.example/feeds/fr/all/sessions.atom",
        changed_at=timezone.now(),
    ).pk  # fmt: skip


def _collection() -> int:
    return Collection.get_first_root_node().add_child(name="Affiches").pk


def is_let_in(user, address: Address, url: str) -> bool:
    """Whether somebody gets more than the way to the login, or back home, or an error. Nothing that it changes stays."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    methods = (client.post,) if address.name in ONLY_ASKS else (client.get, client.post, client.put)
    for ask in methods:
        with transaction.atomic():
            answer = ask(url, **({} if ask == client.get else {"data": BACK, "content_type": FORM}))
            transaction.set_rollback(True)
        if answer.status_code != 405:
            break
    away = {reverse("wagtailadmin_home"), reverse("wagtailadmin_login")}
    return answer.status_code < 400 and urlsplit(answer.get("Location", "")).path not in away
