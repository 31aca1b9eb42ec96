"""The lines of docker/README.md, "Install", run as they stand and in their order: what compose.yaml reads is there when it is started."""

import os
import re
import shutil
import ssl
import stat
import subprocess
from email.utils import parseaddr
from pathlib import Path

import pytest
import yaml

from tests.docker.pages import DOCKER, commands

COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
SCRIPT = commands("README.md", beginning="cp .env.example")
# Notes what it is asked for, and keeps the folder as it is at the first start.
ENGINE = """#!/bin/sh -eu
echo "$*" >> "$NOTES/asked"
case "$*" in *" up "*) cp -a . "$NOTES/started" ;; esac
"""


class Installed:
    """`folder`: docker/ as it was at `up`; `asked`: of docker, in order."""

    def __init__(self, notes: Path) -> None:
        self.folder = notes / "started"
        self.asked = (notes / "asked").read_text().splitlines()


@pytest.fixture(params=["022", "077"])
def installed(request, tmp_path) -> Installed:
    """By an operator with this umask. Only root gives a folder to somebody else."""
    return install(tmp_path, SCRIPT, umask=request.param)


def install(folder: Path, script: str, *, umask: str = "022") -> Installed:
    place, notes, programs = folder / "docker", folder / "notes", folder / "bin"
    for each in (notes, programs):
        each.mkdir()
    shutil.copytree(DOCKER, place)
    (programs / "docker").write_text(ENGINE)
    (programs / "docker").chmod(0o755)
    if os.geteuid():
        script = re.sub("(?m)^chown .*$", "", script)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}", "NOTES": str(notes)}
    command = ["sh", "-euc", f"umask {umask}\n{script}"]
    subprocess.run(command, cwd=place, check=True, capture_output=True, env=environment)  # noqa: S603  (the page's own)
    return Installed(notes)


def default(text: str) -> str:
    """Where .env names nothing else."""
    return re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", text)


def mounts() -> list[tuple[int, str, bool]]:
    """User, folder, may it be written to; of each service that has one of this machine."""
    found = []
    for service in SERVICES.values():
        for volume in map(default, service.get("volumes", [])):
            source, _target, *options = volume.split(":")
            if source.startswith("."):
                found.append((int(service["user"].partition(":")[0]), source, options != ["ro"]))
    return found


def may(path: Path, user: int, wanted: int) -> bool:
    """Whether the mode lets this user, who is in no group of the file's, do that: 4 reads, 2 writes, 1 enters."""
    status = path.stat()
    granted = status.st_mode >> 6 if status.st_uid == user else status.st_mode
    return granted & wanted == wanted


def test_images_are_built_before_they_are_started_and_the_first_user_comes_last(installed):
    assert installed.asked == [
        "compose --profile manage build",
        "compose up --detach --wait",
        "compose run --rm manage createsuperuser",
    ]


def test_every_folder_that_a_container_is_given_can_be_read_by_its_user(installed):
    assert {"./nginx/templates", "./certificates", "./backups"} <= {
        source for _user, source, _write in mounts()
    }
    for user, source, is_written in mounts():
        folder = installed.folder / source
        assert folder.is_dir(), source
        if os.geteuid() == 0:
            assert may(folder, user, 7 if is_written else 5), (source, user)
            assert all(may(file, user, 4) for file in folder.iterdir() if file.is_file()), (source, user)


def test_secrets_can_be_read_by_every_user_and_only_through_the_folder_s_owner(installed):
    files = [installed.folder / default(secret["file"]) for secret in COMPOSE["secrets"].values()]

    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o644}
    assert stat.S_IMODE((installed.folder / "secrets").stat().st_mode) == 0o700


def test_secrets_are_what_each_is_for(installed):
    secrets = {name: (installed.folder / "secrets" / name).read_text() for name in COMPOSE["secrets"]}

    password = secrets["postgres_password"].strip()
    assert len(password) >= 40
    assert secrets["database_url"] == f"postgres://parvis:{password}@postgres/parvis"
    assert len(secrets["secret_key"]) >= 50
    assert secrets["email_url"] == "smtp+tls://user:password@mail.example:587"


def test_mails_come_from_somebody(installed):
    name, _sign, sender = (installed.folder / "parvis.env").read_text().strip().partition("=")

    assert (name, parseaddr(sender)) == ("DEFAULT_FROM_EMAIL", ("Museum", "sessions@museum.example"))


def test_sign_for_per_cent_in_the_address_of_mails_stays_as_it_is(tmp_path):
    url = "smtp+tls://info%40museum.example:a%25s@mail.example:587"
    script = SCRIPT.replace("smtp+tls://user:password@mail.example:587", url)

    assert (install(tmp_path, script).folder / "secrets" / "email_url").read_text() == url


def test_proxy_finds_a_certificate_with_its_key_where_it_looks(installed):
    given = SERVICES["nginx"]["environment"]
    certificate, key = (
        installed.folder / "certificates" / Path(given[name]).name
        for name in ("PROXY_CERTIFICATE", "PROXY_KEY")
    )

    # Raises for a key of another certificate.
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    assert ("DNS", "museum.example") in ssl._ssl._test_decode_cert(str(certificate))["subjectAltName"]


def test_hook_of_certbot_puts_a_renewed_certificate_where_the_proxy_may_read_it(tmp_path):
    place = install(tmp_path, SCRIPT).folder
    lineage = tmp_path / "live"
    lineage.mkdir()
    for name in ("fullchain.pem", "privkey.pem"):
        (tmp_path / name).write_text(f"renewed {name}")
        (lineage / name).symlink_to(tmp_path / name)
        (tmp_path / name).chmod(0o600)
    hook = tmp_path / "hook"
    script = commands("README.md", beginning="#!/bin/sh -eu").replace("/srv/parvis/docker", str(place))
    hook.write_text(script.replace(" -o 101 -g 101", "") if os.geteuid() else script)
    hook.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "NOTES": str(tmp_path / "notes"),
        "RENEWED_LINEAGE": str(lineage),
    }

    subprocess.run([hook], check=True, env=environment)  # noqa: S603  (the page's own)

    files = [place / "certificates" / name for name in ("fullchain.pem", "privkey.pem")]
    assert [file.read_text() for file in files] == ["renewed fullchain.pem", "renewed privkey.pem"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o444, 0o400]
    assert os.geteuid() or {file.stat().st_uid for file in files} == {101}
    asked = (tmp_path / "notes" / "asked").read_text().splitlines()
    assert asked[-1] == "compose exec -T nginx nginx -c /run/parvis/nginx.conf -s reload"
