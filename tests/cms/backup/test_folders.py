"""Media take their place, or nothing of them does."""

from pathlib import Path

import pytest

from cms.backup.folders import bring_in, brought_in, remove_empty


@pytest.fixture
def folders(tmp_path) -> tuple[Path, Path, Path]:
    """The restored ones, those in use, and where former ones go."""
    write(tmp_path / "restored", {"same": "a", "changed": "new", "deep/added": "b"})
    write(tmp_path / "used", {"same": "a", "changed": "old", "own": "c"})
    return tmp_path / "restored", tmp_path / "used", tmp_path / "aside"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def files_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def fail_behind(used: Path, before: dict[str, str]) -> None:
    """As a database does that does not take over."""
    assert files_in(used) != before
    raise RuntimeError("refused")


def test_every_restored_file_is_in_its_place_and_another_one_of_its_name_aside(folders):
    restored, used, aside = folders

    bring_in(restored, used, aside=aside)

    assert files_in(used) == {"same": "a", "changed": "new", "deep/added": "b", "own": "c"}
    assert files_in(aside) == {"changed": "old"}


def test_what_fails_behind_it_takes_all_of_it_back(folders):
    restored, used, aside = folders
    before = files_in(used)

    with pytest.raises(RuntimeError), brought_in(restored, used, aside=aside):
        fail_behind(used, before)

    assert (files_in(used), files_in(aside)) == (before, {})


def test_full_disk_in_the_middle_leaves_everything_as_it_was_and_no_draft(folders, monkeypatch):
    restored, used, aside = folders
    before = files_in(used)

    def copy(source, target):
        Path(target).write_text("half")
        if Path(source).name == "added":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("cms.backup.folders.shutil.copy2", copy)

    with pytest.raises(OSError, match="No space left"):
        bring_in(restored, used, aside=aside)

    assert (files_in(used), files_in(aside)) == (before, {})


def test_former_files_reach_another_disk_whole(folders, monkeypatch):
    restored, used, aside = folders
    replace = Path.replace

    def refuse_other_disks(path, target):
        if path.parent != Path(target).parent:
            raise OSError(18, "Invalid cross-device link")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse_other_disks)

    bring_in(restored, used, aside=aside)

    assert files_in(aside) == {"changed": "old"}


@pytest.mark.parametrize("has_file", [True, False])
def test_only_folders_without_any_file_are_removed(tmp_path, has_file):
    aside = tmp_path / "aside"
    (aside / "media" / "deep").mkdir(parents=True)
    if has_file:
        write(aside, {"feeds/one": "x"})

    remove_empty(aside)

    assert aside.exists() == has_file
    assert [path.name for path in aside.rglob("*")] == (["feeds", "one"] if has_file else [])
