"""The editors' guide: the same tasks in both languages, few steps, labels that exist, pictures that are there."""

from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import gettext, override

import pytest
from bs4 import BeautifulSoup

from events.guide.tasks import LABEL, LANGUAGES, all_tasks, read_guide
from tests.events.logged_in import administrator

pytestmark = pytest.mark.django_db


def labels(language: str) -> list[list[str]]:
    return [LABEL.findall(" ".join(task["steps"])) for task in all_tasks(language)]


def test_tasks_of_editors_and_of_the_project_have_at_most_five_steps_each():
    for language in LANGUAGES:
        steps = {task["key"]: len(task["steps"]) for task in all_tasks(language)}
        assert (len(steps), list(steps)[-1], max(steps.values()) <= 5) == (9, "second-factor", True)


def test_both_languages_have_the_same_tasks_steps_and_labels():
    english, french = (all_tasks(language) for language in LANGUAGES)

    assert [(task["key"], len(task["steps"])) for task in english] == [
        (task["key"], len(task["steps"])) for task in french
    ]
    assert labels("en") == labels("fr")


def test_every_label_is_one_of_the_admins():
    with override("fr"):
        wanted = {label for task in labels("en") for label in task}
        unknown = {label for label in wanted if gettext(label) == label}

    # A label that reads alike in both languages would be taken for an unknown one: there is none.
    assert unknown == set()


def test_labels_stand_in_the_language_of_the_admin():
    with override("fr"):
        steps = read_guide("fr").tasks[3].steps

    assert "<b>Changer la date</b>" in steps[0]


def test_reader_of_another_language_gets_english_with_the_labels_of_that_language():
    with override("el"):
        guide = read_guide("el")

    assert (guide.language, "<b>Αλλαγή ημερομηνίας</b>" in guide.tasks[3].steps[0]) == ("en", True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_task_has_its_picture(language):
    with override(language):
        missing = [task.picture for task in read_guide(language).tasks if finders.find(task.picture) is None]

    assert missing == []


def test_guide_is_in_the_admin(client, site, django_assert_num_queries):
    client = administrator(client, language="fr")
    client.get(reverse("parvis_guide"))

    with django_assert_num_queries(6):
        answer = client.get(reverse("parvis_guide"))

    page = BeautifulSoup(answer.content, "lxml")
    assert page.select_one(".parvis-guide h2").get_text() == "Préparer une saison"
    assert page.select_one(".parvis-guide")["lang"] == "fr"
