"""What tests of Wagtail's API v3 have in common: its addresses, and what it refused."""

BASE = "/api/v3-preview"
PAGES = f"{BASE}/pages/"
TYPE = "parvis_events.SessionPage"


def refused(answer) -> dict[str, list[str]]:
    """The fields that a 422 names."""
    assert answer.status_code == 422, answer.content
    return [error["loc"][-1] for error in answer.json()["errors"]]
