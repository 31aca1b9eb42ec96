"""The ways to have our programme on a plain page, as the kit gives them, and the security policies that such a page may have."""

import json
import shlex
import urllib.request
from collections.abc import Callable

from lxml import html

WITHOUT_SCRIPT = "sandbox allow-popups allow-top-navigation-by-user-activation"
POLICIES: dict[str, Callable[[str], str]] = {
    "none": lambda ours: "",
    "frames of ours": lambda ours: f"default-src 'self'; frame-src {ours}",
    "self": lambda ours: "default-src 'self'",
    "no script": lambda ours: f"default-src 'none'; script-src 'none'; {WITHOUT_SCRIPT}",
}


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  (our own server)
        return answer.read().decode()


def copied(ours: str, query: str) -> str:
    """What a webmaster copies from the kit."""
    page = html.document_fromstring(fetch(f"{ours}/fr/partners/?{query}"))
    (code,) = page.xpath("//section[@aria-labelledby='copy-title']/div/pre/code")
    return code.text


def piece(method: str, ours: str, *, scope: str) -> str:
    """What stands in the partner's page for the programme of a scope."""
    asked = f"scope={scope}"
    if method == "oembed":
        page = html.document_fromstring(fetch(copied(ours, f"site=wordpress&{asked}")))
        (address,) = page.xpath("//link[@type='application/json+oembed']/@href")
        return json.loads(fetch(address))["html"]
    if method == "fragment":
        return fetch(shlex.split(copied(ours, f"site=csp&{asked}"))[6])
    if method == "link":
        return f'<p><a href="{copied(ours, f"site=wordpress&{asked}")}">Le programme</a></p>'
    queries = {"frame": "site=drupal", "frame and script": "site=html&accent=blue", "component": "site=html"}
    return copied(ours, f"{queries[method]}&{asked}")


def seen(page, *, title: str, target: str) -> str:
    """What a reader has of a partner's page: "programme" with a session of this title, "link" (to this page of ours, and followed), or "nothing"."""
    page.wait_for_load_state("networkidle")
    frames = [page.main_frame, *page.main_frame.child_frames]
    if any(frame.locator(".parvis-name", has_text=title).count() for frame in frames):
        return "programme"
    link = page.locator(f"a[href='{target}']")
    if not link.count() or not link.first.is_visible():
        return "nothing"
    link.first.click()
    page.wait_for_url(target)
    return "link" if page.locator("h1").inner_text() else "nothing"
