"""The guide's steps, taken in a browser: every label of a step stands where the guide says, and the picture is of today's admin.

With GUIDE_PICTURES=1 (`make guide`) the pictures go into the guide.
"""

import os
from io import BytesIO
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext, override

import pytest
from PIL import Image

from events.guide.tasks import LABEL, LANGUAGES, all_tasks
from tests.browser.admin import log_in
from tests.browser.season import make_season

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
# The project's own pictures stand among its own static files: the distribution has not its tasks.
FOLDERS = {"second-factor": ROOT / "cms" / "static" / "events" / "guide"}
FOLDER = ROOT / "events" / "static" / "events" / "guide"
COLOURS = 96
# Labels that are seen elsewhere than on the page of the picture: on the home of the admin, in a menu, after a click, or only sometimes.
ELSEWHERE = {
    "New session", "Next missing", "Sessions and languages", "Change the link", "Past sessions without replay or minutes",
    "Plan the sessions", "Reschedule", "Cancel the session", "Postpone", "Announcement", "Publish", "Publish the dates",
    "Restore", "To look at again:", "More actions", "Connect the app", "Recovery codes",
    "I have kept them",
}  # fmt: skip


@pytest.fixture
def season(transactional_db):
    return make_season()


def address(key: str, season: dict) -> str:
    """Where the picture of a task is taken."""
    ahead = [season["ahead"].pk]
    return {
        "plan": reverse("planning:planner", args=[season["cycle"].pk]),
        "publish": reverse(
            "wagtailadmin_pages:add", args=["parvis_events", "sessionpage", season["cycle"].pk]
        ),
        "translate": reverse("wagtailadmin_home"),
        "reschedule": reverse("changing:reschedule", args=ahead),
        "cancel": reverse("changing:cancel", args=ahead),
        "link": reverse("board:link", args=ahead),
        "after": reverse("wagtailadmin_pages:edit", args=[season["past"].pk]),
        "announce": reverse("announcing:announcement", args=ahead),
        "second-factor": reverse("second_factor:account"),
    }[key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_of_the_guide_are_found_in_the_admin(live_server, season, new_context, tmp_path, language):
    def picture_of(key: str) -> Path:
        folder = FOLDERS.get(key, FOLDER) if os.environ.get("GUIDE_PICTURES") else tmp_path
        return folder / f"{key}-{language}.png"

    context = new_context(viewport={"width": 1280, "height": 800})
    log_in(context, live_server.url, language=language)
    page = context.new_page()
    missing = []

    for task in all_tasks(language):
        page.goto(f"{live_server.url}{address(task['key'], season)}")
        page.wait_for_load_state("networkidle")
        if task["key"] == "after":
            page.get_by_role("tab").nth(2).click()
        text = page.locator("body").inner_text() + " ".join(
            page.locator("button, [role=tab], label").all_inner_texts()
        )
        with override(language):
            wanted = set(LABEL.findall(" ".join(task["steps"]))) - ELSEWHERE
            missing += [
                (task["key"], label) for label in wanted if gettext(label).casefold() not in text.casefold()
            ]
        save(page.screenshot(), picture_of(task["key"]))

    assert missing == []
    assert all(picture_of(task["key"]).exists() for task in all_tasks(language))


def save(picture: bytes, path: Path) -> None:
    """With few colours: a screen has few, and the package carries sixteen of them."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
