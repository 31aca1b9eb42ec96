"""Prove docker/: the files by their own checkers, then the real Dockerfile, built and started without a container engine.

Usage: prove_image.py PROGRAMS, the folder with hadolint, docker-compose and compose-lint (requirements-image.txt). Standard library only.
As root, with Debian's buildah, crun and mmdebstrap. The official base is not to be had without a registry of images: mmdebstrap makes
one of the same packages and gives it that name, so that docker/Dockerfile is built as it stands.
Exits with 1 and words when something is not as it is promised.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE = "docker.io/library/debian:bookworm-slim"
IMAGE = "localhost/parvis:proof"
LARGEST_MB, READY_SECONDS, END_SECONDS = 250, 10, 30
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# As debian:bookworm-slim is made.
LEFT_OUT = ("doc", "man", "info", "locale", "groff", "lintian", "linda")
REQUIRED = {
    "SITE_URL": "https://museum.example",
    "SITE_HOST": "museum.example",
    "UID_DOMAIN": "museum.example",
}
SETTINGS = {
    "SITE_URL": "https://museum.example",
    "ALLOWED_HOSTS": "museum.example",
    "UID_DOMAIN": "museum.example",
    "SECRET_KEY_FILE": "/var/lib/parvis/key",
}
TOOLS = ("gcc", "cc", "make", "apt-get", "dpkg", "pip", "perl", "mount", "su", "curl", "wget")


def run(command: Sequence[str | Path], *, show: bool = True, **options) -> subprocess.CompletedProcess:
    """A command that must succeed; what it said is shown where it does not."""
    done = subprocess.run(command, text=True, capture_output=True, check=False, **options)
    if done.returncode and show:
        print(done.stdout[-8000:], done.stderr[-8000:], sep="\n")
    assert not done.returncode, f"{' '.join(map(str, command))} ended with {done.returncode}"
    return done


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Says how long it took."""
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)


# The files


def check_files(programs: Path) -> None:
    """Every checker is content, and compose names each variable that is missing."""
    run([programs / "hadolint", "docker/Dockerfile"], cwd=ROOT)
    run([programs / "compose-lint", "docker/compose.yaml"], cwd=ROOT)
    compose = [programs / "docker-compose", "--file", "docker/compose.yaml", "config", "--quiet"]
    clean = {name: value for name, value in os.environ.items() if name not in REQUIRED}
    run(compose, cwd=ROOT, env=clean | REQUIRED)
    for name in REQUIRED:
        without = {other: value for other, value in REQUIRED.items() if other != name}
        done = subprocess.run(
            compose, cwd=ROOT, env=clean | without, text=True, capture_output=True, check=False
        )
        assert done.returncode, f"compose.yaml is content without {name}"
        assert f"required variable {name} is missing" in done.stderr, (
            f"compose does not say that {name} is missing"
        )


# The image


class Builder:
    """buildah with a storage of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = ["--root", folder / "root", "--runroot", folder / "run", "--storage-driver", "vfs"]

    def __call__(self, command: str, *arguments: str | Path) -> str:
        """What a command of buildah says."""
        return run(["buildah", *self._storage, command, *arguments], cwd=ROOT).stdout

    def make_base(self) -> None:
        """Under the official name."""
        tar = self.folder / "context" / "base.tar"
        tar.parent.mkdir()
        excluded = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in LEFT_OUT]
        run(["mmdebstrap", "--variant=essential", "--include=apt", *excluded, "bookworm", tar])
        (tar.parent / "Dockerfile").write_text("FROM scratch\nADD base.tar /\n")
        self("bud", "--isolation", "chroot", "--format", "docker", "--pull-never", "--tag", BASE, tar.parent)
        shutil.rmtree(tar.parent)

    def build(self) -> None:
        """docker/Dockerfile, as it stands; with this machine's index of packages, where it has one of its own."""
        secrets = {"pip_conf": Path("/etc/pip.conf"), "certificates": CERTIFICATES}
        given = [f"--secret=id={name},src={path}" for name, path in secrets.items() if path.exists()]
        options = ["--isolation", "chroot", "--format", "docker", "--pull-never", "--network", "host", *given]
        self("bud", *options, "--file", "docker/Dockerfile", "--tag", IMAGE, ".")

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
    def mounted(self) -> Iterator[Path]:
        """The files of a container."""
        container = self("from", "--pull-never", IMAGE).strip()
        try:
            yield Path(self("mount", container).strip())
        finally:
            self("rm", container)


