"""WordPress as a consumer of oEmbed, as its handbook and its source publish it: discovery, the filter of what comes from
providers that it does not know, and the messages between page and frame. Written anew; only what a provider meets is here.
"""

import json
import secrets
from urllib.parse import urlencode, urlsplit, urlunsplit

from lxml import html

from tests.partners.methods import fetch

# What is kept of an unknown provider's answer, by element.
KEPT = {
    "a": {"href"},
    "blockquote": set(),
    "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"},
}
WIDTH, HEIGHT = 600, 900

# The page's side: the frame is hidden until it speaks; it says how high it is, and which link was clicked. The secret says who it is.
SCRIPT = """
addEventListener("message", ({ data, source }) => {
  if (!data || !data.secret || /[^a-zA-Z0-9]/.test(data.secret)) return;
  for (const quote of document.querySelectorAll(`blockquote[data-secret="${data.secret}"]`)) quote.style.display = "none";
  for (const frame of document.querySelectorAll(`iframe[data-secret="${data.secret}"]`)) {
    if (frame.contentWindow !== source) continue;
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
    if (data.message !== "link") continue;
    const isOurs = new URL(data.value).host === new URL(frame.src).host;
    if (isOurs && document.activeElement === frame) top.location.href = data.value;
  }
});
addEventListener("DOMContentLoaded", () => {
  for (const frame of document.querySelectorAll("iframe.wp-embedded-content")) {
    frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
  }
});
"""


def embedded(address: str) -> str:
    """What WordPress puts in the place of an address that stands alone on a line; the address itself where nothing is offered."""
    endpoint = discovered(fetch(address))
    answer = json.loads(fetch(_sized(endpoint))) if endpoint else {}
    if answer.get("type") not in {"rich", "video"}:
        return address
    return filtered(answer["html"]) or address


def discovered(page: str) -> str:
    """The address of the provider that a page names, "" for none."""
    links = html.document_fromstring(page).xpath(
        "//head/link[@rel='alternate' and @type='application/json+oembed']/@href"
    )
    return links[0] if links else ""


def filtered(said: str) -> str:
    """The answer of an unknown provider: a blockquote and a frame in a sandbox; "" where no frame is left."""
    parts = [part for part in html.fragments_fromstring(said) if not isinstance(part, str)]
    for part in parts:
        for element in [part, *part.iterdescendants()]:
            for name in set(element.attrib) - KEPT.get(element.tag, set()):
                del element.attrib[name]
            if element.tag not in KEPT:
                element.drop_tag()
    quotes = [part for part in parts if part.tag == "blockquote"]
    frames = [part for part in parts if part.tag == "iframe"]
    if not frames:
        return ""
    secret = secrets.token_hex(5)
    frame = frames[0]
    frame.set("src", f"{frame.get('src')}#?secret={secret}")
    frame.attrib.update(
        {
            "sandbox": "allow-scripts",
            "security": "restricted",
            "data-secret": secret,
            "class": "wp-embedded-content",
        }
    )
    if quotes:
        quotes[0].attrib.update({"data-secret": secret, "class": "wp-embedded-content"})
        frame.set("style", "position: absolute; visibility: hidden;")
    return "".join(html.tostring(part, encoding="unicode") for part in [*quotes[:1], frame])


def _sized(endpoint: str) -> str:
    """With the size that a theme has room for."""
    parts = urlsplit(endpoint)
    query = "&".join(filter(None, [parts.query, urlencode({"maxwidth": WIDTH, "maxheight": HEIGHT})]))
    return urlunsplit(parts._replace(query=query))
