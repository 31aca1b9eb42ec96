"""How the tests read a page: over HTTP, at a moment, as a tree of elements."""

import datetime
import re

import time_machine
from lxml import html

from tests.events.announced import DAY_BEFORE


def read(client, path: str, *, at: datetime.datetime = DAY_BEFORE):
    """The response, with the parsed page as `tree`, at a moment."""
    with time_machine.travel(at, tick=False):
        response = client.get(path)
    response.tree = html.fromstring(response.content)
    return response


def text_of(node) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def texts(response, xpath: str) -> list[str]:
    return [text_of(node) for node in response.tree.xpath(xpath)]