# The container


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
    # A new volume takes over whose the folder is.
    owners = [(root / "var/lib/parvis" / each).stat().st_uid for each in (".", "media")]
    assert owners == [10001, 10001], f"volumes would belong to {owners}"
    status = (root / "var/lib/dpkg/status").read_text()
    assert "Package: libc6\n" in status, "scanners cannot see Debian's packages"
    assert size <= LARGEST_MB, f"the image has {size:.0f} MB"


class Container:
    """Commands in the image's files, which cannot be written to, as its user; /tmp is empty memory, `data` its volume."""

    def __init__(self, root: Path, data: Path, *, environment: Mapping[str, str]) -> None:
        self.root, self.data, self.environment = root, data, environment
        # The key has a file of its own, as compose gives it.
        (data / "key").write_text("k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2)

    def start(self, *command: str, **variables: str) -> subprocess.Popen:
        """In a mount namespace of its own, which goes with it."""
        script = (
            'mount --bind "$0" "$0" && mount --bind "$1" "$0/var/lib/parvis" && mount -t tmpfs -o mode=1777 tmpfs "$0/tmp" '
            '&& mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -o remount,bind,ro "$0" '
            '&& root=$0 && shift && exec chroot --userspec=10001:10001 "$root" /usr/bin/env -i -C /opt/parvis "$@"'
        )
        given = [f"{name}={value}" for name, value in (self.environment | variables).items()]
        arguments = ["unshare", "--mount", "sh", "-c", script, self.root, self.data, *given, *command]
        return subprocess.Popen(arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *command: str, expected: int = 0, **variables: str) -> str:
        """What it said, with this exit status."""
        process = self.start(*command, **variables)
        said, _none = process.communicate(timeout=300)
        assert process.returncode == expected, (
            f"{' '.join(command)} ended with {process.returncode}: {said[-4000:]}"
        )
        return said


def check_refusals(container: Container) -> None:
    """Without settings nothing starts, and what is missing is named."""
    said = container.run("python", "manage.py", "check", expected=1)
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "UID_DOMAIN"):
        assert f"- {name} is " in said, f"{name} is not named: {said[-2000:]}"
    said = container.run("sh", "-c", "touch /opt/parvis/x || touch /usr/x || touch /x", expected=1)
    assert said.count("Read-only file system") == 3, said


