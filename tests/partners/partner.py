"""A partner's web site: a few pages with a security policy each, on an origin of its own."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self
from urllib.parse import urlencode

PAGE = '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Musée</title></head><body>{body}</body></html>'

FRONT_END = Path(__file__).parent / "headless"


class PartnerSite:
    """A server on a port of its own for as long as the context lasts. `url` has no slash at the end."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[bytes, str, Mapping[str, str]]] = {}
        pages = self._pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body, media_type, headers = pages.get(self.path.partition("?")[0], (b"", "text/plain", {}))
                self.send_response(200 if body else 404)
                for name, value in {"Content-Type": f"{media_type}; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Nothing: the test says what went wrong."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(self, path: str, body: str, *, policy: str = "", media_type: str = "text/html") -> str:
        """Have a file at a path, under a content security policy; gives its address."""
        headers = {"Content-Security-Policy": policy} if policy else {}
        self._pages[path] = (body.encode(), media_type, headers)
        return f"{self.url}{path}"

    def put_page(self, path: str, piece: str, *, policy: str = "") -> str:
        """A page with a piece of HTML in it, as an editor pasted it."""
        return self.put(path, PAGE.format(body=piece), policy=policy)


def put_front_end(partner: PartnerSite, ours: str) -> str:
    """The address of the front end on the partner's site, under a policy that allows our API and nothing else."""
    policy = f"default-src 'self'; connect-src {ours}"
    partner.put("/headless.js", (FRONT_END / "headless.js").read_text(), media_type="text/javascript")
    address = partner.put("/", (FRONT_END / "index.html").read_text(), policy=policy)
    return f"{address}?{urlencode({'api': f'{ours}/api/v1'})}"
