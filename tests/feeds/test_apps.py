"""A foreign package `events` is told from ours before anything of ours is imported."""

from importlib.machinery import ModuleSpec

from django.core.exceptions import ImproperlyConfigured

import pytest

from feeds import apps, checks


def test_our_events_passes():
    apps.check_events_is_ours()


@pytest.mark.parametrize("is_there", [True, False])
def test_foreign_events_is_refused_by_its_place(monkeypatch, tmp_path, is_there):
    spec = ModuleSpec("events", None, origin=str(tmp_path / "events" / "__init__.py")) if is_there else None
    monkeypatch.setattr(apps, "find_spec", lambda _name: spec)

    with pytest.raises(
        ImproperlyConfigured, match=f"at {tmp_path / 'events'} is not" if is_there else "at None is not"
    ):
        apps.check_events_is_ours()


def test_foreign_events_may_be_an_app_of_the_project_or_a_distribution(monkeypatch, tmp_path):
    monkeypatch.setattr(apps, "events_folder", lambda: tmp_path)

    with pytest.raises(ImproperlyConfigured, match=r"move it into another package .* uninstall that"):
        apps.check_events_is_ours()


def test_distribution_events_in_the_same_folder_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "events_folder", lambda: tmp_path)
    alone = checks.check_events_is_alone()
    (tmp_path / "events.py").touch()

    (warning,) = checks.check_events_is_alone()

    assert (alone, warning.id, str(tmp_path) in warning.msg) == ([], "parvis_feeds.W001", True)