def answer(port: int, path: str) -> int:
    """The status of one answer; 0 for none."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", path, headers={"Host": "museum.example"})
        return link.getresponse().status
    except OSError:
        return 0
    finally:
        link.close()


def cpu_of(process: int) -> float:
    """Seconds on a CPU so far, of a process and of those that it started."""
    total, processes = 0, [process]
    while processes:
        for task in Path(f"/proc/{processes.pop()}/task").iterdir():
            with suppress(OSError):  # a thread that has just ended
                total += int((task / "schedstat").read_text().split()[0])
                processes += map(int, (task / "children").read_text().split())
    return total / 1e9


def wait_until_ready(port: int, web: subprocess.Popen) -> None:
    """Until pages can be served; a minute at most."""
    end = time.monotonic() + 60
    while answer(port, "/readyz") != 200:
        assert web.poll() is None, f"web ended: {web.communicate()[0][-4000:]}"
        assert time.monotonic() < end, "web is not ready after a minute"
        time.sleep(0.05)


def wait_for_run(database: Path, tick: subprocess.Popen) -> None:
    """Until a job has ended; a minute at most."""
    end = time.monotonic() + 60
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as link:
        while not link.execute("SELECT count(finished_at) FROM parvis_events_jobrun").fetchone()[0]:
            assert tick.poll() is None, f"tick ended: {tick.communicate()[0][-4000:]}"
            assert time.monotonic() < end, "tick has ended no job after a minute"
            time.sleep(0.2)


def end(process: subprocess.Popen, what: str) -> None:
    """By SIGTERM, as an engine does it, with status 0."""
    process.send_signal(signal.SIGTERM)
    try:
        said, _none = process.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"{what} goes on {END_SECONDS} s after SIGTERM") from None
    assert process.returncode == 0, f"{what} ended with {process.returncode}: {said[-4000:]}"


def check_life(container: Container, settings: Mapping[str, str]) -> None:
    """prepare, web, its probe, tick; each ends when it is asked to."""
    with timed("prepare on an empty SQLite database"):
        container.run("python", "manage.py", "prepare", **settings)
    container.run(
        "python",
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        "--database",
        "default",
        **settings,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = settings | {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port)}
    began = time.monotonic()
    web = container.start(*["granian", "cms.wsgi:application"], **own)
    try:
        wait_until_ready(port, web)
        seconds, busy = time.monotonic() - began, cpu_of(web.pid)
        # Other stages of CI run beside this one: the clock says how busy the machine is.
        print(f"from cold start to ready: {seconds:.1f} s, {busy:.1f} s of CPU (goal: {READY_SECONDS})")
        assert min(seconds, busy) <= READY_SECONDS, f"ready after {seconds:.1f} s, {busy:.1f} s of CPU"
        statuses = {
            path: answer(port, path)
            for path in ("/healthz", "/fr/", "/feeds/fr/all/sessions.ics", "/admin/login/")
        }
        assert set(statuses.values()) == {200}, statuses
        container.run("python", "docker/probe.py", "web", **own)
    finally:
        end(web, "web")
    container.run("python", "docker/probe.py", "web", expected=1, **own)
    tick = container.start("python", "manage.py", "tick", "--every", "60", **settings)
    wait_for_run(container.data / "parvis.sqlite3", tick)
    end(tick, "tick")


def prove(programs: Path, folder: Path) -> None:
    """Everything, in the order of what is soonest wrong."""
    with timed("checkers"):
        check_files(programs)
    builder = Builder(folder)
    with timed("base"):
        builder.make_base()
    with timed("build"):
        builder.build()
    environment = builder.check_image()
    data = folder / "data"
    data.mkdir(mode=0o755)
    with builder.mounted() as root:
        check_contents(root)
        container = Container(root, data, environment=environment)
        for path in (data, *data.iterdir()):
            os.chown(path, 10001, 10001)
        check_refusals(container)
        check_life(container, SETTINGS)


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where that can be had: each layer is tens of thousands of small files."""
    with tempfile.TemporaryDirectory(prefix="parvis-image-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        options = ["-t", "tmpfs", "-o", "mode=755,size=6g", "tmpfs", folder]
        is_mounted = not subprocess.run(["mount", *options], check=False, capture_output=True).returncode
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            if is_mounted:
                subprocess.run(["umount", "--lazy", folder], check=False)


def main(programs: str) -> int:
    """The exit status."""
    missing = [name for name in ("buildah", "crun", "mmdebstrap", "unshare") if not shutil.which(name)]
    if os.geteuid() or missing:
        print(
            f"needs root, and Debian's buildah, crun and mmdebstrap; missing: {', '.join(missing) or 'root'}"
        )
        return 1
    with in_memory() as folder:
        try:
            prove(Path(programs).resolve(), folder)
        except AssertionError as error:
            print(f"FAILED: {error}")
            return 1
    print("the image is as it is promised")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
