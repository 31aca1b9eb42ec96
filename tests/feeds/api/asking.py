"""Asking the API as a program does."""

from django.test import Client


def get(path: str, **asked: object):
    """The answer of an address under /api/v1/."""
    return Client().get(f"/api/v1/{path}", asked)


def said(path: str, **asked: object) -> dict:
    """What it says; fails unless it answers."""
    answer = get(path, **asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def codes(kind: str = "sessions", **asked: object) -> list[str]:
    """The codes of a list."""
    return [each["code"] for each in said(kind, **asked)["items"]]
