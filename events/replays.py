"""How a replay can be shown on the page: from its address to the player of its host. Pure.

Nothing of a host is loaded until a reader asks for it; of several players of one host, the one that follows its visitors least is
taken. An address that belongs to no host we know is a link, and no more.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

FILES = {".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg"}
# PeerTube runs on many hosts: its addresses are known by their paths.
_PEERTUBE = re.compile(r"/(?:w|videos/watch)/(?P<key>[A-Za-z0-9-]{22,36})/?")
_KEY = re.compile(r"[A-Za-z0-9_-]{3,40}")


@dataclass(frozen=True)
class Player:
    """Where a replay plays: in a frame, or, with `media_type`, in the browser's own player. `host` is who learns of it."""

    address: str
    host: str
    media_type: str = ""


def player_of(address: str) -> Player | None:
    """The player for the address of a replay (https only); None where there is none."""
    host = host_of(address).removeprefix("m.")
    parts = urlsplit(address if host else "")
    if parts.scheme != "https":
        return None
    extension = parts.path[parts.path.rfind(".") :].lower()
    if extension in FILES:
        return Player(address, host, FILES[extension])
    frame = _frame(host, parts.path, parse_qs(parts.query))
    return Player(frame, urlsplit(frame).hostname or host) if frame else None


def host_of(address: str) -> str:
    """The host of an address, without "www."; "" where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _frame(host: str, path: str, query: dict[str, list[str]]) -> str:
    last = path.rstrip("/").rsplit("/", 1)[-1]
    if host in {"youtube.com", "youtube-nocookie.com", "youtu.be"}:
        key = query.get("v", [last])[0]
        return f"https://www.youtube-nocookie.com/embed/{key}" if _KEY.fullmatch(key) else ""
    if host in {"vimeo.com", "player.vimeo.com"}:
        return _vimeo(path, query)
    if host in {"dailymotion.com", "dai.ly"}:
        return f"https://geo.dailymotion.com/player.html?video={last}" if _KEY.fullmatch(last) else ""
    found = _PEERTUBE.fullmatch(path)
    return f"https://{host}/videos/embed/{found['key']}?p2p=0" if found else ""


def _vimeo(path: str, query: dict[str, list[str]]) -> str:
    """A video that is not listed has a second key, in the path or as `h`."""
    steps = [step for step in path.split("/") if step and step != "video"]
    if not steps or not steps[0].isdecimal():
        return ""
    second = next(iter([*steps[1:], *query.get("h", [])]), "")
    hidden = f"h={second}&" if re.fullmatch(r"[0-9a-f]{6,20}", second) else ""
    return f"https://player.vimeo.com/video/{steps[0]}?{hidden}dnt=1"
