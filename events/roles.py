"""Roles as groups, as far as Wagtail's permissions can say them (design.md 7).

    Editors            write and publish all pages; pictures, documents, organisations, people; submit for translation
    Publishers         the same, and unpublish, delete, move and restrict pages, organisations and people; lock pages; redirects
    Translators XX     write and publish words below the home of one language, whose missing pages they make on the board
    Contributors CODE  add sessions and news in which their organisation takes part, edit their own drafts, submit them
    Programs           with a token, without the admin: draft pages, submit and translate them; pictures (events/api)

What Wagtail's permissions cannot say stands in events/powers.py: who writes facts, and who takes pages from the public.
"""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission

from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from events.models import HomePage, Organisation, Person, SecondReaderTask
from events.powers import CONTRIBUTORS

EDITORS = "Editors"
PUBLISHERS = "Publishers"
PROGRAMS = "Programs"
SECOND_READER = "Second reader"

ADMIN = "wagtailadmin.access_admin"
SUBMIT = "wagtail_localize.submit_translation"


def translators(language: str) -> str:
    """The name of the group that translates into a language: "Translators EN"."""
    return f"Translators {language.upper()}"


def contributors(code: str) -> str:
    """The name of the group that writes for an organisation: "Contributors icom-greece"."""
    return f"{CONTRIBUTORS} {code}"


def make_roles() -> None:
    """Make the groups, or give existing ones what they lack. Takes no permission away.

    Again after a language or an organisation was added.
    """
    root = [Page.get_first_root_node()]
    homes = HomePage.objects.filter(depth=2)
    files = (get_image_model(), get_document_model())
    directory = (Organisation, Person)

    editors = _group(EDITORS, [ADMIN, SUBMIT, *_on(directory, "view add change")])
    _grant_pages(editors, root, "add change publish")
    _grant_files(editors, files, "add change choose")

    kept_up = (*directory, Redirect)
    publishers = _group(PUBLISHERS, [ADMIN, SUBMIT, *_on(kept_up, "view add change delete")])
    _grant_pages(publishers, root, "add change publish bulk_delete lock unlock")
    _grant_files(publishers, files, "add change delete choose")

    programs = _group(PROGRAMS, [SUBMIT, *_on(directory, "view")])
    _grant_pages(programs, root, "add change")
    _grant_files(programs, files, "add choose")

    for code in Organisation.objects.values_list("code", flat=True):
        group = _group(contributors(code), [ADMIN, *_on(directory, "view")])
        _grant_pages(group, homes, "add")
        _grant_files(group, files, "add choose")

    for language, _name in settings.LANGUAGES:
        group = _group(translators(language), [ADMIN, *_on(directory, "view")])
        _grant_pages(group, homes.filter(locale__language_code=language), "change publish")
        _grant_files(group, files, "choose")
    _approve(root[0], editors, publishers)


def make_second_reader() -> None:
    """Have everything that is submitted read by somebody else, in place of the workflow of the whole tree; repeatable."""
    root = Page.get_first_root_node()
    task = SecondReaderTask.objects.filter(name=SECOND_READER).first() or SecondReaderTask.objects.create(
        name=SECOND_READER
    )
    readers = [EDITORS, PUBLISHERS, *(translators(language) for language, _name in settings.LANGUAGES)]
    task.groups.add(*Group.objects.filter(name__in=readers))
    workflow, _created = Workflow.objects.get_or_create(name=SECOND_READER)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def _on(models: Iterable[type], actions: str) -> list[str]:
    """Names of permissions: "parvis_events.add_person" and the like."""
    return [
        f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        for model in models
        for action in actions.split()
    ]


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _group(name: str, permissions: list[str]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(*map(_permission, permissions))
    return group


def _grant_pages(group: Group, pages: Iterable[Page], actions: str) -> None:
    for page in pages:
        for permission in map(_permission, _on([Page], actions)):
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _grant_files(group: Group, models: Iterable[type], actions: str) -> None:
    for permission in map(_permission, _on(models, actions)):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def _approve(root: Page, *groups: Group) -> None:
    """Let groups decide on what is submitted to the workflow that Wagtail sets up for the whole tree."""
    workflows = WorkflowPage.objects.filter(page_id=root.pk).values("workflow")
    for task in GroupApprovalTask.objects.filter(workflow_tasks__workflow__in=workflows):
        task.groups.add(*groups)
