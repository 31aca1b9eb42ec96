"""The Dockerfile, built by buildah on a base of the official one's packages, and what is written on the image and in it."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from image_running import ROOT, run

BASE = "docker.io/library/debian:bookworm-slim"
IMAGE, MANAGE = "localhost/parvis:proof", "localhost/parvis-manage:proof"
LARGEST_MB = 250
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# As debian:bookworm-slim is made.
LEFT_OUT = ("doc", "man", "info", "locale", "groff", "lintian", "linda")
TOOLS = ("gcc", "cc", "make", "apt-get", "dpkg", "pip", "perl", "mount", "su", "curl", "wget")


def can_overlay(folder: Path) -> bool:
    """Whether this machine lets us lay folders over each other in this one."""
    lower, upper, work, shown = (folder / name for name in ("lower", "upper", "work", "shown"))
    for each in (lower, upper, work, shown):
        each.mkdir()
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    mount = ["mount", "-t", "overlay", "-o", options, "overlay", shown]
    can = not subprocess.run(mount, check=False, capture_output=True).returncode
    if can:
        run(["umount", shown])
    for each in (lower, upper, work, shown):
        shutil.rmtree(each)
    return can


class Builder:
    """buildah with a storage of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._layers = can_overlay(folder)
        driver = "overlay" if self._layers else "vfs"
        self._storage = ["--root", folder / "root", "--runroot", folder / "run", "--storage-driver", driver]

    def __call__(self, command: str, *arguments: str | Path) -> str:
        """What a command of buildah says."""
        return run(["buildah", *self._storage, command, *arguments], cwd=ROOT).stdout

    def make_base(self) -> None:
        """Under the official name."""
        tar = self.folder / "context" / "base.tar"
        tar.parent.mkdir()
        excluded = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in LEFT_OUT]
        # What it makes on the way goes with the folder, also where it is killed.
        environment = os.environ | {"TMPDIR": str(tar.parent)}
        run(
            ["mmdebstrap", "--variant=essential", "--include=apt", *excluded, "bookworm", tar],
            env=environment,
        )
        (tar.parent / "Dockerfile").write_text("FROM scratch\nADD base.tar /\n")
        self("bud", "--isolation", "chroot", "--format", "docker", "--pull-never", "--tag", BASE, tar.parent)
        shutil.rmtree(tar.parent)

    def build(self) -> None:
        """docker/Dockerfile, as it stands, and its stage `manage`; with this machine's index of packages, where it has one of its own."""
        secrets = {"pip_conf": Path("/etc/pip.conf"), "certificates": CERTIFICATES}
        given = [f"--secret=id={name},src={path}" for name, path in secrets.items() if path.exists()]
        options = ["--isolation", "chroot", "--format", "docker", "--pull-never", "--network", "host", *given]
        if self._layers:
            # What both have in common is made once. Whole copies of each layer would fill the memory.
            options.append("--layers")
        self("bud", *options, "--file", "docker/Dockerfile", "--tag", IMAGE, ".")
        self("bud", *options, "--file", "docker/Dockerfile", "--target", "manage", "--tag", MANAGE, ".")

    def check_image(self) -> dict[str, str]:
        """What is written on it: who runs what, how it is asked, and nothing that is a secret. Returns its environment."""
        image = json.loads(self("inspect", "--type", "image", IMAGE))["Docker"]
        config = image["config"]
        assert config["User"] == "10001:10001", config["User"]
        assert config["Cmd"] == ["granian", "cms.wsgi:application"], config["Cmd"]
        assert not config.get("Entrypoint"), config["Entrypoint"]
        assert config["Healthcheck"]["Test"] == ["CMD", "python", "docker/probe.py", "web"], config[
            "Healthcheck"
        ]
        assert list(config["Volumes"]) == ["/var/lib/parvis"], config["Volumes"]
        assert list(config["ExposedPorts"]) == ["8000/tcp"], config["ExposedPorts"]
        told = json.dumps([config["Env"], config["Labels"], image["history"]])
        assert not re.search(r"(?i)secret_key=|passw|token|_url=|://[^\s\"]*@", told), (
            "a secret is written on the image"
        )
        size = json.loads(self("images", "--json", IMAGE))[0]["size"]
        print(f"image, as buildah counts: {size}")
        return dict(each.split("=", 1) for each in config["Env"])

    @contextmanager
    def mounted(self, image: str) -> Iterator[Path]:
        """The files of a container."""
        container = self("from", "--pull-never", image).strip()
        try:
            yield Path(self("mount", container).strip())
        finally:
            self("rm", container)


def check_contents(root: Path) -> None:
    """Its size, and that nothing in it builds, installs or administers."""
    size = (
        sum(path.lstat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        / 1e6
    )
    print(f"files of the image: {size:.0f} MB (goal: {LARGEST_MB})")
    for name in TOOLS:
        found = [path for folder in ("bin", "sbin", "venv/bin") for path in root.glob(f"**/{folder}/{name}")]
        assert not found, f"{name} is in the image: {found}"
    compiled = [
        app
        for app in ("cms", "events", "feeds")
        if not list((root / "opt/parvis" / app).glob("locale/fr/**/*.mo"))
    ]
    assert not compiled, f"catalogues of {compiled} are not compiled"
    assert list((root / "opt/parvis/static").glob("events/parvis.*.css.br")), (
        "static files are not compressed"
    )
    check_owners(root)
    status = (root / "var/lib/dpkg/status").read_text()
    assert "Package: libc6\n" in status, "scanners cannot see Debian's packages"
    assert size <= LARGEST_MB, f"the image has {size:.0f} MB"


def check_owners(root: Path) -> None:
    """A new volume takes over whose the folder is."""
    owners = [(root / "var/lib/parvis" / each).stat().st_uid for each in (".", "media")]
    assert owners == [10001, 10001], f"volumes would belong to {owners}"
