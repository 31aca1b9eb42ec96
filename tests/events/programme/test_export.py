"""The programme as a spreadsheet: one line for each session, no secret, no formula."""

import csv
import datetime
import io

import openpyxl
import pytest
import time_machine

from events.models import SessionPage
from tests import factories
from tests.events.logged_in import administrator
from tests.events.programme.programmed import LIST, NOW, make_season

pytestmark = pytest.mark.django_db

SECRETS = ("planted-token", "314159", "81174854920", "811 7485 4920", "zoom.example")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def read_csv(client, **query) -> list[dict[str, str]]:
    answer = client.get(LIST, {"export": "csv", **query})
    assert answer["Content-Disposition"] == 'attachment; filename="programme.csv"'
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def read_xlsx(client, **query) -> list[list]:
    answer = client.get(LIST, {"export": "xlsx", **query})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [list(row) for row in sheet.iter_rows()]


@pytest.fixture
def shown(session):
    """A session with everything that a line has, published in French and Hebrew, a draft in Greek."""
    session = factories.publish(
        session, status="tentative", theme_pending=True, interpreted=["en"], captioned=["fr"]
    )
    session = factories.add_organisation(session, factories.make_organisation(), role="partner")
    factories.translate(session, "he", title="סולידריות")
    factories.translate(session, "el", live=False)
    return session


def test_line_has_every_fact_and_the_public_titles(admin, shown):
    assert read_csv(admin) == [
        {
            "Number": "7",
            "Code": "solidarites-7",
            "Date": "2021-05-18",
            "Start": "13:00:00",
            "End": "14:30:00",
            "Time zone": "Europe/Paris",
            "Status": "tentative",
            "Theme to come": "yes",
            "Cycle": "Solidarités, musées",
            "Title (fr)": "Construire des solidarités",
            "Title (en)": "",
            "Title (es)": "",
            "Title (el)": "",
            "Title (he)": "סולידריות",
            "Title (fi)": "",
            "Join address": "https://parvis.example/fr/join/solidarites-7/",
            "Spoken languages": "fr, en, es",
            "Interpreted languages": "en",
            "Captioned languages": "fr",
            "Organisations": "ICOM Greece (partner)",
        }
    ]


def test_workbook_has_the_same_with_dates_as_dates(admin, shown):
    headings, line = read_xlsx(admin)

    cells = dict(zip([cell.value for cell in headings], [cell.value for cell in line], strict=True))
    text = {name: str(value) if value is not None else "" for name, value in cells.items()}
    assert (cells["Date"], cells["Start"]) == (datetime.date(2021, 5, 18), datetime.time(13))
    assert text == read_csv(admin)[0]


def test_secrets_are_in_no_spreadsheet(admin, shown):
    cells = [str(cell.value) for row in read_xlsx(admin) for cell in row]

    assert [secret for secret in SECRETS if secret in "".join([*cells, str(read_csv(admin))])] == []
    assert SessionPage.objects.get(pk=shown.pk).passcode == "314159"


def test_spreadsheet_has_the_filtered_sessions_in_their_order_and_all_pages(monkeypatch, admin, cycle):
    monkeypatch.setattr("events.programme.views.Programme.paginate_by", 1)
    make_season(cycle)

    assert [line["Number"] for line in read_csv(admin)] == ["9", "10", "8"]
    assert [line["Number"] for line in read_csv(admin, when="past", q="echanges", p="3")] == ["8"]
    assert [row[0].value for row in read_xlsx(admin, status="cancelled")] == ["Number"]


def test_spreadsheet_speaks_the_editors_language(client, shown):
    client = administrator(client, language="he")

    (line,) = read_csv(client)

    assert (line["מצב"], line["התחלה"]) == ("טרם אושר", "13:00:00")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_title_is_no_formula(admin, session, title):
    factories.publish(session, title=title)

    assert read_csv(admin)[0]["Title (fr)"] == f"'{title}"
    cell = read_xlsx(admin)[1][9]
    assert (cell.value, cell.data_type) == (title, "s")


def test_buttons_keep_what_was_asked_for(admin, session):
    links = admin.get(LIST, {"year": "2021"}).content.decode()

    assert f'{LIST}?year=2021&amp;export=csv"' in links
    assert f'{LIST}?year=2021&amp;export=xlsx"' in links
