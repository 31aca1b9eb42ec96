"""What each calendar program wants a link to look like that subscribes to a calendar. Pure.

None of it is documented by those who make the programs; tests/feeds/subscribe/test_programs.py has the exact forms.
"""

from dataclasses import dataclass
from urllib.parse import quote

GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK_COM = "https://outlook.live.com/calendar/0/addfromweb"
MICROSOFT_365 = "https://outlook.office.com/calendar/0/addfromweb"


@dataclass(frozen=True)
class ProgramLinks:
    """One calendar for each program. `address` is what all others are told; `webcal` opens the program of the device."""

    address: str
    webcal: str
    google: str
    outlook_com: str
    microsoft_365: str
    new_outlook: str


def program_links(*, address: str, name: str) -> ProgramLinks:
    """The links for the calendar at an absolute address; `name` is what Outlook calls it."""
    webcal = f"webcal://{address.partition('://')[2]}"
    query = f"?url={_encoded(address)}&name={_encoded(name)}"
    return ProgramLinks(
        address=address,
        webcal=webcal,
        # Google takes webcal here; https has been refused as the name of no calendar.
        google=GOOGLE + _encoded(webcal),
        outlook_com=OUTLOOK_COM + query,
        microsoft_365=MICROSOFT_365 + query,
        # The new Outlook for Windows takes "webcal:" off and keeps the rest, which must be a whole address.
        new_outlook=f"webcal:{address}",
    )


def _encoded(text: str) -> str:
    return quote(text, safe="")
