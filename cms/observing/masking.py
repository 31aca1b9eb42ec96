"""Takes out of a text what no log and no report may hold: ways into meetings, readers' addresses, mail addresses, passwords. Pure.

For what others write (an exception of the database quotes the row that it refused). What we write ourselves names none of it.
"""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

HIDDEN = "[hidden]"
MEETING = "[meeting link]"
# Whatever stands under such a name is a secret, or says who somebody is.
SECRET_NAMES = re.compile(
    r"(?i)(?:.*_)?(?:link|meeting_id|passcode|pwd|password|passwd|token|secret|secret_key|authorization|cookies?|csrf\w*"
    r"|api_key|dsn|email|username|remote_addr|x-forwarded-for|x-real-ip|forwarded)"
)
# What stands in a text behind the name of a secret: name=value, "name": "value", name%3Dvalue.
NAMED = re.compile(
    r"""(?ix) \b ((?:pwd|password|passwd|token|secret(?:_key)?|api_key) ['"]? \s* (?:=|:|%3D) \s*)
    (?: '[^']*' | "[^"]*" | [^\s'"&,;)}\]]+ )"""
)
# People write both with blanks: a number in groups; a passcode up to the end of its line, because nothing says where it ends.
MEETING_ID = re.compile(
    r"""(?ix) \b (meeting[_ ]?id ['"]? \s* (?:=|:|%3D) \s*)
    (?: '[^']*' | "[^"]*" | \d (?:[ \t\u00a0-]? \d)* (?!\w) | [^\s'"&,;)}\]]+ )"""
)
PASSCODE = re.compile(
    r"""(?ix) \b (passcode ['"]? [ \t]* (?:=|:|%3D) [ \t]*)
    (?: '[^']*' | "[^"]*" | [^\n\r'"&,;)}\]]+ )"""
)
CREDENTIALS = re.compile(r"(?<=://)[^\s/@'\"]+@")
# PostgreSQL quotes the whole row, or the values of a key.
ROW = re.compile(
    r"(Failing row contains \().*?(\)\.?\s*(?:\Z|\n\n(?:The above exception|During handling)|\nCONTEXT:))",
    re.DOTALL,
)
KEY = re.compile(r"(Key \(.*?\)=\().*?(\)(?= is | already | conflicts ))", re.DOTALL)
QUERY = re.compile(r"(?<=[\w/.%~-])\?[^\s'\"<>]+")
MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}\b")
# Addresses that let in whoever knows them: for who forgot a password, and of a draft on another front end.
WAYS_IN = re.compile(r"(/password_reset/confirm/|/api/v1/drafts/)[^\s'\"]+")
ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\d{1,3}(?:\.\d{1,3}){3})?)(?![\w:]|\.\d)"
)
OWN = tuple(
    ipaddress.ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")
)  # fmt: skip


def masked(text: str, *, meeting_hosts: Iterable[str]) -> str:
    """The text without them. `meeting_hosts`: as MEETING_HOSTS; links to their subdomains are links too.

    Addresses of the operator's own network stay: a database is known by one.
    """
    text = ROW.sub(rf"\g<1>{HIDDEN}\g<2>", text)
    text = KEY.sub(rf"\g<1>{HIDDEN}\g<2>", text)
    if links := _links_of(tuple(meeting_hosts)):
        text = links.sub(MEETING, text)
    text = CREDENTIALS.sub(f"{HIDDEN}@", text)
    for secret in (NAMED, MEETING_ID, PASSCODE):
        text = secret.sub(rf"\g<1>{HIDDEN}", text)
    text = WAYS_IN.sub(rf"\g<1>{HIDDEN}", text)
    text = QUERY.sub(f"?{HIDDEN}", text)
    return ADDRESS.sub(_address, MAIL.sub("[mail address]", text))


def masked_values(values: Any, *, meeting_hosts: Iterable[str]) -> Any:
    """The same for what JSON can hold: every text in it, names excepted; under the name of a secret nothing stays."""
    hosts = tuple(meeting_hosts)
    if isinstance(values, str):
        return masked(values, meeting_hosts=hosts)
    if isinstance(values, Mapping):
        return {
            name: HIDDEN
            if SECRET_NAMES.fullmatch(str(name)) and value
            else masked_values(value, meeting_hosts=hosts)
            for name, value in values.items()
        }
    if isinstance(values, list | tuple):
        return [masked_values(value, meeting_hosts=hosts) for value in values]
    if values is None or isinstance(values, bool | int | float):
        return values
    return masked(str(values), meeting_hosts=hosts)


@cache
def _links_of(hosts: tuple[str, ...]) -> re.Pattern | None:
    names = "|".join(re.escape(host.strip(". ")) for host in hosts if host.strip(". "))
    if not names:
        return None
    # As it stands, or as it stands in another address.
    return re.compile(
        rf"(?i)(?:https?(?:://|%3A%2F%2F))?(?:[\w-]+\.)*(?:{names})(?::\d+)?(?:/|%2F|\?)[^\s'\"<>]*"
    )


def _address(found: re.Match) -> str:
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    is_own = any(address.version == each.version and address in each for each in OWN)
    return found[0] if is_own or address.is_unspecified else "[address]"
