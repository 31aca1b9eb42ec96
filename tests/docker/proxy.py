"""The proxy of docker/nginx on loopback, in front of whatever answers on some ports."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from tests.granian_server import Answer, Server, answer_on, free_port

NGINX = Path(__file__).parents[2] / "docker" / "nginx"
TEMPLATE = NGINX / "templates" / "nginx.conf.template"
NAME = "parvis.example"
PATIENCE_SECONDS = 60


def names_in(template: str) -> set[str]:
    """The variables that the template asks for."""
    return set(re.findall(r"\$\{(PROXY_[A-Z_]+)\}", template))


def rendered(template: str, values: dict[str, str]) -> str:
    """As nginx's image does it with envsubst. Raises KeyError for a variable that has no value."""
    return re.sub(r"\$\{(PROXY_[A-Z_]+)\}", lambda found: values[found[1]], template)


def self_signed(folder: Path, *, name: str = NAME) -> tuple[Path, Path]:
    """A certificate for the name, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(  # noqa: S603
        [shutil.which("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


class Proxy(Server):
    """nginx in front of web processes, in a folder of its own, for as long as the block lasts. `media`: VAR_DIR/media.

    SITE_URL of the processes behind it is `url`; they trust 127.0.0.1 (TRUSTED_PROXIES). `listens`: other values of PROXY_..., in
    which 8080 and 8443 stand for its ports.
    """

    def __init__(
        self,
        folder: Path,
        *,
        web_ports: Sequence[int],
        media: Path,
        name: str = NAME,
        options: str = "",
        extra: str = "",
        listens: Mapping[str, str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.name = folder, name
        self.http_port, self.status_port, port = free_port(), free_port(), free_port()
        self.certificate, key = self_signed(folder, name=name)
        for each in ("cache", "run", "extra", "acme"):
            (folder / each).mkdir(exist_ok=True)
        (folder / "extra" / "extra.conf").write_text(extra)
        self.values = {
            "PROXY_NAME": name,
            "PROXY_PORT": f":{port}",
            "PROXY_HTTP": f"127.0.0.1:{self.http_port}",
            "PROXY_HTTPS": f"127.0.0.1:{port}",
            "PROXY_MORE_HTTP": "",
            "PROXY_MORE_HTTPS": "",
            "PROXY_STATUS": f"127.0.0.1:{self.status_port}",
            "PROXY_CERTIFICATE": str(self.certificate),
            "PROXY_KEY": str(key),
            "PROXY_WEB": "\n".join(f"server 127.0.0.1:{each} {options};" for each in web_ports),
            "PROXY_RESOLVER": "127.0.0.1",
            "PROXY_MEDIA": str(media),
            "PROXY_CACHE": str(folder / "cache"),
            "PROXY_RUN": str(folder / "run"),
            "PROXY_PAGES": str(NGINX / "pages"),
            "PROXY_EXTRA": str(folder / "extra"),
            "PROXY_ACME": str(folder / "acme"),
            "PROXY_ACCESS_LOG": str(folder / "access.log"),
            "PROXY_ERROR_LOG": str(folder / "error.log"),
        }
        for variable, value in (listens or {}).items():
            self.values[variable] = value.replace("8080", str(self.http_port)).replace("8443", str(port))
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(rendered(TEMPLATE.read_text(), self.values))
        # Else nginx answers as nobody, who may not look into the folder of a test.
        user = "user root;" if os.geteuid() == 0 else ""
        command = ["nginx", "-c", str(self.configuration), "-p", str(folder), "-g", f"daemon off; {user}"]
        super().__init__(command, port=port)

    @property
    def url(self) -> str:
        """Where the site is, as its readers and SITE_URL have it."""
        return f"https://{self.name}:{self.port}"

    def check(self) -> str:
        """What nginx itself says of the configuration; "" where it finds nothing. Raises CalledProcessError for one that it refuses."""
        command = ["nginx", "-t", "-q", "-c", str(self.configuration), "-p", str(self.folder)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stderr  # noqa: S603

    def connect(self, *, name: str | None = None) -> HTTPSConnection:
        """A connection by the site's name, or by another one, to `host`."""
        context = ssl.create_default_context(cafile=self.certificate)
        return NamedConnection((self.host, self.port), name or self.name, context)

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """One answer, over a connection of its own."""
        with closing(self.connect()) as link:
            return answer_on(link, path, method=method, **headers)


class NamedConnection(HTTPSConnection):
    """To an address and port, by a name that no name server knows."""

    def __init__(self, place: tuple[str, int], name: str, context: ssl.SSLContext) -> None:
        super().__init__(name, place[1], timeout=PATIENCE_SECONDS, context=context)
        self._create_connection = lambda _address, *rest: socket.create_connection(place, *rest)


def plain_connection(proxy: Proxy) -> HTTPConnection:
    """To the port that only leads to https."""
    return HTTPConnection(proxy.host, proxy.http_port, timeout=PATIENCE_SECONDS)
