"""Who comes to the town: editors with a password, and visitors who trust its certificate."""

import re
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.docker.proxy import Proxy
from tests.form_values import form_values
from tests.granian_server import Answer

EDITOR, PUBLISHER, PASSWORD = "editor", "publisher", "a long password of the tests"


@dataclass
class Visitor:
    """A browser or a program that comes through the proxy, from an address of this machine; it keeps cookies."""

    proxy: Proxy
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, *, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        """One answer, over a connection of its own."""
        if self.cookies:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            } | headers
        with closing(self.proxy.connect()) as link:
            link.source_address = (self.address, 0)
            link.request(method, path, body=body, headers=headers)
            answer = link.getresponse()
            content = answer.read()
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return answer.status, {name.title(): value for name, value in answer.getheaders()}, content

    def send(self, path: str, form: dict[str, object], **headers: str) -> Answer:
        """POST a form as a browser does, with the token that its page has."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask(path)[2])
        fields = form | {"csrfmiddlewaretoken": token[1].decode()}
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.proxy.url}
        kind["Referer"] = f"{self.proxy.url}{path}"
        return self.ask(path, method="POST", body=urlencode(fields, doseq=True), **kind, **headers)

    def log_in(self, name: str, password: str = PASSWORD) -> Answer:
        """At the door of the admin."""
        return self.send("/admin/login/", {"username": name, "password": password, "next": "/admin/"})

    def calendar(self, language: str) -> str:
        """Of all sessions, each property on a line."""
        return self.ask(f"/feeds/{language}/all/sessions.ics")[2].decode().replace("\r\n ", "")

    def publish_session_7(self, title: str) -> Answer:
        """The French page, under another title."""
        return self.publish(self.session_7(), title=title)

    def session_7(self) -> int:
        """The number of its French page."""
        found = self.ask("/admin/pages/search/?q=construire")[2].decode()
        return int(re.search(r"/admin/pages/(\d+)/edit/", found)[1])

    def publish(self, page: int, **fields: str) -> Answer:
        """Open the form of a page in the admin, change fields, press "Publish"."""
        path = f"/admin/pages/{page}/edit/"
        form = dict(form_values(self.ask(path)[2], "page-edit-form").lists())
        return self.send(path, form | fields | {"action-publish": "1"})
