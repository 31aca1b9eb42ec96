"""The board in Wagtail's admin: its home, and a report."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from events.board import urls
from events.board.panels import Board, MatrixPanel, NextSessionPanel, UnfinishedPanel
from events.board.report import ICON

# What waits for somebody; both show nothing while nothing waits.
KEPT = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


@hooks.register("register_admin_urls")
def register_board_urls():
    """Below the reports; the views say who may do what."""
    return [path("reports/board/", include(urls))]


@hooks.register("register_reports_menu_item")
def register_board():
    """For everybody in the admin."""
    return MenuItem(
        _("Sessions and languages"), reverse("board:report"), name="board", icon_name=ICON, order=1200
    )


@hooks.register("construct_homepage_panels")
def put_board_on_home(request, panels):
    """In place of Wagtail's panels, but for the tasks that wait; what other apps add stays."""
    board = Board(request.user)
    others = [
        panel
        for panel in panels
        if isinstance(panel, KEPT) or not type(panel).__module__.startswith("wagtail.")
    ]
    panels[:] = [NextSessionPanel(board), MatrixPanel(board), UnfinishedPanel(board), *others]


@hooks.register("construct_homepage_summary_items", order=1000)
def leave_out_counts(request, items):
    """Numbers of pages, images and documents tell an editor nothing to do."""
    items[:] = [item for item in items if not type(item).__module__.startswith("wagtail.")]
