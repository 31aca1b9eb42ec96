"""Spreadsheets of the admin - the programme, Wagtail's reports - hold no formula: a title such as =HYPERLINK(...) stays a text.

In XLSX Wagtail says so of each cell; CSV has no way to say it but the text itself (OWASP, CSV injection).
"""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What spreadsheet programs take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
_stock_preprocess = SpreadsheetExportMixin.preprocess_field_value


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula: an apostrophe before it says so. Idempotent."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def preprocess_field_value(view: SpreadsheetExportMixin, field: str, value: object, export_format: str):
    """As Wagtail's; in CSV, text is no formula. Numbers stay numbers, also below zero."""
    cell = _stock_preprocess(view, field, value, export_format)
    return harmless(cell) if export_format == view.FORMAT_CSV and isinstance(cell, str) else cell


def install() -> None:
    """Put it in place of Wagtail's, for every view that writes spreadsheets; called once, when all apps are ready."""
    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
