"""Every spreadsheet of the admin, ours and Wagtail's reports: what begins like a formula stays a text."""

import csv
import io

from django.contrib.auth import get_user_model
from django.urls import reverse

from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports.base import ReportView

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import SessionPage
from events.spreadsheets import harmless
from tests import factories

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("https://evil.example/";"ICOM")'
# The name of a report's results, and what makes the page stand in it.
REPORTS = {
    "wagtailadmin_reports:site_history_results": lambda page, user: page.save_revision(
        user=user, log_action=True
    ),
    "wagtailadmin_reports:aging_pages_results": lambda page, user: None,
    "wagtailadmin_reports:locked_pages_results": lambda page, user: SessionPage.objects.update(
        locked=True, locked_by=user
    ),
    "wagtailadmin_reports:workflow_results": lambda page, user: page.get_workflow().start(page, user),
    "wagtailadmin_reports:workflow_tasks_results": lambda page, user: page.get_workflow().start(page, user),
    "wagtailadmin_reports:page_types_usage_results": lambda page, user: None,
    "programme:list": lambda page, user: None,
}

WITHOUT_TITLES = {"wagtailadmin_reports:page_types_usage_results"}


@pytest.fixture
def titled(admin, session):
    """The session, with a title that is a formula."""
    return factories.publish(session, title=FORMULA)


def export(client, name: str, export_format: str) -> bytes:
    answer = client.get(reverse(name), {"export": export_format})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def cells_of_csv(content: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]


@pytest.mark.parametrize("name", REPORTS)
def test_title_is_no_formula_in_any_report(admin, titled, name):
    REPORTS[name](titled, get_user_model().objects.get(username="admin"))

    cells = cells_of_csv(export(admin, name, "csv"))
    workbook = openpyxl.load_workbook(io.BytesIO(export(admin, name, "xlsx")))

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any(FORMULA in cell for cell in cells) or name in WITHOUT_TITLES
    assert "f" not in {cell.data_type for row in workbook.active.iter_rows() for cell in row}


def subclasses(view: type) -> set[type]:
    return {view, *(each for below in view.__subclasses__() for each in subclasses(below))}


def test_no_view_goes_its_own_way():
    own = [view for view in subclasses(SpreadsheetExportMixin) if "preprocess_field_value" in vars(view)]

    assert own == [SpreadsheetExportMixin]


def test_every_report_is_tried_here():
    """Those of Wagtail that are installed; the board's own has no spreadsheet."""
    exported = {view for view in subclasses(ReportView) if view.list_export}

    assert len(exported) == len(REPORTS) - 1, exported


@given(st.text())
def test_no_text_begins_like_a_formula(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(text).removeprefix("'") == text.removeprefix("'")
    assert harmless(harmless(text)) == harmless(text)


def test_numbers_stay_numbers():
    assert SpreadsheetExportMixin().preprocess_field_value("number", -1, "csv") == -1
